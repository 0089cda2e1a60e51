"""From a graph to its picture: folded, measured, placed and painted in turn, none of it at the window's expense."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.app.background import Background
from desktop.app.look import Look, path_of, paths
from desktop.app.slices import Slices
from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.messages import Near, Size
from desktop.records.placement import Placement
from desktop.views.drawing import Drawing, FailedCall
from desktop.views.film import Film
from desktop.views.graph import measured
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.lineage import Lineage
from desktop.views.graph.pointing import LARGE
from desktop.views.grouping import Groups, bare, fold, with_ghost
from desktop.views.matching import matched
from desktop.views.player.reel import Reel
from desktop.workers.layout_process import LayoutProcess

_ALIKE = 0.5
"""The share of nodes that two pictures must have in common for the second to be a change of the first."""


class Folded(NamedTuple):
    """A graph with its groups, as it is drawn with some of them open.

    Of the nodes that were in the picture before, `stayed` gives the id there, and `near` where they stood.
    """

    groups: Groups
    opened: frozenset[str]
    drawing: Drawing
    bare: Graph
    stayed: Mapping[str, str]
    near: tuple[Near, ...]


class Subject(NamedTuple):
    """What is drawn: a graph, the call that failed behind it, and the pass that plays on it."""

    graph: Graph
    failed: FailedCall | None = None
    played: "Played | None" = None


class Played(NamedTuple):
    """A pass that is to be played, another one to compare it with, and the graph that holds the nodes of both."""

    flow: Flow
    compared: Flow | None
    whole: Graph


class DrawnGraph(NamedTuple):
    """A graph in place with the light of a flow over it, and what the player tells of that."""

    folded: Folded
    look: Look
    picture: GraphPicture
    light: FlowLight | None
    reel: Reel | None
    lineage: Lineage | None = None


class GraphDrawer(QObject):
    """Draws one graph at a time, the latest asked for. `drawn` carries a DrawnGraph, `failed` a paragraph.

    Thread: GUI.
    """

    drawn = Signal(object)
    failed = Signal(str)

    def __init__(self, layout: LayoutProcess, parent: QObject) -> None:
        super().__init__(parent)
        self._layout = layout
        self._background = Background(self)
        self._measuring = Slices(self)
        self._wanted: tuple[Subject, Look] | None = None
        self._folded: Folded | None = None
        self._ticket = 0
        self._last: DrawnGraph | None = None
        layout.placed.connect(self._on_placed)
        layout.failed.connect(self._on_failed)

    def draw(self, subject: Subject, look: Look) -> None:
        """Draw a graph with what belongs to it; what was asked for before is no longer wanted."""
        self._give_up()
        self._wanted = (subject, look)
        last = self._last
        if last is not None and last.look == look and _is_of(last.folded.drawing, subject):
            self._picture(last.folded, last.picture.placement)
        else:
            self._background.begin(partial(folded, subject, look, last), self._measure)

    def give_up(self) -> None:
        """Draw nothing; the next picture is not a change of one before."""
        self._give_up()
        self._layout.give_up()
        self._last = None

    def close(self) -> None:
        """Draw nothing any more."""
        self._give_up()
        self._background.close()

    def _give_up(self) -> None:
        self._ticket = 0
        self._wanted = None
        self._measuring.give_up()
        self._background.give_up()

    def _measure(self, folded: Folded) -> None:
        self._folded = folded
        self._measuring.begin(measured(folded.drawing), self._place)

    def _place(self, sizes: tuple[Size, ...]) -> None:
        if self._wanted is not None and self._folded is not None:
            direction = self._wanted[1].direction
            together = tuple(each.members for each in self._folded.drawing.opened)
            self._ticket = self._layout.place(self._folded.bare, sizes, self._folded.near, direction, together)

    def _on_placed(self, ticket: int, placement: Placement) -> None:
        if ticket == self._ticket and self._folded is not None:
            self._picture(self._folded, placement)

    def _on_failed(self, ticket: int, reason: str) -> None:
        if ticket == self._ticket:
            self.give_up()
            self.failed.emit(reason)

    def _picture(self, folded: Folded, placement: Placement) -> None:
        if self._wanted is not None:
            subject, look = self._wanted
            self._background.begin(partial(drawn_graph, folded, placement, subject.played, look), self._finish)

    def _finish(self, drawn: DrawnGraph) -> None:
        self._wanted, self._ticket = None, 0
        self._last = drawn
        self.drawn.emit(drawn)


def folded(subject: Subject, look: Look, last: DrawnGraph | None) -> Folded:
    """Fold a graph as a person wants it, and find the nodes that were in the picture before. Thread: any."""
    graph = subject.graph
    groups = Groups(graph)
    known = paths(graph)
    if look.opened is None:
        opened = groups.initial()
    else:
        opened = frozenset(each for each in groups.all_open() if path_of(each, known) in look.opened)
    drawing = with_ghost(fold(graph, groups, opened, saved=look.saved), subject.failed)
    stayed = _stayed(drawing, last)
    near = _near(stayed, last) if last is not None else ()
    return Folded(groups, opened, drawing, bare(drawing), stayed, near)


def drawn_graph(folded: Folded, placement: Placement, played: Played | None, look: Look) -> DrawnGraph:
    """Prepare what the view draws. Thread: any."""
    picture = GraphPicture(folded.drawing, placement)
    lineage = Lineage(picture) if len(picture.nodes) > LARGE else None
    if played is None:
        return DrawnGraph(folded, look, picture, None, None, lineage)
    film = Film(played.flow, picture.graph)
    named = picture.graph if played.compared is None else played.whole
    reel = Reel(film, {node.id: node for node in named.nodes}, played.compared)
    return DrawnGraph(folded, look, picture, FlowLight(picture, film), reel, lineage)


def _is_of(drawing: Drawing, subject: Subject) -> bool:
    return drawing.graph is subject.graph and drawing.failed is subject.failed


def _stayed(drawing: Drawing, last: DrawnGraph | None) -> Mapping[str, str]:
    """Match drawn nodes with those of the picture before, unless that was a picture of something else."""
    if last is None:
        return {}
    before = last.folded.drawing
    if before.graph is drawing.graph:
        known = {node.id for node in before.nodes}
        return {node.id: node.id for node in drawing.nodes if node.id in known}
    stayed = matched(before.nodes, drawing.nodes, before.edges, drawing.edges)
    return stayed if len(stayed) >= _ALIKE * min(len(before.nodes), len(drawing.nodes)) else {}


def _near(stayed: Mapping[str, str], last: DrawnGraph) -> tuple[Near, ...]:
    """Say where nodes that stayed stood before."""
    centres = {box.id: (box.x, box.y) for box in reversed(last.picture.placement.nodes)}
    return tuple(Near(after, *centres[before]) for after, before in stayed.items() if before in centres)
