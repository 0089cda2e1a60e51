"""Lines that are lit run below the titles of frames, so that these stay readable."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QRegion

from desktop.views.graph.camera import Sight
from desktop.views.graph.curves import Indices
from desktop.views.graph.graph_picture import GraphPicture

_MOST = 60
"""Titles among which so many lines run that none of them would be followed."""

_FEW = 50
"""Edges up to which each is looked at by itself."""
_WIDE = 6.0
"""Pixels that a line reaches to either side of its curve; a straight one would have no width at all."""


@contextmanager
def below_titles(painter: QPainter, picture: GraphPicture, edges: Indices, sight: Sight) -> Iterator[None]:
    """Let a painter, in the picture's coordinates, paint some edges and leave out the titles that they run over."""
    titles = _titles_over(picture, edges, sight)
    if not 0 < len(titles) <= _MOST:
        yield
        return
    around = QRegion(sight.area.toAlignedRect())  # of rectangles: clipping by a path doubles the time of a frame
    for rect in titles:
        around -= QRegion(rect.toRect())
    painter.save()
    painter.setClipRegion(around, Qt.ClipOperation.IntersectClip)
    yield
    painter.restore()


def _titles_over(picture: GraphPicture, edges: Indices, sight: Sight) -> list[QRectF]:
    """Give the places of the titles that may lie over some edges."""
    if not len(edges) or not picture.frames.frames:
        return []
    bounds = picture.edge_bounds[edges]
    if len(edges) > _FEW:
        bounds = np.hstack([bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)])[None]
    grown = bounds + np.array([-_WIDE, -_WIDE, _WIDE, _WIDE])
    left, top, right, bottom = grown.T[:, :, None]
    tabs = picture.tabs()
    begins, tops, ends, bottoms = tabs.places(sight).T
    over = ((begins < right) & (ends > left) & (tops < bottom) & (bottoms > top)).any(axis=0)
    return [tabs.seen(sight)[at].rect for at in np.flatnonzero(over).tolist()]
