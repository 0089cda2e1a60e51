"""The layout as the window sees it: a graph is asked for, its placement comes back, a stale one never does."""

from functools import partial
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.records.graph import Graph
from desktop.records.messages import FromLayout, LayoutFailed, Near, PlaceGraph, PlacementPart, Size
from desktop.records.placement import Direction, PlacedEdge, PlacedNode, Placement
from desktop.workers.ending import ending
from desktop.workers.layout_request import encoded
from desktop.workers.process_door import ChildEnd, ProcessDoor

LAYOUT = "desktop.layout"
_NOBODYS_TICKET = 0


class LayoutProcess(QObject):
    """Places one graph at a time, the latest asked for. Thread: the one it lives in."""

    placed = Signal(int, Placement)
    failed = Signal(int, str)

    def __init__(self, parent: QObject | None = None, module: str = LAYOUT) -> None:
        super().__init__(parent)
        self._door = ProcessDoor(module, FromLayout, self._read, self)
        self._door.received.connect(self._on_received)
        self._door.ended.connect(self._on_ended)
        self._joiner = _PlacementJoiner(_NOBODYS_TICKET, "data")
        self._last_ticket = 0
        self._ticket: int | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a graph was asked for and is not placed yet."""
        return self._ticket is not None

    def start(self) -> None:
        """Start the layout in the background."""
        self._door.start()

    def place(
        self,
        graph: Graph,
        sizes: tuple[Size, ...],
        near: tuple[Near, ...] = (),
        direction: Direction = "data",
        groups: tuple[tuple[str, ...], ...] = (),
    ) -> int:
        """Ask for a placement and give its ticket; an older one that is still awaited is given up.

        `near` says where nodes stood in the picture before, `groups` which of them shall stand together (the members
        of open groups).
        """
        if not self._door.is_alive:
            self._door.start()
        self._last_ticket += 1
        self._ticket = self._last_ticket
        self._joiner = _PlacementJoiner(self._ticket, direction)
        self._door.send(partial(encoded, PlaceGraph(self._ticket, graph, sizes, near, direction, groups)))
        return self._ticket

    def give_up(self) -> None:
        """Await no placement any more; the process breaks off what it is at."""
        if self.is_busy:
            self._ticket = None
            self._door.send(PlaceGraph(_NOBODYS_TICKET, Graph((), (), ()), ()))

    def close(self) -> None:
        """End the layout at once and for good."""
        self._ticket = None
        self._door.close()

    def _read(self, message: msgspec.Struct) -> object | None:
        """Join the parts in the reader thread."""
        return self._joiner.take(message) if isinstance(message, PlacementPart) else message

    def _on_received(self, answer: object) -> None:
        if isinstance(answer, LayoutFailed) and answer.ticket == self._ticket:
            self._fail(answer.error)
        elif isinstance(answer, _Answer) and answer.ticket == self._ticket:
            self._ticket = None
            self.placed.emit(answer.ticket, answer.placement)

    def _fail(self, error: str) -> None:
        if self._ticket is not None:
            ticket, self._ticket = self._ticket, None
            self.failed.emit(ticket, error)

    def _on_ended(self, end: ChildEnd) -> None:
        self._fail(ending("The layout process", end.returncode, end.report))


class _Answer(NamedTuple):
    """A whole placement, and which request it answers: a stale one may arrive after a newer request was made."""

    ticket: int
    placement: Placement


class _PlacementJoiner:
    """Joins the parts of one ticket's placement; drops those of others."""

    def __init__(self, ticket: int, direction: Direction) -> None:
        self._ticket = ticket
        self._direction = direction
        self._nodes: list[PlacedNode] = []
        self._edges: list[PlacedEdge] = []

    def take(self, part: PlacementPart) -> _Answer | None:
        if part.ticket != self._ticket:
            return None
        self._nodes.extend(part.nodes)
        self._edges.extend(part.edges)
        if not part.last:
            return None
        placement = Placement(tuple(self._nodes), tuple(self._edges), part.size, self._direction)
        return _Answer(self._ticket, placement)
