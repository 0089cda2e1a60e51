"""Light around boxes and on edges: how strong it is, how long it lasts, what it looks like."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QRadialGradient

from desktop.views.graph.box_sprites import WIDEST, can_stamp
from desktop.views.graph.curves import Way
from desktop.views.graph.node_painter import Detail, NodePainter, detail_at

_SHARE_OF_GLOW = 0.03
"""For what share of a phase a node goes on glowing, at least one step."""
_LONGEST_TRAIL = 24
_HALO = tuple((1.0 + 2.0 * ring, 0.6 * 0.68**ring) for ring in range(8))
"""Rings of light around a glowing box: how far out, in pixels, and how bright."""
_REACH = 18.0
"""How far out the last ring ends."""
_CLOSE = 1.6
"""From this zoom on few boxes are in sight, and their halos are large pictures."""
_KEPT = 60


def trail_of(steps: int) -> float:
    """Say for how many steps a node goes on glowing after its own."""
    return min(max(1.0, steps * _SHARE_OF_GLOW), _LONGEST_TRAIL)


def glow_at(age: float, trail: float) -> float:
    """Say how strongly a node glows, `age` steps after its own began: it brightens at once, then fades."""
    return min(max(age * 5.0, 0.0), 1.0) if age < 1 else max(1.0 - (age - 1.0) / trail, 0.0)


class Glow:
    """Paints light with a painter whose coordinates are pixels at 100 %. Thread: the GUI's, where it is a screen's.

    On a screen halos are stamped from pictures as wide as any, of which a box takes the left and the right end: many
    boxes glow at once where a long pass plays fast.
    """

    def __init__(self, nodes: NodePainter) -> None:
        self._nodes = nodes
        self._zoom = 0.0
        self._stamps: dict[tuple[str, float, int], QPixmap] = {}

    def paint_around(
        self, painter: QPainter, rect: QRectF, kind: str, colour: QColor, strength: float, scale: float
    ) -> None:
        """Let a box glow in a colour; from afar it is a spot."""
        if detail_at(scale) is Detail.FAR:
            paint_spot(painter, rect.center(), 9.0 * (0.4 + 0.6 * strength) / scale, colour, strength)
        elif scale < _CLOSE and rect.width() <= WIDEST and can_stamp(painter):
            self._stamp(painter, rect, kind, colour, strength)
        else:
            self._paint_halo(painter, rect, kind, colour, strength)

    def _paint_halo(self, painter: QPainter, rect: QRectF, kind: str, colour: QColor, strength: float) -> None:
        ring = QColor(colour)
        for distance, alpha in _HALO:
            ring.setAlphaF(alpha * strength)
            self._nodes.outline(painter, rect, kind, QPen(ring, 2.4), distance)

    def _stamp(self, painter: QPainter, rect: QRectF, kind: str, colour: QColor, strength: float) -> None:
        transform, ratio = painter.worldTransform(), painter.device().devicePixelRatioF()
        zoom = transform.m11() * ratio
        stamp = self._stamp_of(kind, rect.height(), colour, zoom)
        corner = transform.map(rect.topLeft() - QPointF(_REACH, _REACH)) * ratio
        x, y, width = round(corner.x()), round(corner.y()), round((rect.width() + 2 * _REACH) * zoom)
        left, height = width // 2, stamp.height()
        painter.save()
        painter.resetTransform()
        painter.scale(1 / ratio, 1 / ratio)
        painter.setOpacity(painter.opacity() * strength)
        painter.drawPixmap(QRect(x, y, left, height), stamp, QRect(0, 0, left, height))
        right = QRect(stamp.width() - width + left, 0, width - left, height)
        painter.drawPixmap(QRect(x + left, y, width - left, height), stamp, right)
        painter.restore()

    def _stamp_of(self, kind: str, height: float, colour: QColor, zoom: float) -> QPixmap:
        if zoom != self._zoom or len(self._stamps) > _KEPT:
            self._zoom = zoom
            self._stamps.clear()
        key = (kind, height, colour.rgb())
        if key not in self._stamps:
            size = QSizeF(WIDEST + 2 * _REACH, height + 2 * _REACH) * zoom
            stamp = QPixmap(size.toSize())
            stamp.fill(Qt.GlobalColor.transparent)
            inner = QPainter(stamp)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            inner.scale(zoom, zoom)
            self._paint_halo(inner, QRectF(_REACH, _REACH, WIDEST, height), kind, colour, 1.0)
            inner.end()
            self._stamps[key] = stamp
        return self._stamps[key]


def paint_pulse(painter: QPainter, way: Way, ends: tuple[float, float], pen: QPen, scale: float) -> None:
    """Paint a pulse that has come along a way from the first of two shares of its length to the second."""
    start, end = ends
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(way.between(min(start, end), max(start, end)))
    radius = 2.6 * pen.widthF() + 4.0 / max(scale, 0.5)
    paint_spot(painter, way.at(end), radius, pen.color(), 1.0)


def paint_spot(painter: QPainter, centre: QPointF, radius: float, colour: QColor, strength: float) -> None:
    """Paint a spot of light: white in the middle, its colour around, nothing at the rim."""
    gradient = QRadialGradient(centre, radius)
    rim = QColor(colour)
    rim.setAlphaF(0.0)
    gradient.setColorAt(0.0, QColor(255, 255, 255, round(255 * strength)))
    gradient.setColorAt(0.25, QColor(255, 255, 255, round(230 * strength)))
    body = QColor(colour)
    body.setAlphaF(0.85 * strength)
    gradient.setColorAt(0.45, body)
    gradient.setColorAt(1.0, rim)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(gradient))
    painter.drawEllipse(centre, radius, radius)
