"""Painting one node's box, near enough that a reader tells its kind by its shape before reading it."""

from bisect import bisect
from enum import IntEnum

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from desktop.views.graph.arrangement import Arrangement, Arranger, cap
from desktop.views.graph.graph_picture import KINDS
from desktop.views.graph.inks import Inks
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.node_face import BADGE, NodeFace
from desktop.views.graph.shapes import body, cards_behind, draw_outline

DASHED = frozenset({"saved", "ghost", "operand"})
"""What autograd does not hold."""
_SHADOWLESS = DASHED | {"group"}
_CHIP_RADIUS = 5.0
_RIM, _INNER = (0.7, -0.7), (-3.0, -4.0)
"""Where the border of a box begins and ends, in pixels outside of it, and the second border of a leaf."""
_STARTS = (0.3, 0.6, 0.85, 1.5)
"""Zooms from which on there is more to see: 21 pixels become 6, 11 become 6.6, shadows and numbers, 8 become 12."""


class Detail(IntEnum):
    """How much of a box can be seen at a zoom."""

    FAR = 0
    SIGN = 1
    FULL = 2
    CLOSE = 3
    VALUES = 4


def detail_at(scale: float) -> Detail:
    """Say how much is readable at a zoom: the far sign is set in 21 pixels, the chip in 11, values in 8."""
    return Detail(bisect(_STARTS, scale))


class NodePainter:
    """Paints boxes in one theme. The painter's coordinates are pixels at 100 %."""

    def __init__(self, inks: Inks, lettering: Lettering) -> None:
        self._inks = inks
        self._lettering = lettering
        self._arranger = Arranger(lettering)
        self._pens = (inks.text, inks.muted, inks.sign)
        self._arranged: dict[tuple[str, NodeFace, float, float, Detail], Arrangement] = {}
        self._far_signs: dict[tuple[str, str, float, float], tuple[QFont, str, float]] = {}

    def paint_text(self, painter: QPainter, rect: QRectF, kind: str, face: NodeFace, detail: Detail) -> None:
        """Write onto a box what can be read."""
        if detail is Detail.SIGN:
            self.paint_far_sign(painter, rect, face.label, face.sign or face.name)
            return
        badge, chip, words = self._arrangement(kind, face, rect.width(), rect.height(), detail)
        left, top = rect.left(), rect.top()
        painter.setPen(Qt.PenStyle.NoPen)
        if badge is not None:
            painter.setBrush(self._inks.badge)
            painter.drawRoundedRect(badge.translated(left, top), BADGE / 2, BADGE / 2)
        if chip is not None:
            painter.setBrush(self._inks.chip)
            painter.drawRoundedRect(chip.translated(left, top), _CHIP_RADIUS, _CHIP_RADIUS)
        for font, ink, x, y, text in words:
            painter.setPen(self._pens[ink])
            painter.setFont(font)
            painter.drawText(QPointF(left + x, top + y), text)

    def outline(self, painter: QPainter, rect: QRectF, kind: str, pen: QPen, distance: float = 0.0) -> None:
        """Draw the outline of a box, some pixels outside of it."""
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        draw_outline(painter, rect, kind, distance)

    def tint(self, painter: QPainter, rect: QRectF, kind: str, pen: QPen, *, broken: bool) -> None:
        """Mark a box whose gradient is complete: a border in its colour, a warning where it is not finite."""
        self.outline(painter, body(rect, kind), kind, pen)
        if broken:
            self._paint_flag(painter, rect, pen)

    def paint_root(self, painter: QPainter, rect: QRectF, *, above: bool = False) -> None:
        """Mark a root: the thick bar it stands on, or hangs from where gradients run down from it."""
        painter.setPen(self._inks.root)
        y = rect.top() - 5 if above else rect.bottom() + 5
        painter.drawLine(QLineF(rect.left() + 10, y, rect.right() - 10, y))

    def paint_freed(self, painter: QPainter, rect: QRectF, kind: str) -> None:
        """Strike a box through and let it fade: what it held is no longer there."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._inks.faded)
        draw_outline(painter, rect, kind, 1.0)
        painter.setPen(self._inks.strike)
        painter.drawLine(QLineF(rect.left() - 4, rect.bottom() - 5, rect.right() + 4, rect.top() + 5))

    def fade(self, painter: QPainter, rects: list[QRectF]) -> None:
        """Lay paper over flat boxes: they fade."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._inks.faded)
        painter.drawRects(rects)

    def paint_shadow(self, painter: QPainter, rect: QRectF, kind: str) -> None:
        """Paint what a box darkens of the paper, before edges are drawn; piles and outlines stand out without."""
        if kind not in _SHADOWLESS:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._inks.shadow)
            draw_outline(painter, rect.translated(0, 1.8), kind)

    def paint_shape(self, painter: QPainter, rect: QRectF, kind: str) -> None:
        """Paint a box without its text."""
        index, front = KINDS.index(kind), body(rect, kind)
        if kind in DASHED:
            painter.setPen(self._inks.borders[index])
            painter.setBrush(self._inks.fills[index])
            draw_outline(painter, rect, kind)
            return
        for card in cards_behind(rect) if kind == "group" else ():
            self._paint_body(painter, card, kind, index)
        self._paint_body(painter, front, kind, index)
        if kind == "leaf":
            self._paint_body(painter, rect, kind, index, _INNER)

    def _paint_body(
        self, painter: QPainter, rect: QRectF, kind: str, index: int, rim: tuple[float, float] = _RIM
    ) -> None:
        """Fill the border and then what it surrounds: stroking a line of more than a pixel takes longer than both."""
        painter.setPen(Qt.PenStyle.NoPen)
        for brush, distance in zip((self._inks.rims[index], self._inks.fills[index]), rim, strict=True):
            painter.setBrush(brush)
            draw_outline(painter, rect, kind, distance)

    def paint_far_sign(self, painter: QPainter, rect: QRectF, label: str, other: str) -> None:
        """Paint what fits in larger letters: the label or the end of it, or something else; or nothing."""
        key = (label, other, rect.width(), rect.height())
        if key not in self._far_signs:
            self._far_signs[key] = self._far_sign(*key)
        font, text, width = self._far_signs[key]
        if text:
            painter.setPen(self._inks.text)
            write(painter, font, QPointF(rect.center().x() - width / 2, rect.center().y()), text)

    def paint_chip(self, painter: QPainter, rect: QRectF, text: str, font: QFont) -> None:
        """Paint a chip with its text in the middle."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._inks.chip)
        painter.drawRoundedRect(rect, _CHIP_RADIUS, _CHIP_RADIUS)
        painter.setPen(self._inks.muted)
        start = rect.center().x() - self._lettering.width(font, text) / 2
        write(painter, font, QPointF(start, rect.center().y()), text)

    def _far_sign(self, label: str, other: str, room: float, height: float) -> tuple[QFont, str, float]:
        """Choose the largest letters that fit, at most half as high as the box, or no text."""
        for text in (label, label.rpartition(".")[2]) if label else (other,):
            for font in (self._lettering.far, self._lettering.middle, self._lettering.label):
                width = self._lettering.width(font, text)
                if width <= room - 8 and 2 * font.pixelSize() <= height:
                    return font, text, width
        return self._lettering.label, "", 0.0

    def _paint_flag(self, painter: QPainter, rect: QRectF, pen: QPen) -> None:
        """Put a warning onto the upper right corner, where it hides no text."""
        centre = rect.topRight() + QPointF(-3, 3)
        painter.setPen(self._inks.flag_rim)
        painter.setBrush(pen.color())
        painter.drawEllipse(centre, 9.5, 9.5)
        painter.setPen(self._inks.sign)
        width = self._lettering.width(self._lettering.label, "!")
        write(painter, self._lettering.label, centre - QPointF(width / 2, 0), "!")

    def _arrangement(self, kind: str, face: NodeFace, width: float, height: float, detail: Detail) -> Arrangement:
        """Arrange each face once: a picture has far fewer of them than frames times nodes."""
        key = (kind, face, width, height, detail)
        if key not in self._arranged:
            values = max(detail - Detail.FULL, 0)
            self._arranged[key] = self._arranger.arranged(kind, face, width, height, values)
        return self._arranged[key]


def write(painter: QPainter, font: QFont, start: QPointF, text: str) -> None:
    """Write text whose capitals are centred on the height of `start`."""
    painter.setFont(font)
    painter.drawText(QPointF(start.x(), start.y() + cap(font)), text)
