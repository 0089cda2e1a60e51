"""What floats beside the caret: on top of the window, never with the keyboard."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from desktop.views.theme import Theme, palette

_GAP = 2


def paint_border(widget: QWidget, theme: Theme) -> None:
    """Draw a fine line around what lies over the text."""
    painter = QPainter(widget)
    painter.setPen(QColor(theme.line))
    painter.drawRect(widget.rect().adjusted(0, 0, -1, -1))


class Floating(QFrame):
    """A frame that shows itself below (or above) a place in the text, inside the screen."""

    def __init__(self, editor: QPlainTextEdit, theme: Theme) -> None:
        super().__init__(editor, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self._editor = editor
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._take(theme)

    def _take(self, theme: Theme) -> None:
        self._theme = theme
        self.setPalette(palette(theme))

    def show_at(self, place: QRect, size: QSize, *, above: bool = False) -> None:
        """Show itself with a size, beside a rectangle of the editor's viewport."""
        viewport = self._editor.viewport()
        screen = self._editor.screen().availableGeometry()
        over = viewport.mapToGlobal(place.topLeft()).y() - size.height() - _GAP
        under = viewport.mapToGlobal(place.bottomLeft()).y() + _GAP
        fits_over, fits_under = over >= screen.top(), under + size.height() <= screen.bottom()
        top = over if (above and fits_over) or not fits_under else under
        left = min(viewport.mapToGlobal(place.topLeft()).x(), screen.right() - size.width())
        self.setGeometry(QRect(QPoint(max(left, screen.left()), max(top, screen.top())), size))
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and its border."""
        super().paintEvent(event)
        paint_border(self, self._theme)
