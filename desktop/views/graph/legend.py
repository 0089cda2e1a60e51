"""The small keys on the picture: which shape is which kind of node, and which colour is how large a gradient."""

import math
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPixmap

from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.gradient_scale import BROKEN, LEVELS, ZERO, level_colour
from desktop.views.graph.graph_picture import KINDS, DrawnKind, GraphPicture
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.node_painter import NodePainter
from desktop.views.theme import Theme

_INSET = 10.0
_HEIGHT = 30.0
_ROW_HEIGHT = 22.0
_MIDDLE = _HEIGHT / 2
_GAP = 14.0
_SAMPLE = 30.0
_WEDGE = 110.0
_RECORDED = frozenset({"operation", "leaf", "input", "constant"})
_NAMES = {"group": "closed group", "saved": "saved tensor", "ghost": "failed", "operand": "without a node"}
_ROOT = "root"
_EXTREMES = {ZERO: "zero", BROKEN: "not finite"}
_PLAIN = (-2.0, 2.0)
"""Decades whose numbers are read more easily written out."""
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Legend:
    """Paints both keys in widget pixels. Each is painted once and kept: it stands still while the graph moves."""

    def __init__(self, theme: Theme, nodes: NodePainter, lettering: Lettering) -> None:
        self._theme = theme
        self._nodes = nodes
        self._lettering = lettering
        self._kept: dict[tuple[object, ...], QPixmap] = {}

    def height(self, width: float, light: FlowLight | None, picture: GraphPicture | None = None) -> float:
        """Say how much of the lower end of a widget of this width the keys take, in pixels."""
        words = _words(picture)
        apart = light is not None and not self._is_beside(width, words, light)
        return self._kinds_height(width, words) + _INSET + (_HEIGHT + _INSET if apart else 0.0)

    def paint(
        self, painter: QPainter, size: QSizeF, light: FlowLight | None, picture: GraphPicture | None = None
    ) -> None:
        """Paint the key of the kinds into the lower left corner, that of the gradients to its right or above it.

        Only kinds that the picture holds are named; without a picture, those that a recorded graph may hold.
        """
        words = _words(picture)
        rows = self._rows(size.width(), words)
        panel = QSizeF(max(map(self._row_width, rows)), self._kinds_height(size.width(), words))
        bottom = size.height() - panel.height() - _INSET
        key: tuple[object, ...] = ("kinds", tuple(rows))
        self._paint_kept(painter, QPointF(_INSET, bottom), panel, key, lambda inner: self._draw_kinds(inner, rows))
        if light is not None:
            width = self._scale_width(light)
            beside = QPointF(size.width() - width - _INSET, bottom)
            above = QPointF(_INSET, bottom - _HEIGHT - _INSET / 2)
            corner = beside if self._is_beside(size.width(), words, light) else above
            key = ("scale", light.scale.low, light.scale.high, light.scale.cut, light.extremes)
            draw = partial(self._draw_scale, light=light)
            self._paint_kept(painter, corner, QSizeF(width, _HEIGHT), key, draw)

    def _is_beside(self, width: float, words: tuple[str, ...], light: FlowLight) -> bool:
        """Say whether both keys stand in one row."""
        return self._row_width(words) + self._scale_width(light) + 3 * _INSET <= width

    def _rows(self, width: float, words: tuple[str, ...]) -> list[tuple[str, ...]]:
        """Break the key of the kinds into as many rows as a narrow widget needs."""
        rows: list[tuple[str, ...]] = [()]
        for word in words:
            if rows[-1] and self._row_width((*rows[-1], word)) + 2 * _INSET > width:
                rows.append(())
            rows[-1] = (*rows[-1], word)
        return rows

    def _kinds_height(self, width: float, words: tuple[str, ...]) -> float:
        return _HEIGHT + (len(self._rows(width, words)) - 1) * _ROW_HEIGHT

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
            panel = QSizeF(math.ceil(panel.width()), panel.height())
            pixmap = QPixmap((panel * ratio).toSize())
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            inner = QPainter(pixmap)
            self._paint_panel(inner, QRectF(QPointF(), panel))
            draw(inner)
            inner.end()
            self._kept[*key, ratio] = pixmap
        painter.drawPixmap(corner.toPoint(), self._kept[*key, ratio])

    def _row_width(self, words: tuple[str, ...]) -> float:
        return _GAP + sum(self._width(_name(word)) + _SAMPLE + 6 + _GAP for word in words)

    def _draw_kinds(self, painter: QPainter, rows: list[tuple[str, ...]]) -> None:
        for row in rows:
            x = _GAP
            for word in row:
                self._draw_kind(painter, x, word)
                x = self._paint_words(painter, x + _SAMPLE + 6, _name(word)) + _GAP
            painter.translate(0, _ROW_HEIGHT)

    def _draw_kind(self, painter: QPainter, x: float, word: str) -> None:
        kind = next((kind for kind in KINDS if kind == word), None)
        if kind is None:
            self._paint_stroke(painter, x, QColor(self._theme.accent), 3.5)
        else:
            self._paint_sample(painter, QPointF(x + _SAMPLE / 2, _MIDDLE), kind)

    def _scale_texts(self, light: FlowLight) -> tuple[str, str]:
        scale = light.scale
        return "|gradient|  " + ("≤ " if scale.cut else "") + decade_text(scale.low), decade_text(scale.high)

    def _scale_width(self, light: FlowLight) -> float:
        ends = sum(self._width(text) for text in self._scale_texts(light))
        extremes = sum(self._width(_EXTREMES[level]) + 24 + _GAP for level in light.extremes)
        return 2 * _GAP + ends + _WEDGE + 16 + extremes

    def _draw_scale(self, painter: QPainter, light: FlowLight) -> None:
        low, high = self._scale_texts(light)
        x = self._paint_words(painter, _GAP, low) + 8
        self._paint_wedge(painter, QRectF(x, _MIDDLE - 5, _WEDGE, 10))
        x = self._paint_words(painter, x + _WEDGE + 8, high) + _GAP
        for level in sorted(light.extremes):
            self._paint_stroke(painter, x, level_colour(level, self._theme), 5.0 if level == BROKEN else 2.2, 18)
            x = self._paint_words(painter, x + 24, _EXTREMES[level]) + _GAP

    def _paint_stroke(self, painter: QPainter, x: float, colour: QColor, width: float, length: float = _SAMPLE) -> None:
        painter.setPen(QPen(colour, width, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QLineF(x + 2, _MIDDLE, x + length - 2, _MIDDLE))

    def _width(self, text: str) -> float:
        return self._lettering.width(self._lettering.key, text)

    def _paint_panel(self, painter: QPainter, panel: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = QColor(self._theme.raised)
        fill.setAlphaF(0.93)
        painter.setPen(QPen(QColor(self._theme.line), 1.0))
        painter.setBrush(fill)
        painter.drawRoundedRect(panel.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _paint_sample(self, painter: QPainter, centre: QPointF, kind: DrawnKind) -> None:
        painter.save()
        painter.translate(centre)
        painter.scale(0.34, 0.34)
        self._nodes.paint_shape(painter, QRectF(-44, -25, 88, 50), kind)
        painter.restore()

    def _paint_words(self, painter: QPainter, x: float, words: str) -> float:
        """Paint words from `x` on; give where they end."""
        painter.setPen(QColor(self._theme.text))
        painter.setFont(self._lettering.key)
        painter.drawText(QPointF(x, _MIDDLE + 4), words)
        return x + self._width(words)

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


def _words(picture: GraphPicture | None) -> tuple[str, ...]:
    if picture is None:
        return (*(kind for kind in KINDS if kind in _RECORDED), _ROOT)
    roots = (_ROOT,) if picture.roots else ()
    return (*(kind for kind in KINDS if kind in picture.kinds_held), *roots)


def _name(word: str) -> str:
    return _NAMES.get(word, word)


def decade_text(decade: float) -> str:
    """Write ten to the power of `decade` in few signs: "0.3", "10⁴", "1.4×10⁻⁵"."""
    if _PLAIN[0] <= decade < _PLAIN[1]:
        return f"{10.0**decade:.2g}"
    power = math.floor(decade)
    leading = f"{10.0 ** (decade - power):.1f}".removesuffix(".0")
    return ("" if leading == "1" else leading + "×") + "10" + str(power).translate(_SUPERSCRIPTS)
