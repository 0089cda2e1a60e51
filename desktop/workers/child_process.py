"""One child process that talks in frames over its standard streams, and the threads that keep nobody waiting for it."""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Generic, TypeVar

import msgspec

from desktop.locate import environment
from desktop.records.wire import FrameReader, WireError, frame

_CHUNK_BYTES = 1 << 16
_TAIL_BYTES = 4096
_MUTE_S = 1.0
_JOIN_S = 1.0
_T = TypeVar("_T")

Outgoing = msgspec.Struct | Callable[[], msgspec.Struct]
"""A message, or what makes it."""


class ChildProcess(Generic[_T]):
    """Runs `python -m module` (with `arguments`) as the head of a process group of its own.

    `receive` gets each message of `kind`, and after the last one `ended` gets, once, the exit status (negative: the
    signal; None: unknown) and the tail of standard error, or what was damaged. Both are called in threads of this
    object. Everything the child starts in its group dies with it.
    """

    def __init__(
        self,
        module: str,
        receive: Callable[[_T], None],
        ended: Callable[[int | None, str], None],
        kind: object,
        arguments: Sequence[str] = (),
    ) -> None:
        self._command = [sys.executable, "-P", "-m", module, *arguments]
        self._receive = receive
        self._ended = ended
        self._kind = kind
        self._process: subprocess.Popen[bytes] | None = None
        self._outbox: queue.SimpleQueue[Outgoing | None] = queue.SimpleQueue()
        self._tail = b""
        self._damage = ""
        self._reaping = threading.Lock()
        self._dead = threading.Event()
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []

    @property
    def pid(self) -> int | None:
        """The process id, or None before `start`."""
        return self._process.pid if self._process else None

    @property
    def returncode(self) -> int | None:
        """The exit status (negative: the signal), or None while the child lives. Thread: any."""
        return self._process.returncode if self._process else None

    def start(self) -> None:
        """Start the child and the threads that serve it; raise OSError where the system refuses. Call it once."""
        process = subprocess.Popen(  # noqa: S603 -- our own interpreter on a module of our own
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),  # `-P` keeps the person's folder from shadowing what it imports
            start_new_session=True,
        )
        self._process = process
        jobs = (self._read_messages, self._read_errors, self._write_messages)
        self._threads = [threading.Thread(target=job, args=(process,), daemon=True) for job in jobs]
        for thread in self._threads:
            thread.start()
        threading.Thread(target=self._await_end, args=(process,), daemon=True).start()

    def send(self, message: Outgoing) -> None:
        """Send a message as soon as the child takes it; never blocks. A dead child gets nothing. Thread: any.

        A large message may be given as a function that makes it: it is called in the writer thread.
        """
        self._outbox.put(message)

    def interrupt(self) -> None:
        """Send the child (not what it started) an interrupt, as Ctrl+C does. Thread: any."""
        self._signal(_interrupt)

    def kill(self) -> None:
        """Kill the child and everything in its group at once. Thread: any."""
        self._signal(_kill_group)

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until `ended` was called; say whether it was. Thread: any but this object's own."""
        return self._over.wait(timeout_s)

    def close(self, grace_s: float = 0.5) -> None:
        """End the child's input, wait for it as long as `grace_s`, then kill it. Returns when it is over."""
        self._outbox.put(None)
        if not self.wait(grace_s):
            self.kill()
            self.wait()

    def _signal(self, deliver: Callable[[subprocess.Popen[bytes]], None]) -> None:
        with self._reaping:
            if self._process is not None and self._process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    deliver(self._process)

    def _read_messages(self, process: subprocess.Popen[bytes]) -> None:
        reader: FrameReader[_T] = FrameReader(self._kind)
        try:
            for chunk in _chunks(process.stdout):
                for message in reader.feed(chunk):
                    self._receive(message)
            # Its voice is gone, most often because it is just ending: then its own exit status shall tell.
            self._dead.wait(_MUTE_S)
        except WireError as error:
            self._damage = str(error)
        finally:
            self.kill()

    def _read_errors(self, process: subprocess.Popen[bytes]) -> None:
        for chunk in _chunks(process.stderr):
            self._tail = (self._tail + chunk)[-_TAIL_BYTES:]

    def _write_messages(self, process: subprocess.Popen[bytes]) -> None:
        try:
            while process.stdin and (message := self._outbox.get()) is not None:
                process.stdin.write(frame(message() if callable(message) else message))
                process.stdin.flush()
        except WireError as error:
            self._damage = str(error)
            self.kill()
        except OSError:
            # The child is gone; `ended` tells.
            return
        finally:
            _close(process.stdin)

    def _await_end(self, process: subprocess.Popen[bytes]) -> None:
        _wait_unreaped(process)
        with self._reaping:
            _kill_group(process)
            returncode = process.wait()
        self._dead.set()
        self._outbox.put(None)
        for thread in self._threads:
            thread.join(_JOIN_S)
        if not any(thread.is_alive() for thread in self._threads):
            _close(process.stdout)
            _close(process.stderr)
        report = self._damage or self._tail.decode("utf-8", "replace")
        try:
            self._ended(returncode, report)
        finally:
            self._over.set()


def _chunks(stream: IO[bytes] | None) -> Iterator[bytes]:
    while stream and (chunk := os.read(stream.fileno(), _CHUNK_BYTES)):
        yield chunk


def _close(stream: IO[bytes] | None) -> None:
    # Closing flushes what a dead child no longer takes.
    with contextlib.suppress(OSError):
        if stream is not None:
            stream.close()


def _wait_unreaped(process: subprocess.Popen[bytes]) -> None:
    """Wait for the end and leave the process id taken, so that its group can still be named without mistake."""
    if sys.platform == "win32":
        process.wait()
    else:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)


def _interrupt(process: subprocess.Popen[bytes]) -> None:
    # Windows has no such signal for a process without our console; whoever waits in vain kills.
    if sys.platform != "win32":
        os.kill(process.pid, signal.SIGINT)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        # macOS answers PermissionError for a group of which only the unreaped head is left.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
