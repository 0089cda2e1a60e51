"""The small keys on the picture: which shape is which kind of node, and which colour is how large a gradient."""

import math
from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPixmap

from desktop.records.graph import Node, NodeKind
from desktop.views.graph.gradient_scale import BROKEN, LEVELS, GradientScale, level_colour
from desktop.views.graph.graph_picture import KINDS
from desktop.views.graph.node_face import Lettering, NodeFace
from desktop.views.graph.node_painter import Detail, NodePainter
from desktop.views.theme import Theme

_INSET = 14.0
_WORDS = ("operation", "leaf: takes a gradient", "input: needs none", "constant")
_ROOT = "root: backward starts here"
_ROW = 24.0
_SCALE_WIDTH = 216.0
_PLAIN = (-2.0, 2.0)
"""Decades whose numbers are read more easily written out."""
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Legend:
    """Paints both keys in widget pixels. Each is painted once and kept: it stands still while the graph moves."""

    def __init__(self, theme: Theme, nodes: NodePainter, lettering: Lettering) -> None:
        self._theme = theme
        self._nodes = nodes
        self._lettering = lettering
        self._kinds_width = 66 + max(lettering.width(lettering.key, text) for text in (*_WORDS, _ROOT))
        self._kept: dict[tuple[object, ...], QPixmap] = {}

    def paint_kinds(self, painter: QPainter, size: QSizeF) -> None:
        """Paint the key of the kinds into the lower left corner."""
        panel = QSizeF(self._kinds_width, _ROW * (len(KINDS) + 1) + 12)
        corner = QPointF(_INSET, size.height() - panel.height() - _INSET)
        self._paint_kept(painter, corner, panel, ("kinds",), self._draw_kinds)

    def paint_scale(self, painter: QPainter, size: QSizeF, scale: GradientScale, extremes: frozenset[int]) -> None:
        """Paint the key of the gradients' norms into the lower right corner: wider and warmer is larger.

        `extremes` are the levels beside the scale that the flow has: ZERO, BROKEN.
        """
        panel = QSizeF(_SCALE_WIDTH, 60.0 + 18.0 * bool(extremes))
        corner = QPointF(size.width() - panel.width() - _INSET, size.height() - panel.height() - _INSET)
        key = ("scale", scale.low, scale.high, scale.cut, extremes)
        self._paint_kept(painter, corner, panel, key, lambda inner: self._draw_scale(inner, scale, extremes))

    def _paint_kept(
        self,
        painter: QPainter,
        corner: QPointF,
        panel: QSizeF,
        key: tuple[object, ...],
        draw: Callable[[QPainter], None],
    ) -> None:
        ratio = painter.device().devicePixelRatioF()
        if (*key, ratio) not in self._kept:
            pixmap = QPixmap((panel * ratio).toSize())
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            inner = QPainter(pixmap)
            self._paint_panel(inner, QRectF(QPointF(), panel))
            draw(inner)
            inner.end()
            self._kept[*key, ratio] = pixmap
        painter.drawPixmap(corner.toPoint(), self._kept[*key, ratio])

    def _draw_kinds(self, painter: QPainter) -> None:
        for row, (kind, words) in enumerate(zip(KINDS, _WORDS, strict=True)):
            middle = 6 + _ROW * (row + 0.5)
            self._paint_sample(painter, QPointF(28, middle), kind)
            self._paint_words(painter, QPointF(54, middle), words)
        middle = 6 + _ROW * (len(KINDS) + 0.5)
        painter.setPen(QPen(QColor(self._theme.accent), 3.0, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QLineF(16, middle, 40, middle))
        self._paint_words(painter, QPointF(54, middle), _ROOT)

    def _draw_scale(self, painter: QPainter, scale: GradientScale, extremes: frozenset[int]) -> None:
        wedge = QRectF(14, 28, _SCALE_WIDTH - 28, 9)
        self._paint_words(painter, QPointF(14, 14), "norm of the gradient")
        self._paint_wedge(painter, wedge)
        low, high = ("≤ " if scale.cut else "") + decade_text(scale.low), decade_text(scale.high)
        self._paint_words(painter, QPointF(14, 48), low)
        right = wedge.right() - self._lettering.width(self._lettering.key, high)
        self._paint_words(painter, QPointF(right, 48), high)
        for index, level in enumerate(sorted(extremes)):
            self._paint_extreme(painter, QPointF(14 + 86 * index, 67), level)

    def _paint_extreme(self, painter: QPainter, start: QPointF, level: int) -> None:
        painter.setPen(QPen(level_colour(level, self._theme), 5.0 if level == BROKEN else 2.2))
        painter.drawLine(start, start + QPointF(18, 0))
        self._paint_words(painter, start + QPointF(25, 0), "not finite" if level == BROKEN else "zero")

    def _paint_panel(self, painter: QPainter, panel: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = QColor(self._theme.raised)
        fill.setAlphaF(0.93)
        painter.setPen(QPen(QColor(self._theme.line), 1.0))
        painter.setBrush(fill)
        painter.drawRoundedRect(panel.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _paint_sample(self, painter: QPainter, centre: QPointF, kind: NodeKind) -> None:
        painter.save()
        painter.translate(centre)
        painter.scale(0.36, 0.36)
        face = NodeFace("", "", "", "")
        self._nodes.paint(painter, QRectF(-44, -25, 88, 50), Node("", "", kind), face, Detail.SIGN)
        painter.restore()

    def _paint_words(self, painter: QPainter, start: QPointF, words: str) -> None:
        painter.setPen(QColor(self._theme.text))
        painter.setFont(self._lettering.key)
        painter.drawText(start + QPointF(0, 4), words)

    def _paint_wedge(self, painter: QPainter, wedge: QRectF) -> None:
        gradient = QLinearGradient(wedge.topLeft(), wedge.topRight())
        for level in range(0, LEVELS, 3):
            gradient.setColorAt(level / (LEVELS - 1), level_colour(level, self._theme))
        gradient.setColorAt(1.0, level_colour(LEVELS - 1, self._theme))
        middle = wedge.center().y()
        path = QPainterPath(QPointF(wedge.left(), middle - 1))
        path.lineTo(wedge.topRight())
        path.lineTo(wedge.bottomRight())
        path.lineTo(wedge.left(), middle + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawPath(path)


def decade_text(decade: float) -> str:
    """Write ten to the power of `decade` in few signs: "0.3", "10⁴", "1.4×10⁻⁵"."""
    if _PLAIN[0] <= decade < _PLAIN[1]:
        return f"{10.0**decade:.2g}"
    power = math.floor(decade)
    leading = f"{10.0 ** (decade - power):.1f}".removesuffix(".0")
    return ("" if leading == "1" else leading + "×") + "10" + str(power).translate(_SUPERSCRIPTS)
