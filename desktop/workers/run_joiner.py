"""Joins the parts in which a run crosses the pipe into the one Run they are."""

import threading
import time
from dataclasses import dataclass, field

import msgspec

from desktop.records.assembly import assemble
from desktop.records.flow import Change, Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node, Scope
from desktop.records.messages import FlowPart, GraphPart, Printed, RunEnded
from desktop.records.run import Failure, Program, Run

SCHEMA = 1
RunMessage = Printed | GraphPart | FlowPart | RunEnded


class RunJoiner:
    """Takes the messages of one ticket. Thread: one may `take` while another asks what came so far."""

    def __init__(self, ticket: int, program: Program) -> None:
        self.ticket = ticket
        self.program = program
        self._began = time.perf_counter()
        self._lock = threading.Lock()
        self._printed: list[str] = []
        self._unread: list[str] = []
        self._pieces: dict[int, _PieceSoFar] = {}
        self._flows: dict[int, _FlowSoFar] = {}

    def take(self, message: RunMessage) -> Run | None:
        """Take a message of this ticket (others are dropped); give the whole Run when it was the last one."""
        if message.ticket != self.ticket:
            return None
        with self._lock:
            if isinstance(message, RunEnded):
                graphs, flows = self._assembled()
                return msgspec.structs.replace(message.run, graphs=graphs, flows=flows)
            self._append(message)
        return None

    def hear(self, message: Printed) -> bool:
        """Take printed text; say whether it is the first that waits to be read."""
        if message.ticket != self.ticket:
            return False
        with self._lock:
            first = not self._unread
            self._append(message)
        return first

    def unread(self) -> str:
        """Give the text that was printed since this was last asked."""
        with self._lock:
            text = "".join(self._unread)
            self._unread.clear()
        return text

    def stopped(self, failure: Failure) -> Run:
        """Compose a Run from what came so far, for an engine that will say no more."""
        with self._lock:
            graphs, flows = self._assembled()
            return Run(
                schema=SCHEMA,
                status="stopped",
                device=self.program.device,
                seed=self.program.seed,
                elapsed_ms=(time.perf_counter() - self._began) * 1000,
                output="".join(self._printed),
                graphs=graphs,
                flows=flows,
                error=failure,
            )

    def _append(self, message: Printed | GraphPart | FlowPart) -> None:
        if isinstance(message, Printed):
            self._printed.append(message.text)
            self._unread.append(message.text)
        elif isinstance(message, GraphPart):
            self._pieces.setdefault(message.index, _PieceSoFar()).append(message)
        else:
            flow = _FlowSoFar(message.graph, message.number, message.retains)
            self._flows.setdefault(message.index, flow).append(message)

    def _assembled(self) -> tuple[tuple[Graph, ...], tuple[Flow, ...]]:
        """Join the pieces, leaving out what points at something that never came, as when an engine dies between."""
        known = frozenset(node.id for piece in self._pieces.values() for node in piece.nodes)
        pieces = [self._pieces[index].joined(known) for index in sorted(self._pieces)]
        flows = (self._flows[index] for index in sorted(self._flows))
        return assemble(pieces, [flow.joined(known) for flow in flows if flow.graph < len(pieces)])


@dataclass
class _PieceSoFar:
    roots: tuple[str, ...] = ()
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)

    def append(self, part: GraphPart) -> None:
        self.roots = part.roots
        self.nodes.extend(part.nodes)
        self.edges.extend(part.edges)
        self.scopes.extend(part.scopes)

    def joined(self, known: frozenset[str]) -> Graph:
        return Graph(
            roots=tuple(root for root in self.roots if root in known),
            nodes=tuple(self.nodes),
            edges=tuple(edge for edge in self.edges if edge.source in known and edge.target in known),
            scopes=tuple(self.scopes),
        )


@dataclass
class _FlowSoFar:
    graph: int
    number: int
    retains: bool
    steps: list[FlowStep] = field(default_factory=list)
    accumulated: list[Change] = field(default_factory=list)
    updated: list[Change] = field(default_factory=list)

    def append(self, part: FlowPart) -> None:
        self.steps.extend(part.steps)
        self.accumulated.extend(part.accumulated)
        self.updated.extend(part.updated)

    def joined(self, known: frozenset[str]) -> Flow:
        return Flow(
            graph=self.graph,
            number=self.number,
            steps=tuple(step for step in self.steps if step.node in known),
            retains=self.retains,
            accumulated=tuple(change for change in self.accumulated if change.node in known),
            updated=tuple(change for change in self.updated if change.node in known),
        )
