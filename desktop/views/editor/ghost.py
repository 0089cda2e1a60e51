"""The empty page: what to type, written faintly where it would stand."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from desktop.views.theme import Theme, mixed, text_font

EXAMPLE = """import torch

x = torch.randn(2, 3, requires_grad=True)
w = torch.randn(3, 2, requires_grad=True)
loss = (x @ w).sigmoid().sum()
loss.backward()
"""
"""A small program that shows a graph and a flow; Tab takes it."""

_KEYS = (
    ("Tab", "takes this example"),
    ("At the left", "are tensors, layers and losses to insert"),
    ("Ctrl+Enter", "runs it and draws its graph"),
)
_LINE_GAP = 10
_SHARE = 0.62


def paint_ghost(painter: QPainter, area: QRectF, code: QFont, theme: Theme) -> None:
    """Draw the example from the area's top left corner on, and below it the keys that lead further."""
    painter.setPen(mixed(theme.muted, theme.base, _SHARE))
    painter.setFont(code)
    metrics = QFontMetricsF(code)
    baseline = area.top() + metrics.ascent()
    for line in EXAMPLE.splitlines():
        painter.drawText(QPointF(area.left(), baseline), line)
        baseline += metrics.lineSpacing()
    _paint_keys(painter, QRectF(area.left(), baseline + _LINE_GAP, area.width(), area.height()), theme)


def _paint_keys(painter: QPainter, area: QRectF, theme: Theme) -> None:
    font = text_font(9.5)
    key_font = QFont(font)
    key_font.setBold(True)
    metrics = QFontMetricsF(key_font)
    column = max(metrics.horizontalAdvance(key) for key, _ in _KEYS) + 2 * _LINE_GAP
    top = area.top()
    for key, meaning in _KEYS:
        painter.setFont(key_font)
        painter.setPen(QColor(theme.muted))
        painter.drawText(QRectF(area.left(), top, column, metrics.height()), Qt.AlignmentFlag.AlignLeft, key)
        painter.setFont(font)
        room = QRectF(area.left() + column, top, area.width() - column, metrics.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft, meaning)
        top += metrics.height() + _LINE_GAP / 2
