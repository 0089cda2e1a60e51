"""Which box of one picture is which box of the picture before it, and into what the others went."""

from collections.abc import Mapping

from desktop.records.graph import Node
from desktop.records.placement import PlacedNode
from desktop.views.drawing import DrawnNode, Group, SavedTensor
from desktop.views.graph.graph_picture import GraphPicture


class BoxFinder:
    """Finds the box of a node's copy in one picture; -1 where there is none."""

    def __init__(self, picture: GraphPicture) -> None:
        self._picture = picture
        self._known: dict[str, dict[int, int]] = {}

    def find(self, node_id: str, copy: int = 0) -> int:
        """Give the number of the box."""
        copies = self._known.get(node_id)
        if copies is None:
            boxes = self._picture.boxes_of(node_id).tolist()
            copies = self._known[node_id] = {self._picture.boxes[box].copy: box for box in boxes}
        return copies.get(copy, -1)


class Counterparts:
    """Ties the boxes of two pictures, each by its number; -1 is none.

    `moved_from` gives the ids before by those after of all nodes that stayed; None: they are the same.
    """

    def __init__(self, before: GraphPicture, after: GraphPicture, moved_from: Mapping[str, str] | None) -> None:
        self._before, self._after = before, after
        self._moved_from = moved_from
        self._moved_to = None if moved_from is None else {old: new for new, old in moved_from.items()}
        self._in_before, self._in_after = BoxFinder(before), BoxFinder(after)

    def same_before(self, box: int) -> int:
        """Give the box before that is the same as one after."""
        placed = self._after.boxes[box]
        return self._in_before.find(*_renamed(placed, self._moved_from))

    def same_after(self, box: int) -> int:
        """Give the box after that is the same as one before."""
        placed = self._before.boxes[box]
        return self._in_after.find(*_renamed(placed, self._moved_to))

    def renamed(self, node_id: str) -> str:
        """Give the id after of an id before."""
        return _name(node_id, self._moved_to)

    def named_before(self, node_id: str) -> str:
        """Give the id before of an id after."""
        return _name(node_id, self._moved_from)

    def origin(self, box: int) -> int:
        """Give the box before that a box after comes out of: that of the closed group which held it."""
        recorded = recorded_in(self._after.box_nodes[box])
        shown = self._before.drawing.shown_by.get(_name(recorded, self._moved_from), "")
        return self._in_before.find(shown)

    def heir(self, box: int) -> int:
        """Give the box after that a box before goes into: that of the closed group which now holds it."""
        recorded = recorded_in(self._before.box_nodes[box])
        shown = self._after.drawing.shown_by.get(_name(recorded, self._moved_to), "")
        return self._in_after.find(shown)


def recorded_in(node: DrawnNode) -> str:
    """Give a recorded node that a drawn one stands for or belongs to."""
    if isinstance(node, Node):
        return node.id
    if isinstance(node, SavedTensor):
        return node.owner
    return _first_member(node) if isinstance(node, Group) else ""


def _first_member(group: Group) -> str:
    return group.members[0] if group.members else ""


def _renamed(placed: PlacedNode, names: Mapping[str, str] | None) -> tuple[str, int]:
    return _name(placed.id, names), placed.copy


def _name(node_id: str, names: Mapping[str, str] | None) -> str:
    """Give another name of a node, and that of no node where it has none."""
    return node_id if names is None else names.get(node_id, "")
