"""What the heat map's colours and signs mean."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.views.tensor_text import number_text
from desktop.views.tensor_view.grid import ABOVE, BELOW, NAN
from desktop.views.tensor_view.heat_colours import share_colour
from desktop.views.tensor_view.signs import MARK_WORDS, paint_sign
from desktop.views.tensor_view.survey import Survey
from desktop.views.theme import Theme, text_font

_HEIGHT = 34
_BAR = 9.0
_STEPS = 16
_SIDE = 12.0
_WIDEST = 320.0


class ColourKey(QWidget):
    """A bar from the most negative to the most positive, zero in its middle, and the signs that occur."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._limit = 0.0
        self._log = False
        self._marks: tuple[tuple[int, int], ...] = ()
        self.setFont(text_font(8.5))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.update()

    def set_survey(self, survey: Survey, *, log: bool) -> None:
        """Explain the colours of a tensor, on the scale they are drawn on."""
        self._limit, self._log = survey.limit, log
        counts = ((NAN, survey.nans), (ABOVE, survey.above), (BELOW, survey.below))
        self._marks = tuple((mark, count) for mark, count in counts if count)
        told = [f"{MARK_WORDS[mark]}: {count:,} of {survey.count:,}" for mark, count in self._marks]
        scale = "a logarithmic scale over four decades" if log else "a linear scale"
        self.setToolTip("\n".join([f"Blue is below zero, orange above, on {scale}", *told]))
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a bar with numbers under it."""
        return QSize(220, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar, its three numbers and the signs behind it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        signs = sum(self._sign_width(mark) for mark, _ in self._marks)
        bar = QRectF(0.5, 3.5, min(self.width() - 1 - signs, _WIDEST), _BAR)
        self._paint_bar(painter, bar)
        x = bar.right()
        for mark, _ in self._marks:
            x = self._paint_mark(painter, x + 8, mark)
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        colours = QLinearGradient(bar.topLeft(), bar.topRight())
        for step in range(_STEPS + 1):
            colours.setColorAt(step / _STEPS, share_colour(2 * step / _STEPS - 1, self._theme))
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(colours)
        painter.drawRect(bar)
        painter.setPen(QColor(self._theme.muted))
        middle = bar.center().x()
        painter.drawLine(QPointF(middle, bar.bottom()), QPointF(middle, bar.bottom() + 3))
        below = QRectF(bar.left(), bar.bottom() + 3, bar.width(), self.height() - bar.bottom() - 3)
        top = Qt.AlignmentFlag.AlignTop
        if self._limit:
            painter.drawText(below, top | Qt.AlignmentFlag.AlignLeft, number_text(-self._limit))
            painter.drawText(below, top | Qt.AlignmentFlag.AlignRight, number_text(self._limit))
        painter.drawText(below, top | Qt.AlignmentFlag.AlignHCenter, "0 · log" if self._log else "0")

    def _sign_width(self, mark: int) -> float:
        return 8 + _SIDE + 4 + self.fontMetrics().horizontalAdvance(MARK_WORDS[mark])

    def _paint_mark(self, painter: QPainter, x: float, mark: int) -> float:
        """Paint a sign and its word from x on; give where they end."""
        paint_sign(painter, QPointF(x + _SIDE / 2, 3.5 + _BAR / 2), _SIDE, mark, self._theme)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QPointF(x + _SIDE + 4, 3.5 + _BAR / 2 + 4), MARK_WORDS[mark])
        return x + self._sign_width(mark) - 8
