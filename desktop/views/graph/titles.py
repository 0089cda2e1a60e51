"""Lines that are lit run below the titles of frames, so that these stay readable."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from desktop.views.graph.camera import Sight
from desktop.views.graph.curves import Indices
from desktop.views.graph.graph_picture import GraphPicture

_MOST = 60
"""Titles among which so many lines run that none of them would be followed."""

_WIDE = 6.0
"""Pixels that a line reaches to either side of its curve; a straight one would have no width at all."""


@contextmanager
def below_titles(painter: QPainter, picture: GraphPicture, edges: Indices, sight: Sight) -> Iterator[None]:
    """Let a painter, in the picture's coordinates, paint some edges and leave out the titles that they run over."""
    titles = _titles_over(picture, edges, sight)
    if not 0 < len(titles) <= _MOST:
        yield
        return
    around = QPainterPath()  # by Qt's odd-even rule: what lies in the whole and in no title
    around.addRect(sight.area)
    for rect in titles:
        around.addRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.save()
    painter.setClipPath(around, Qt.ClipOperation.IntersectClip)
    yield
    painter.restore()


def _titles_over(picture: GraphPicture, edges: Indices, sight: Sight) -> list[QRectF]:
    """Give the places of the titles that may lie over some edges."""
    if not len(edges) or not picture.frames.frames:
        return []
    bounds = picture.edge_bounds[edges]
    left, top = bounds[:, :2].min(axis=0).tolist()
    right, bottom = bounds[:, 2:].max(axis=0).tolist()
    area = QRectF(left, top, right - left, bottom - top).adjusted(-_WIDE, -_WIDE, _WIDE, _WIDE)
    return [tab.rect for tab in picture.tabs().seen(sight) if tab.rect.intersects(area)]
