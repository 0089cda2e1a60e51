"""How a tensor's finite values are spread: a bar for each bin, in the heat map's colours."""

import math

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.views.tensor_text import number_text
from desktop.views.tensor_view.heat_colours import share_colour
from desktop.views.tensor_view.survey import Survey
from desktop.views.theme import Theme, text_font

_FOOT = 16
_HEAD = 14
_ROOM_FOR_GAPS = 3.0


class Histogram(QWidget):
    """Draws the bins of a Survey; the height of a bar is its count, or the logarithm of it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._survey: Survey | None = None
        self._log = False
        self.setFont(text_font(8.5))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Histogram of the tensor's values")

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.update()

    def set_survey(self, survey: Survey | None) -> None:
        """Show how the values are spread, or nothing."""
        self._survey = survey
        self.update()

    def set_log(self, *, log: bool) -> None:
        """Draw counts on a logarithmic scale: a bin with one value is still seen beside one with a million."""
        self._log = log
        self.update()

    def bin_text(self, x: float) -> str:
        """Say what the bar at x holds: its borders and its count."""
        if self._survey is None or not self._survey.counts:
            return ""
        counts, edges = self._survey.counts, self._survey.edges
        at = min(max(int(x / max(self.width(), 1) * len(counts)), 0), len(counts) - 1)
        return f"{number_text(edges[at])} … {number_text(edges[at + 1])}: {counts[at]:,} of {self._survey.count:,}"

    def _heights(self, counts: tuple[int, ...]) -> list[float]:
        """Give the bars' heights as shares of the highest."""
        if not self._log:
            return [count / max(counts) for count in counts]
        return [math.log1p(count) / math.log1p(max(counts)) for count in counts]

    def _paint_bars(self, painter: QPainter, survey: Survey, floor: float) -> None:
        step = self.width() / len(survey.counts)
        gap = 1.0 if step > _ROOM_FOR_GAPS else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        for place, height in enumerate(self._heights(survey.counts)):
            if height:
                centre = (survey.edges[place] + survey.edges[place + 1]) / 2
                tall = max(height * (floor - _HEAD), 1.5)
                painter.setBrush(self._colour(centre / (survey.limit or 1.0)))
                painter.drawRect(QRectF(place * step, floor - tall, max(step - gap, 1.0), tall))

    def _colour(self, share: float) -> QColor:
        """Give the heat map's hue, strong enough to be seen on the ground near zero as well; of zero itself grey."""
        if not share:
            return QColor(self._theme.constant_border)
        strong = 0.45 + 0.55 * min(abs(share), 1.0)
        return share_colour(math.copysign(strong, share), self._theme)

    def _paint_scale(self, painter: QPainter, survey: Survey, floor: float) -> None:
        low, high = survey.edges[0], survey.edges[-1]
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.drawLine(QLineF(0, floor + 0.5, self.width(), floor + 0.5))
        painter.setPen(QColor(self._theme.muted))
        foot = QRectF(0, floor + 2, self.width(), _FOOT)
        ends = number_text(survey.low), number_text(survey.high)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, ends[0])
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, ends[1])
        zero = (0.0 / 2 - low / 2) / (high / 2 - low / 2) * self.width()
        room = [self.fontMetrics().horizontalAdvance(end) + 10 for end in ends]
        if survey.low < 0 < survey.high:
            painter.drawLine(QLineF(zero, floor, zero, floor + 4))
            if room[0] < zero < self.width() - room[1]:
                painter.drawText(QRectF(zero - 20, floor + 2, 40, _FOOT), Qt.AlignmentFlag.AlignHCenter, "0")
        painter.drawText(QRectF(0, 0, self.width(), _HEAD), Qt.AlignmentFlag.AlignLeft, self._head(survey))

    def _head(self, survey: Survey) -> str:
        return f"highest bar: {max(survey.counts):,}" + (" (log)" if self._log else "")

    def sizeHint(self) -> QSize:
        """Ask for a low, wide picture."""
        return QSize(220, 92)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bars and scale."""
        painter = QPainter(self)
        if self._survey is None or not self._survey.counts:
            painter.setPen(QColor(self._theme.muted))
            words = "No finite values to count" if self._survey is not None else "Counting…"
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, words)
        else:
            floor = float(self.height() - _FOOT - 2)
            self._paint_bars(painter, self._survey, floor)
            self._paint_scale(painter, self._survey, floor)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Tell what a bar holds where the mouse rests."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.bin_text(event.pos().x()), self)
            return True
        return super().event(event)
