"""Children that answer, fall silent, lie, crash and refuse to die, each a real process."""

import os
import select
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from desktop.records.messages import Printed
from desktop.workers.child_process import ChildProcess

ECHO = """
    import os
    while data := os.read(0, 65536):
        os.write(1, data)
"""
SLEEP = "import time; time.sleep(60)"
LONG_S = 20.0


class Listener:
    """What came from a child, and how it ended."""

    def __init__(self) -> None:
        self.messages: SimpleQueue[Printed] = SimpleQueue()
        self.ends: SimpleQueue[tuple[int | None, str]] = SimpleQueue()

    def start(self, module: str) -> ChildProcess[Printed]:
        """Start a child that this listens to."""
        child = ChildProcess[Printed](module, self.messages.put, lambda *end: self.ends.put(end), Printed)
        child.start()
        return child


def open_descriptors() -> int:
    """Count this process's open file descriptors."""
    return len(list(Path("/dev/fd").iterdir()))


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Give a listener and hold that no thread and no descriptor outlives its children."""
    threads, descriptors = set(threading.enumerate()), open_descriptors()
    yield Listener()
    for thread in set(threading.enumerate()) - threads:
        thread.join(LONG_S)
    assert set(threading.enumerate()) <= threads
    assert open_descriptors() == descriptors


def is_gone(pid: int) -> bool:
    """Wait for the end of a process that is not ours and say whether it came."""
    try:
        watch = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watch], [], [], LONG_S)[0])
    finally:
        os.close(watch)


def test_echo(child: Callable[[str], str], listener: Listener) -> None:
    """What is sent reaches the child, in order, and what it says comes back, and closing ends it with status 0."""
    process = listener.start(child(ECHO))
    sent = [Printed(number, "∂" * number) for number in range(100)]
    for message in sent:
        process.send(message)
    assert [listener.messages.get(timeout=LONG_S) for _ in sent] == sent
    process.close(LONG_S)
    assert process.returncode == 0
    assert listener.ends.get(timeout=0) == (0, "")


def test_message_made_late(child: Callable[[str], str], listener: Listener) -> None:
    """A message given as a function is made in another thread than the sender's."""
    process = listener.start(child(ECHO))
    process.send(lambda: Printed(1, threading.current_thread().name))
    assert listener.messages.get(timeout=LONG_S).text != threading.current_thread().name
    process.close(LONG_S)


def test_send_does_not_block(child: Callable[[str], str], listener: Listener) -> None:
    """A child that reads nothing keeps no sender waiting, though the pipe is full, and can be killed."""
    process = listener.start(child(SLEEP))
    for _ in range(10):
        process.send(Printed(1, "x" * 1_000_000))
    process.kill()
    assert listener.ends.get(timeout=LONG_S)[0] == -signal.SIGKILL
    process.wait()


def test_exit_status_and_last_words(child: Callable[[str], str], listener: Listener) -> None:
    """The exit status and the tail of standard error are reported, only its last 4 KB."""
    process = listener.start(child("import sys; sys.stderr.write('x' * 9000 + 'last words'); sys.exit(3)"))
    returncode, report = listener.ends.get(timeout=LONG_S)
    process.wait()
    assert returncode == 3
    assert report.endswith("last words")
    assert len(report) == 4096


def test_abort(child: Callable[[str], str], listener: Listener) -> None:
    """A crash in native code is reported as the signal it was."""
    process = listener.start(child("import os; os.abort()"))
    assert listener.ends.get(timeout=LONG_S)[0] == -signal.SIGABRT
    process.wait()


def test_messages_before_the_end(child: Callable[[str], str], listener: Listener) -> None:
    """What a child said before it crashed arrives before its end is told."""
    source = """
        import os
        from desktop.records.messages import Printed
        from desktop.records.wire import frame
        os.write(1, frame(Printed(1, "before")))
        os._exit(9)
    """
    process = listener.start(child(source))
    assert listener.ends.get(timeout=LONG_S)[0] == 9
    assert listener.messages.get(timeout=0) == Printed(1, "before")
    process.wait()


@pytest.mark.parametrize("junk", [r"b'\0\0\0\4junk'", r"b'\xff\xff\xff\xff'"])
def test_junk(child: Callable[[str], str], listener: Listener, junk: str) -> None:
    """A frame that does not decode, or that announces four gigabytes, costs the child its life and says why."""
    process = listener.start(child(f"import os, time; os.write(1, {junk}); time.sleep(60)"))
    returncode, report = listener.ends.get(timeout=LONG_S)
    assert returncode == -signal.SIGKILL
    assert "decode" in report or "announces" in report
    process.wait()


def test_closed_voice(child: Callable[[str], str], listener: Listener) -> None:
    """A child that closes its output but lives on is killed: it can serve nobody."""
    process = listener.start(child("import os, time; os.close(1); time.sleep(60)"))
    assert listener.ends.get(timeout=LONG_S)[0] == -signal.SIGKILL
    process.wait()


def test_interrupt(child: Callable[[str], str], listener: Listener) -> None:
    """An interrupt reaches the child as KeyboardInterrupt."""
    source = """
        import os, time
        from desktop.records.messages import Printed
        from desktop.records.wire import frame
        try:
            os.write(1, frame(Printed(1, "ready")))
            time.sleep(60)
        except KeyboardInterrupt:
            os.write(1, frame(Printed(1, "interrupted")))
    """
    process = listener.start(child(source))
    listener.messages.get(timeout=LONG_S)
    process.interrupt()
    assert listener.messages.get(timeout=LONG_S).text == "interrupted"
    process.close(LONG_S)


def test_close_kills_the_deaf(child: Callable[[str], str], listener: Listener) -> None:
    """A child that does not end with its input is killed after the grace."""
    process = listener.start(child(SLEEP))
    process.close(0.01)
    assert process.returncode == -signal.SIGKILL


def test_grandchildren(child: Callable[[str], str], listener: Listener) -> None:
    """What a child started dies with it, also when it holds the child's pipes open."""
    source = """
        import os, subprocess, sys
        from desktop.records.messages import Printed
        from desktop.records.wire import frame
        grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        os.write(1, frame(Printed(1, str(grandchild.pid))))
        os._exit(0)
    """
    process = listener.start(child(source))
    assert listener.ends.get(timeout=LONG_S)[0] == 0
    assert is_gone(int(listener.messages.get(timeout=0).text))
    process.wait()


def test_person_s_folder_shadows_nothing(
    child: Callable[[str], str], listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file random.py in the folder the window was started from is not what the child imports."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "random.py").write_text("raise SystemExit(5)")
    module = child("import random, os\nwhile os.read(0, 1): pass")
    monkeypatch.chdir(folder)
    process = listener.start(module)
    process.close(LONG_S)
    assert process.returncode == 0
