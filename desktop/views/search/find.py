"""Looking through a graph, a stretch of nodes at a time, so that a window can answer in between."""

from collections.abc import Iterator
from itertools import chain, islice

from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.views.health.arrivals import Arrivals
from desktop.views.search.query import Query
from desktop.views.search.subject import Subject, subjects

_STRETCH = 150
"""Nodes between two breaths: a few milliseconds."""


class SearchIndex:
    """A graph made ready to be asked again and again; `flow` is the pass whose gradients are asked for.

    It reads the graph as it is first looked through, never ahead. Thread: one at a time.
    """

    def __init__(self, graph: Graph, flow: Flow | None) -> None:
        self.has_gradients = flow is not None and bool(flow.steps)
        arrived = Arrivals(graph, flow) if flow is not None else None
        self._breaths = arrived.gather() if arrived is not None else iter(())
        self._known: list[Subject] = []
        self._unread = subjects(graph, arrived.gradients if arrived is not None else {})

    def matches(self, query: Query) -> Iterator[tuple[str, ...]]:
        """Give the ids of the nodes asked for, in walk order, one tuple for each stretch looked through.

        The first time the gradients are gathered before, with an empty tuple for each breath that takes.
        """
        yield from (() for _ in self._breaths)
        start = 0
        while stretch := self._stretch(start):
            yield tuple(subject.node.id for subject in stretch if query.matches(subject))
            start += len(stretch)

    def _stretch(self, start: int) -> list[Subject]:
        if start == len(self._known):
            self._known += islice(self._unread, _STRETCH)
        return self._known[start : start + _STRETCH]


def find(query: Query, graph: Graph, flow: Flow | None) -> tuple[str, ...]:
    """Give the ids of the nodes asked for, in walk order."""
    return tuple(chain.from_iterable(SearchIndex(graph, flow).matches(query)))
