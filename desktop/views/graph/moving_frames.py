"""Frames of open groups on their way: they grow out of the closed group that they were, and shrink into it."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QPainter, QPen

from desktop.views.graph.counterparts import Counterparts
from desktop.views.graph.frame_shape import RADIUS
from desktop.views.graph.painter import GraphPainter
from desktop.views.graph.scene import Places, Scene


@dataclass(frozen=True)
class _MovingFrame:
    """The frame of an open group; `fades` is 1 where it comes, -1 where it goes, else 0."""

    start: QRectF
    end: QRectF
    fades: int
    tint: QBrush

    def at(self, share: float) -> QRectF:
        start, end = self.start, self.end
        corner = start.topLeft() + (end.topLeft() - start.topLeft()) * share
        return QRectF(corner, start.size() + (end.size() - start.size()) * share)


class MovingFrames:
    """The outlines of open groups between two scenes, in the widget's pixels. `places` is as for Glide."""

    def __init__(self, before: Scene, after: Scene, ties: Counterparts, places: Places, painter: GraphPainter) -> None:
        self._before, self._after = before, after
        self._ties = ties
        self._places = places
        self._inks = painter.inks
        self._frames = [*self._going(), *self._coming()]

    def paint(self, painter: QPainter, share: float) -> None:
        """Paint them a share (0 to 1) of their way."""
        scale = self._after.camera.scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._inks.frame)
        pen.setWidthF(max(pen.widthF() * scale, 1.0))
        painter.setPen(pen)
        for frame in self._frames:
            painter.setBrush(frame.tint)
            painter.setOpacity((1.0, share, 1.0 - share)[frame.fades])
            painter.drawRoundedRect(frame.at(share), RADIUS * scale, RADIUS * scale)
        painter.setOpacity(1.0)

    def _going(self) -> Iterator[_MovingFrame]:
        """Give the frames that are no more."""
        for group_id, start, tint in self._outlines(self._before):
            name = self._ties.renamed(group_id)
            if self._after.picture.frame_of(name) is None:
                boxes = self._after.picture.boxes_of(name)
                yield _MovingFrame(start, self._after.place(int(boxes[0])) if len(boxes) else start, -1, tint)

    def _coming(self) -> Iterator[_MovingFrame]:
        for group_id, end, tint in self._outlines(self._after):
            name = self._ties.named_before(group_id)
            stood = self._before.picture.frame_of(name)
            boxes = self._before.picture.boxes_of(name)
            if stood is not None:
                yield _MovingFrame(self._before.transform.mapRect(stood), end, 0, tint)
            else:
                yield _MovingFrame(self._places(int(boxes[0])) if len(boxes) else end, end, 1, tint)

    def _outlines(self, scene: Scene) -> Iterator[tuple[str, QRectF, QBrush]]:
        """Give the groups whose frames are one outline, outer ones first, where these are, and their paper."""
        for frame in scene.picture.frames.frames:
            if frame.shape is not None:
                tint = self._inks.tints[min(len(frame.around), len(self._inks.tints) - 1)]
                yield frame.group.id, scene.transform.mapRect(frame.area()), tint
