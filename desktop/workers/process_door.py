"""A child process as the GUI thread sees it: messages and its end arrive as signals, nobody waits for anything."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QObject, Qt, Signal

from desktop.workers.child_process import ChildProcess, Outgoing


class ChildEnd(NamedTuple):
    """How a child ended: its exit status (negative: the signal) and the tail of its standard error."""

    returncode: int | None
    report: str


class ProcessDoor(QObject):
    """Starts `python -m module`, again and again if asked. Thread: the one it lives in, all methods.

    `read` is called in the reader thread with each message; what it gives is what `received` brings, and None brings
    nothing. After `drop` or a new `start` nothing of the child before is heard any more.
    """

    received = Signal(object)
    ended = Signal(ChildEnd)
    _arrived = Signal(int, object)

    def __init__(
        self,
        module: str,
        kind: object,
        read: Callable[[msgspec.Struct], object | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._module = module
        self._kind = kind
        self._read = read
        self._generation = 0
        self._child: ChildProcess[msgspec.Struct] | None = None
        self._dropped: list[ChildProcess[msgspec.Struct]] = []
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    @property
    def is_alive(self) -> bool:
        """Whether a child was started and its end was not yet heard."""
        return self._child is not None

    def start(self, arguments: Sequence[str] = ()) -> None:
        """Start a new child with these arguments, dropping the one before."""
        self.drop()
        generation = self._generation

        def receive(message: msgspec.Struct) -> None:
            if (answer := self._read(message)) is not None:
                self._arrived.emit(generation, answer)

        def end(returncode: int | None, report: str) -> None:
            self._arrived.emit(generation, ChildEnd(returncode, report))

        child = ChildProcess[msgspec.Struct](self._module, receive, end, self._kind, arguments)
        try:
            child.start()
        except OSError as error:
            self._arrived.emit(generation, ChildEnd(None, str(error)))
        self._child = child

    def send(self, message: Outgoing) -> None:
        """Send a message (or what makes it, called in the writer thread) to the child, if there is one."""
        if self._child is not None:
            self._child.send(message)

    def interrupt(self) -> None:
        """Interrupt the child, as Ctrl+C does."""
        if self._child is not None:
            self._child.interrupt()

    def drop(self) -> None:
        """Kill the child and hear no more of it."""
        self._generation += 1
        self._dropped = [child for child in self._dropped if not child.wait(0)]
        if self._child is not None:
            self._child.kill()
            self._dropped.append(self._child)
            self._child = None

    def close(self) -> None:
        """Kill the child and wait until its threads are gone, so that this object may go too."""
        self.drop()
        for child in self._dropped:
            child.wait()
        self._dropped.clear()

    def _on_arrived(self, generation: int, answer: object) -> None:
        if generation != self._generation:
            return
        if isinstance(answer, ChildEnd):
            self.drop()
            self.ended.emit(answer)
        else:
            self.received.emit(answer)
