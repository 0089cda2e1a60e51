"""Walking from node to node along edges, as the picture shows them: up, down, and among siblings."""

from enum import Enum

from desktop.views.graph.graph_picture import GraphPicture


class Way(Enum):
    """Where to go from a node, in the picture."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"


class Walk:
    """A walk over one picture. It remembers whence it came: there the way back leads, and whose children siblings are.

    A box is given by its number, so that of a leaf with many boxes the one beside its operation is meant.
    """

    def __init__(self, picture: GraphPicture) -> None:
        self._picture = picture
        self._box_of = {(box.id, box.copy): number for number, box in enumerate(picture.boxes)}
        self._here = -1
        self._from = -1

    def start(self) -> int | None:
        """Begin at the root, or where there is only what failed at that: give its box, or None."""
        ghosts = [node.id for node in self._picture.drawing.nodes if node.kind == "ghost"]
        begins = (*self._picture.drawing.roots, *ghosts)
        boxes = [self._box_of[each, 0] for each in begins if (each, 0) in self._box_of]
        return self._arrive(boxes[0], -1) if boxes else None

    def step(self, node_id: str, way: Way) -> int | None:
        """Go one step from a node: give the box it leads to, or None where no edge leads there."""
        if self._here < 0 or self._picture.boxes[self._here].id != node_id:
            self._here, self._from = self._box_of.get((node_id, 0), -1), -1
        if self._here < 0:
            return None
        return self._along(up=way is Way.UP) if way in {Way.UP, Way.DOWN} else self._aside(right=way is Way.RIGHT)

    def _along(self, *, up: bool) -> int | None:
        beside = self._beside(self._here, up=up)
        if not beside:
            return None
        nearest = min(beside, key=lambda box: abs(self._x(box) - self._x(self._here)))
        return self._arrive(self._from if self._from in beside else nearest, self._here)

    def _aside(self, *, right: bool) -> int | None:
        parent = self._parent()
        if parent is None:
            return None
        siblings = self._beside(parent, up=self._y(self._here) < self._y(parent))
        at = siblings.index(self._here) + (1 if right else -1)
        return self._arrive(siblings[at], parent) if 0 <= at < len(siblings) else None

    def _parent(self) -> int | None:
        """Give the box whose other ends are the siblings: where the walk came from, else the nearest one below."""
        around = [*self._beside(self._here, up=False), *self._beside(self._here, up=True)]
        if self._from in around:
            return self._from
        return around[0] if around else None

    def _beside(self, box: int, *, up: bool) -> list[int]:
        """Give the other ends of a box's edges above or below it, from left to right."""
        found = {other for other in self._ends(box) if (self._y(other) < self._y(box)) == up}
        return sorted(found, key=lambda other: (self._x(other), other))

    def _ends(self, box: int) -> list[int]:
        own, ends = self._picture.boxes[box], []
        for number in self._picture.edges_of(own.id).tolist():
            edge = self._picture.edges[number]
            source, target = self._box_of.get((edge.source, 0)), self._box_of.get((edge.target, edge.target_copy))
            if source is not None and target is not None and box in {source, target}:
                ends.append(target if source == box else source)
        return ends

    def _arrive(self, box: int, origin: int) -> int:
        self._here, self._from = box, origin
        return box

    def _x(self, box: int) -> float:
        return self._picture.boxes[box].x

    def _y(self, box: int) -> float:
        return self._picture.boxes[box].y
