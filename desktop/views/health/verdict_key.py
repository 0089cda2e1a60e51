"""What the marks on the bars mean, and how many nodes have each."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.views.health.badges import SIDE, paint_badge
from desktop.views.health.health import Health
from desktop.views.health.verdict import Thresholds, Verdict
from desktop.views.health.words import VERDICT_WORDS
from desktop.views.theme import Theme, text_font

_ROW = 20
_GAP = 12.0


class VerdictKey(QWidget):
    """A line of marks with their words, broken where the width ends; without trouble it takes no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._health = Health(Thresholds())
        self.setFont(text_font(9))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setToolTip("How many nodes of the pass have each mark, operations included")

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.update()

    def set_health(self, health: Health) -> None:
        """Explain the marks of a pass."""
        self._health = health
        self.setVisible(bool(health.troubles))
        self.updateGeometry()
        self.update()

    def _placed(self, width: float) -> list[tuple[Verdict, str, float, float]]:
        """Give each mark and its words with the place of its left upper corner."""
        placed, x, y = [], 0.0, 0.0
        for trouble in self._health.troubles:
            words = f"{VERDICT_WORDS[trouble.verdict]} {trouble.count:,}"
            room = SIDE + 5 + self.fontMetrics().horizontalAdvance(words)
            if x and x + room > width:
                x, y = 0.0, y + _ROW
            placed.append((trouble.verdict, words, x, y))
            x += room + _GAP
        return placed

    def hasHeightForWidth(self) -> bool:  # noqa: N802 # Qt's name
        """Say that narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of all lines."""
        return int(max((y for *_, y in self._placed(width)), default=0.0)) + _ROW

    def sizeHint(self) -> QSize:
        """Ask for one line, or for two."""
        return QSize(200, self.heightForWidth(max(self.width(), 120)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for verdict, words, x, y in self._placed(self.width()):
            paint_badge(painter, QPointF(x + SIDE / 2, y + _ROW / 2), verdict, self._theme)
            painter.setFont(self.font())
            painter.setPen(QColor(self._theme.text))
            room = QRectF(x + SIDE + 5, y, self.width(), _ROW)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.end()
