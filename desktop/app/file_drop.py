"""A file that is dropped on the window is opened, also over the editor, which would write its address instead."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class FileDrop(QObject):
    """Watches widgets for dropped local files; `dropped` names the first."""

    dropped = Signal(Path)

    def __init__(self, widgets: tuple[QWidget, ...], parent: QObject) -> None:
        super().__init__(parent)
        for widget in widgets:
            widget.setAcceptDrops(True)
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drags and drops that carry a file; leave all else."""
        if not isinstance(event, QDropEvent) or (path := _local_file(event.mimeData())) is None:
            return super().eventFilter(watched, event)
        if event.type() not in (*_DRAGS, QEvent.Type.Drop):
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(path)
        return True


def _local_file(data: QMimeData) -> Path | None:
    return next((Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()), None)
