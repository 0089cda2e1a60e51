"""Painting one node's box, near enough that a reader tells its kind by its shape before reading it."""

from bisect import bisect
from enum import IntEnum

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from desktop.records.graph import Node
from desktop.views.graph.graph_picture import KINDS
from desktop.views.graph.inks import Inks
from desktop.views.graph.node_face import BADGE, CHIP_PADDING, GAP, PADDING, WORD_GAP, Lettering, NodeFace

_CHIP_HEIGHT = 16.0
_CAP = 0.36
"""Half the height of capitals, by the size of the font: text is centred by what the eye sees of it."""
_RADII = {"operation": 10.0, "leaf": 12.0, "input": 25.0, "constant": 4.0}


_STARTS = (0.3, 0.6, 0.85)
"""Zooms from which on there is more to see: 21 pixels become 6, 11 become 6.6, and a shadow is worth its time."""


class Detail(IntEnum):
    """How much of a box can be seen at a zoom."""

    FAR = 0
    SIGN = 1
    FULL = 2
    CLOSE = 3


def detail_at(scale: float) -> Detail:
    """Say how much is readable at a zoom (1 is 100 %): the far sign is set in 21 pixels, the chip in 11."""
    return Detail(bisect(_STARTS, scale))


class NodePainter:
    """Paints boxes in one theme. The painter's coordinates are pixels at 100 %."""

    def __init__(self, inks: Inks, lettering: Lettering) -> None:
        self._inks = inks
        self._lettering = lettering

    def paint(self, painter: QPainter, rect: QRectF, node: Node, face: NodeFace, detail: Detail) -> None:
        """Paint one box with as much text as `detail` allows."""
        self._paint_shape(painter, rect, node.kind, shadow=detail is Detail.CLOSE)
        if detail is Detail.SIGN:
            self._paint_far_sign(painter, rect, face)
        elif node.kind == "operation":
            self._paint_operation(painter, rect, face)
        else:
            width = max(self._lettering.words_width(face), self._lettering.chip_width(face.chip))
            self._paint_words(painter, QRectF(rect.center().x() - width / 2, rect.y(), width, rect.height()), face)

    def outline(self, painter: QPainter, rect: QRectF, kind: str, pen: QPen, distance: float = 0.0) -> None:
        """Draw the outline of a box, some pixels outside of it."""
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = _radius(kind, rect) + distance
        painter.drawRoundedRect(rect.adjusted(-distance, -distance, distance, distance), radius, radius)

    def tint(self, painter: QPainter, rect: QRectF, kind: str, pen: QPen, *, broken: bool) -> None:
        """Mark a box whose gradient is complete: a border in its colour, a warning where it is not finite."""
        self.outline(painter, rect, kind, pen)
        if broken:
            self._paint_flag(painter, rect, pen)

    def paint_root(self, painter: QPainter, rect: QRectF) -> None:
        """Mark a root: the thick bar it stands on."""
        painter.setPen(self._inks.root)
        y = rect.bottom() + 5
        painter.drawLine(QLineF(rect.left() + 10, y, rect.right() - 10, y))

    def _paint_shape(self, painter: QPainter, rect: QRectF, kind: str, *, shadow: bool) -> None:
        index, radius = KINDS.index(kind), _radius(kind, rect)
        if shadow:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._inks.shadow)
            painter.drawRoundedRect(rect.translated(0, 1.8), radius, radius)
        painter.setPen(self._inks.borders[index])
        painter.setBrush(self._inks.fills[index])
        painter.drawRoundedRect(rect, radius, radius)
        if kind == "leaf":
            self.outline(painter, rect, kind, self._inks.inner_borders[index], -3.5)

    def _paint_flag(self, painter: QPainter, rect: QRectF, pen: QPen) -> None:
        """Put a warning onto the upper right corner, where it hides no text."""
        centre = rect.topRight() + QPointF(-3, 3)
        painter.setPen(self._inks.flag_rim)
        painter.setBrush(pen.color())
        painter.drawEllipse(centre, 9.5, 9.5)
        painter.setPen(self._inks.sign)
        width = self._lettering.width(self._lettering.label, "!")
        _text(painter, self._lettering.label, centre - QPointF(width / 2, 0), "!")

    def _paint_far_sign(self, painter: QPainter, rect: QRectF, face: NodeFace) -> None:
        """Paint what fits in larger letters: the label or the end of it, the sign, the name; or nothing."""
        painter.setPen(self._inks.text)
        for text in (face.label, face.label.rpartition(".")[2]) if face.label else (face.sign or face.name,):
            for font in (self._lettering.far, self._lettering.middle, self._lettering.label):
                width = self._lettering.width(font, text)
                if width <= rect.width() - 8:
                    _text(painter, font, QPointF(rect.center().x() - width / 2, rect.center().y()), text)
                    return

    def _paint_operation(self, painter: QPainter, rect: QRectF, face: NodeFace) -> None:
        badge = self._lettering.badge_width(face.sign)
        text = max(self._lettering.words_width(face), self._lettering.chip_width(face.chip))
        content = badge + (GAP if badge and text else 0.0) + text
        left = rect.left() + max(PADDING, (rect.width() - content) / 2)
        if badge:
            self._paint_badge(painter, QRectF(left, rect.center().y() - BADGE / 2, badge, BADGE), face.sign)
            left += badge + GAP
        self._paint_words(painter, QRectF(left, rect.y(), text, rect.height()), face)

    def _paint_badge(self, painter: QPainter, rect: QRectF, sign: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._inks.badge)
        painter.drawRoundedRect(rect, BADGE / 2, BADGE / 2)
        font = self._lettering.sign_font(sign)
        painter.setPen(self._inks.sign)
        start = rect.center().x() - self._lettering.width(font, sign) / 2
        _text(painter, font, QPointF(start, rect.center().y()), sign)

    def _paint_words(self, painter: QPainter, rect: QRectF, face: NodeFace) -> None:
        """Paint label and name over the chip, both centred; one alone stands in the middle."""
        words = self._lettering.words_width(face)
        chip = self._lettering.chip_width(face.chip)
        centre, middle = rect.center().x(), rect.center().y()
        apart = 10.0 if words and chip else 0.0
        self._paint_line(painter, QPointF(centre - words / 2, middle - apart), face)
        if chip:
            box = QRectF(centre - chip / 2, middle + apart - _CHIP_HEIGHT / 2, chip, _CHIP_HEIGHT)
            self._paint_chip(painter, box, face.chip)

    def _paint_line(self, painter: QPainter, start: QPointF, face: NodeFace) -> None:
        if face.label:
            painter.setPen(self._inks.text)
            _text(painter, self._lettering.label, start, face.label)
            start = start + QPointF(self._lettering.width(self._lettering.label, face.label) + WORD_GAP, 0)
        if face.name:
            painter.setPen(self._inks.muted if face.label else self._inks.text)
            _text(painter, self._lettering.name, start, face.name)

    def _paint_chip(self, painter: QPainter, rect: QRectF, chip: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._inks.chip)
        painter.drawRoundedRect(rect, 5, 5)
        painter.setPen(self._inks.muted)
        _text(painter, self._lettering.chip, QPointF(rect.left() + CHIP_PADDING, rect.center().y()), chip)


def _radius(kind: str, rect: QRectF) -> float:
    return min(_RADII[kind], rect.height() / 2, rect.width() / 2)


def _text(painter: QPainter, font: QFont, start: QPointF, text: str) -> None:
    """Draw text whose capitals are centred on the height of `start`."""
    painter.setFont(font)
    painter.drawText(QPointF(start.x(), start.y() + _CAP * font.pixelSize()), text)
