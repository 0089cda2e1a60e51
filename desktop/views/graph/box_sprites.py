"""Boxes without their text, stamped from pictures of each kind: a third of the time that drawing each takes."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap, QTransform

from desktop.views.graph.curves import Numbers

WIDEST = 340.0
"""Wider boxes, in pixels at 100 %, are not stamped."""
_EDGE = 4
"""Pixels of the screen that shapes reach beyond their box."""


class _Stamp(NamedTuple):
    """The picture of a box that is as wide as any, and where its box ends, in pixels of the screen."""

    pixmap: QPixmap
    width: int


class BoxSprites:
    """Stamps boxes onto whole pixels of a screen. Thread: the GUI's."""

    def __init__(self, paint_shape: Callable[[QPainter, QRectF, str], None]) -> None:
        self._paint_shape = paint_shape
        self._zoom = (0.0, 0.0)
        self._stamps: dict[tuple[str, float], _Stamp] = {}

    def paint(self, painter: QPainter, rects: Numbers, kinds: list[str]) -> None:
        """Stamp boxes (shape (n, 4): left, top, right, bottom, at most WIDEST wide), each of a kind."""
        transform, ratio = painter.worldTransform(), painter.device().devicePixelRatioF()
        self._look_from(transform.m11(), ratio)
        scale = transform.m11() * ratio
        offset = np.array([transform.dx(), transform.dy()] * 2) * ratio
        corners = np.rint(rects * scale + offset).astype(int).tolist()
        heights = (rects[:, 3] - rects[:, 1]).tolist()
        painter.save()
        painter.setWorldTransform(QTransform())
        for (left, top, right, _), kind, height in zip(corners, kinds, heights, strict=True):
            self._stamp(painter, self._stamp_of(kind, height), (left, top, right - left), ratio)
        painter.restore()

    def _look_from(self, scale: float, ratio: float) -> None:
        if self._zoom != (scale, ratio):
            self._zoom = (scale, ratio)
            self._stamps = {}

    def _stamp(self, painter: QPainter, stamp: _Stamp, place: tuple[int, int, int], ratio: float) -> None:
        """Stamp the left half from the picture's left end and the right half from its right end."""
        left, top, width = place
        half, height = width // 2, stamp.pixmap.height()
        rest = width - half + _EDGE
        painter.drawPixmap(
            QPointF((left - _EDGE) / ratio, (top - _EDGE) / ratio), stamp.pixmap, QRectF(0, 0, half + _EDGE, height)
        )
        painter.drawPixmap(
            QPointF((left + half) / ratio, (top - _EDGE) / ratio),
            stamp.pixmap,
            QRectF(stamp.width + 2 * _EDGE - rest, 0, rest, height),
        )

    def _stamp_of(self, kind: str, height: float) -> _Stamp:
        key = (kind, height)
        if key not in self._stamps:
            self._stamps[key] = self._drawn(kind, height)
        return self._stamps[key]

    def _drawn(self, kind: str, height: float) -> _Stamp:
        scale = self._zoom[0] * self._zoom[1]
        width = math.ceil(WIDEST * scale)
        pixmap = QPixmap(width + 2 * _EDGE, math.ceil(height * scale) + 2 * _EDGE)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(_EDGE, _EDGE)
        painter.scale(scale, scale)
        self._paint_shape(painter, QRectF(0, 0, width / scale, height), kind)
        painter.end()
        pixmap.setDevicePixelRatio(self._zoom[1])
        return _Stamp(pixmap, width)


def can_stamp(painter: QPainter) -> bool:
    """Say whether a painter paints pixels: in a file of curves and text a stamp would be a picture."""
    return not painter.worldTransform().isRotating() and painter.paintEngine().type() == QPaintEngine.Type.Raster
