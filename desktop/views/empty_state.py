"""What a panel shows while it has nothing to show: what would stand here, and what to do about it."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from desktop.views.theme import Theme, text_font

_GAP = 6
_MARGIN = 16


def paint_empty_state(surface: QWidget, theme: Theme, title: str, hint: str) -> None:
    """Write the title and, below it, the hint in the middle of a surface; to be called from its paintEvent."""
    painter = QPainter(surface)
    area = surface.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    half = area.height() // 2
    bottom = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
    top = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
    painter.setFont(text_font(11))
    painter.setPen(QColor(theme.text))
    painter.drawText(QRect(area.left(), area.top(), area.width(), half - _GAP // 2), bottom, title)
    painter.setFont(text_font(9.5))
    painter.setPen(QColor(theme.muted))
    room = QRect(area.left(), area.top() + half + _GAP // 2, area.width(), half)
    painter.drawText(room, top | Qt.TextFlag.TextWordWrap, hint)
