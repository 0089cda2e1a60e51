"""What a person looks at in a picture, and how far it stands elsewhere in the next one: there the camera follows."""

from collections.abc import Iterable, Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from desktop.views.graph.counterparts import Counterparts
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.scene import Scene

_TRIED = 24
"""Boxes around the middle of which one may still be there."""


def anchor_shift(before: Scene, after: GraphPicture, ties: Counterparts, preferred: Iterable[str]) -> QPointF | None:
    """Say by how much paper the first preferred node or group in sight, or else the one nearest to the middle, moved.

    None where nothing that was in sight is there any more.
    """
    sight = before.sight().area
    for node_id in preferred:
        stood = _rect(before.picture, node_id)
        stands = _rect(after, ties.renamed(node_id)) or _heir(before.picture, after, ties, node_id)
        if stood is not None and stands is not None and stood.intersects(sight):
            return stands.center() - stood.center()
    return next(_shifts(before, after, ties, sight), None)


def _shifts(before: Scene, after: GraphPicture, ties: Counterparts, sight: QRectF) -> Iterator[QPointF]:
    boxes = before.picture.boxes_in(sight)
    left, top, right, bottom = before.picture.rects[boxes].T
    middle = sight.center()
    distances = np.abs((left + right) / 2 - middle.x()) + np.abs((top + bottom) / 2 - middle.y())
    for box in boxes[np.argsort(distances, kind="stable")[:_TRIED]].tolist():
        same = ties.same_after(box)
        same = ties.heir(box) if same < 0 else same
        if same >= 0:
            yield after.rect(same).center() - before.picture.rect(box).center()


def _rect(picture: GraphPicture, node_id: str) -> QRectF | None:
    """Give the first box of a node, or the frame of an open group."""
    boxes = picture.boxes_of(node_id)
    return picture.rect(int(boxes[0])) if len(boxes) else picture.frame_of(node_id)


def _heir(before: GraphPicture, after: GraphPicture, ties: Counterparts, node_id: str) -> QRectF | None:
    boxes = before.boxes_of(node_id)
    heir = ties.heir(int(boxes[0])) if len(boxes) else -1
    return None if heir < 0 else after.rect(heir)
