"""The graphs and the pass that are told of, indexed when they are first asked for and kept while they are shown."""

from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.run import Run
from desktop.views.inspector.index import FlowIndex, GraphIndex

_KEPT = 2
"""Graphs: a whole one, and the part of it that a pass is about."""


class Indices:
    """Knows the latest of them. Thread: the GUI's."""

    def __init__(self) -> None:
        self._graphs: list[GraphIndex] = []
        self._flow: FlowIndex | None = None

    def graph(self, graph: Graph) -> GraphIndex:
        """Give the index of a graph."""
        found = next((index for index in self._graphs if index.graph is graph), None) or GraphIndex(graph)
        self.keep(found, self._flow)
        return found

    def keep(self, graph: GraphIndex, flow: FlowIndex | None) -> None:
        """Know a graph and a pass."""
        self._graphs = [graph, *(index for index in self._graphs if index.graph is not graph.graph)][:_KEPT]
        self._flow = flow

    def holding(self, run: Run | None, node_id: str | None) -> GraphIndex | None:
        """Give the index of the graph of a run that holds a node; None where there is none."""
        if run is None or node_id is None:
            return None
        for index in self._graphs:
            if node_id in index.nodes and any(graph is index.graph for graph in run.graphs):
                return index
        held = (graph for graph in run.graphs if any(node.id == node_id for node in graph.nodes))
        graph = next(held, None)
        return None if graph is None else self.graph(graph)

    def flow(self, flow: Flow | None) -> FlowIndex | None:
        """Give the index of a flow."""
        if flow is None:
            return None
        if self._flow is None or self._flow.flow is not flow:
            self._flow = FlowIndex(flow)
        return self._flow
