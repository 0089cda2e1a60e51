"""The engine for previews as the window sees it: a program is shown, a Preview comes back, a stale one never does."""

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.records.preview import FromPreview, Preview, PreviewProgram, PreviewReady
from desktop.records.run import Program
from desktop.workers.process_door import ChildEnd, ProcessDoor

PREVIEW = "desktop.engine.preview"
PATIENCE_MS = 4_000
"""How long a warm engine may take to answer: then it is lost, and another takes its place."""
_NOBODYS_TICKET = 0


class PreviewProcess(QObject):
    """Looks at one program at a time, the latest shown. Thread: the one it lives in.

    An engine that ends before it was ever ready is not started again: there are no previews then.
    """

    ready = Signal()
    previewed = Signal(Preview)

    def __init__(self, parent: QObject | None = None, module: str = PREVIEW) -> None:
        super().__init__(parent)
        self._door = ProcessDoor(module, FromPreview, _as_it_is, self)
        self._door.received.connect(self._on_received)
        self._door.ended.connect(self._on_ended)
        self._is_ready = False
        self._last_ticket = _NOBODYS_TICKET
        self._waiting: PreviewProgram | None = None
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._replace)

    @property
    def is_ready(self) -> bool:
        """Whether the engine is warm."""
        return self._is_ready

    def start(self) -> None:
        """Start and warm the engine in the background, unless it is there."""
        if not self._door.is_alive:
            self._door.start()

    def show(self, program: Program) -> int:
        """Ask for a preview and give its ticket; what was asked before is wanted no more.

        A program shown before the engine is warm waits for it.
        """
        self._last_ticket += 1
        request = PreviewProgram(self._last_ticket, program)
        if self._is_ready:
            self._send(request)
        else:
            self._waiting = request
        return self._last_ticket

    def close(self) -> None:
        """End the engine at once and for good."""
        self._patience.stop()
        self._door.close()

    def _send(self, request: PreviewProgram) -> None:
        self._waiting = None
        self._patience.start()
        self._door.send(request)

    def _on_received(self, message: object) -> None:
        if isinstance(message, PreviewReady):
            self._is_ready = True
            self.ready.emit()
            if self._waiting is not None:
                self._send(self._waiting)
        elif isinstance(message, Preview) and message.ticket == self._last_ticket:
            self._patience.stop()
            self.previewed.emit(message)

    def _on_ended(self, _: ChildEnd) -> None:
        if self._is_ready:
            self._replace()

    def _replace(self) -> None:
        """Put a fresh engine in the place of one that is lost; what it was shown is not shown again."""
        self._patience.stop()
        self._is_ready = False
        self._door.start()


def _as_it_is(message: msgspec.Struct) -> msgspec.Struct:
    return message
