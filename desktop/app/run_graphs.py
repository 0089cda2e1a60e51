"""What there is to draw of one run: its graphs, of each the part that a pass is about, and what led up to a failure."""

from typing import NamedTuple

from desktop.records.flow import Flow
from desktop.records.flow_part import flow_part
from desktop.records.graph import Graph, Node
from desktop.records.run import Run
from desktop.views.drawing import FailedCall
from desktop.views.film.leaf_values import graph_at_pass
from desktop.views.grouping import failed_call, leading_up
from desktop.views.node_title import node_title

_FEW_ROOTS = 3


class Part(NamedTuple):
    """What is drawn, the failed call that belongs to it, and whether the graph it is of holds more."""

    graph: Graph | None
    failed: FailedCall | None
    is_partial: bool


class RunGraphs:
    """The graphs of a run (None: there was none yet), known by their places in it."""

    def __init__(self, run: Run | None) -> None:
        self._graphs = run.graphs if run is not None else ()
        self._flows = run.flows if run is not None else ()
        self._failed = failed_call(run)
        self._before: Graph | None = None
        self._operands: set[str] = set()
        if run is not None and self._failed is not None:
            self._before = leading_up(run, self._failed)
            given = {operand.node for operand in self._failed.ghost.operands}
            self._operands = {node.id for node in self._before.nodes if node.id in given} if self._before else set()
            if self._before is None and not run.graphs:
                self._before = Graph((), (), ())  # the ghost stands alone

    @property
    def titles(self) -> tuple[str, ...]:
        """The names of the graphs."""
        return tuple(map(title, self._graphs))

    def first(self) -> int:
        """Give the graph to begin with: that in which the program failed, else of the last pass, else the last."""
        failed = next((at for at, graph in enumerate(self._graphs) if self._holds_operand(graph)), None)
        if failed is not None:
            return failed
        return self._flows[-1].graph if self._flows else max(0, len(self._graphs) - 1)

    def flows(self, index: int) -> tuple[Flow, ...]:
        """Give the passes over a graph."""
        return tuple(flow for flow in self._flows if flow.graph == index)

    def first_flow(self, index: int) -> Flow | None:
        """Give the pass to begin with: the last, unless the program failed on the way to the next one."""
        flows = self.flows(index)
        if not flows or not self._holds_operand(self._graphs[index]):
            return flows[-1] if flows else None
        return flows[-1] if self._holds_operand(flow_part(self._graphs[index], flows[-1])) else None

    def whole(self, index: int) -> Graph | None:
        """Give all of a graph; None where there is none."""
        return self._graphs[index] if self._graphs else None

    def part(self, index: int, flow: Flow | None, *, every: bool) -> Part:
        """Give what is drawn of a graph with a pass; `every` asks for all of it.

        The leaves are as they were when the pass began.
        """
        whole = self.whole(index)
        part = self._part(whole, flow)
        is_partial = part is not whole and whole is not None and part is not None and not _holds_all(part, whole)
        if every and is_partial:
            part = whole
        elif part is not None and flow is not None:
            part = graph_at_pass(part, self._flows, flow)
        return Part(part, self._failed if self._belongs(part, index) else None, is_partial)

    def index_of(self, node_id: str) -> int | None:
        """Say which graph holds a node."""
        return next((at for at, graph in enumerate(self._graphs) if holds(graph, node_id)), None)

    def node(self, node_id: str | None) -> Node | None:
        """Give a recorded node."""
        return next((node for graph in self._graphs for node in graph.nodes if node.id == node_id), None)

    def _part(self, whole: Graph | None, flow: Flow | None) -> Graph | None:
        if whole is None:
            return self._before
        if flow is not None:
            return flow_part(whole, flow)
        return self._before if self._holds_operand(whole) else whole

    def _belongs(self, part: Graph | None, index: int) -> bool:
        """Say whether the failed call is drawn with a part: it used some of it, or nothing recorded."""
        return part is not None and (self._holds_operand(part) if self._operands else index == self.first())

    def _holds_operand(self, graph: Graph) -> bool:
        return bool(self._operands) and any(node.id in self._operands for node in graph.nodes)


def title(graph: Graph) -> str:
    """Name a graph by its roots and its size."""
    roots = [node_title(node) for node in graph.nodes if node.id in graph.roots]
    named = ", ".join(roots) if len(roots) <= _FEW_ROOTS else f"{roots[0]} and {len(roots) - 1:,} more"
    return f"{named}  ·  {len(graph.nodes):,} nodes"


def holds(graph: Graph | None, node_id: str | None) -> bool:
    """Say whether a graph has a node."""
    return graph is not None and any(node.id == node_id for node in graph.nodes)


def _holds_all(part: Graph, whole: Graph) -> bool:
    return {node.id for node in whole.nodes} <= {node.id for node in part.nodes}
