"""The frames around open groups: what each holds, where it stands, and whether an outline tells the truth of it."""

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from desktop.records.placement import PlacedEdge, PlacedNode
from desktop.views.drawing import Drawing, Group, OpenGroup
from desktop.views.graph.curves import Indices, Numbers
from desktop.views.graph.frame_shape import RADIUS, Corners, frame_shape

_ROOM, _STEP = 11.0, 5.0
"""Pixels from a frame to the boxes in it, and to a frame in it: two of three deep fit between two ranks."""
_PASSIVE = frozenset({"leaf", "input", "constant", "saved"})
"""Kinds that stand beside what uses them, and belong where that is."""


@dataclass(frozen=True)
class Frame:
    """An open group's frame (left, top, right, bottom); `around` are the indices of those that hold it, outer first.

    `shape` is its outline, which holds nothing but its `boxes`. Where there is none (others stand among them) a halo
    is drawn around each of `loose`, those that no frame in it holds. Its title stands at `corner`: its own
    upper left one, or else that of its topmost box.
    """

    group: Group
    rect: Corners
    shape: QPainterPath | None
    boxes: Indices
    loose: Indices
    corner: tuple[float, float]
    around: tuple[int, ...]

    def area(self) -> QRectF:
        """Give the rectangle as Qt's."""
        left, top, right, bottom = self.rect
        return QRectF(left, top, right - left, bottom - top)


class Frames:
    """The frames of a drawing, outer ones first. Groups of which nothing is drawn have none."""

    def __init__(
        self, drawing: Drawing, boxes: tuple[PlacedNode, ...], edges: tuple[PlacedEdge, ...], rects: Numbers
    ) -> None:
        self._rects = rects
        self.frames = self._framed(drawing.opened, _Belonging(drawing, boxes, edges)) if drawing.opened else ()
        self.areas: Numbers = np.array([frame.rect for frame in self.frames], dtype=np.float64).reshape(-1, 4)

    def touching(self, area: QRectF, narrowest: float) -> list[Frame]:
        """Give the frames that reach into an area and are at least so wide: thousands of others are not looked at."""
        left, top, right, bottom = self.areas.T
        inside = (left < area.right()) & (right > area.left()) & (top < area.bottom()) & (bottom > area.top())
        return [self.frames[at] for at in np.flatnonzero(inside & (right - left >= narrowest)).tolist()]

    def rect_of(self, group_id: str) -> QRectF | None:
        """Give the rectangle around what is drawn of an open group."""
        return next((frame.area() for frame in self.frames if frame.group.id == group_id), None)

    def _framed(self, opened: tuple[OpenGroup, ...], belonging: "_Belonging") -> tuple[Frame, ...]:
        """Build from the innermost outwards: a frame stands around those in it."""
        held = [(each, boxes) for each in opened if len(boxes := belonging.boxes(each.members))]
        held.sort(key=lambda pair: pair[0].depth)
        nesting = _nesting([each for each, _ in held])
        inner: dict[int, list[Frame]] = defaultdict(list)
        built: list[Frame] = []
        for index in reversed(range(len(held))):
            frame = self._frame(held[index][0].group, held[index][1], inner[index], nesting[index])
            if frame.around:
                inner[frame.around[-1]].append(frame)
            built.append(frame)
        return tuple(reversed(built))

    def _frame(self, group: Group, boxes: Indices, inner: list[Frame], around: tuple[int, ...]) -> Frame:
        rects = _grown(self._rects[boxes], _ROOM)
        framed = np.array([frame.rect for frame in inner if frame.shape is not None]).reshape(-1, 4)
        rect = _around(np.vstack([rects, _grown(framed, _STEP)]))
        held = np.vstack([self._rects[boxes], framed])
        shape = frame_shape(rect, held, self._rects[np.setdiff1d(self._boxes_in(rect), boxes)])
        loose = np.setdiff1d(boxes, np.concatenate([frame.boxes for frame in inner])) if inner else boxes
        left, top = rects[np.lexsort((rects[:, 0], rects[:, 1]))[0], :2].tolist()
        square = shape is not None and shape.contains(QPointF(rect[0] + RADIUS, rect[1] + 1))
        return Frame(group, rect, shape, boxes, loose, rect[:2] if square else (left, top), around)

    def _boxes_in(self, rect: Corners) -> Indices:
        left, top, right, bottom = self._rects.T
        inside = (left < rect[2]) & (right > rect[0]) & (top < rect[3]) & (bottom > rect[1])
        return np.flatnonzero(inside)


class _Belonging:
    """Which boxes belong to some drawn nodes: their own, and leaves, inputs and saved tensors that only they use.

    A leaf that has a box beside each of several users belongs with each of these boxes to whom it stands beside.
    """

    def __init__(self, drawing: Drawing, boxes: tuple[PlacedNode, ...], edges: tuple[PlacedEdge, ...]) -> None:
        passive = {node.id for node in drawing.nodes if node.kind in _PASSIVE}
        self._users: dict[tuple[str, int], set[str]] = defaultdict(set)
        for edge in edges:
            if edge.target in passive:
                self._users[edge.target, edge.target_copy].add(edge.source)
        self._boxes: dict[str, list[int]] = defaultdict(list)
        self._used: dict[str, list[tuple[int, set[str]]]] = defaultdict(list)
        copies = Counter(box.id for box in boxes)
        for index, box in enumerate(boxes):
            users = self._users.get((box.id, box.copy), set())
            if not users or copies[box.id] == 1:
                self._boxes[box.id].append(index)
            for user in users:
                self._used[user].append((index, users))

    def boxes(self, members: tuple[str, ...]) -> Indices:
        """Give the boxes, each once, in order."""
        known = set(members)
        found = {box for member in members for box in self._boxes.get(member, ())}
        found.update(box for member in members for box, users in self._used.get(member, ()) if users <= known)
        return np.array(sorted(found), dtype=np.intp)


def _nesting(ordered: list[OpenGroup]) -> list[tuple[int, ...]]:
    """Give for each open group, outer ones first, those that hold it: its first member was put into them before.

    Groups side by side may share a parameter, and do not hold each other.
    """
    innermost: dict[str, tuple[int, ...]] = {}
    nesting: list[tuple[int, ...]] = []
    for index, opened in enumerate(ordered):
        held = innermost.get(opened.members[0], ())
        around = tuple(at for at in held if ordered[at].depth < opened.depth)
        nesting.append(around)
        innermost.update(dict.fromkeys(opened.members, (*around, index)))
    return nesting


def _grown(rects: Numbers, by: float) -> Numbers:
    grown: Numbers = rects + np.array([-by, -by, by, by])
    return grown


def _around(rects: Numbers) -> Corners:
    left, top = rects[:, :2].min(axis=0).tolist()
    right, bottom = rects[:, 2:].max(axis=0).tolist()
    return left, top, right, bottom
