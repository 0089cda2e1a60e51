"""A splitter whose handle is drawn as one line and is still wide enough to be caught."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

_CATCH_WIDTH = 5


class ThinSplitter(QSplitter):
    """Draws its handles from the palette, so that no style sheet comes between the views and their colours."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self.setHandleWidth(_CATCH_WIDTH)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        """Make a handle of our own."""
        return _ThinHandle(self.orientation(), self)


class _ThinHandle(QSplitterHandle):
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a line in the middle."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Window))
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        middle = self.rect().center()
        if self.orientation() == Qt.Orientation.Horizontal:
            painter.drawLine(middle.x(), 0, middle.x(), self.height())
        else:
            painter.drawLine(0, middle.y(), self.width(), middle.y())
