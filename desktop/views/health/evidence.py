"""What a pass shows before anybody judges it by thresholds: each parameter's norms, and all that is not finite."""

from collections.abc import Generator
from dataclasses import dataclass

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.health.arrivals import STRETCH, Arrivals, there
from desktop.views.health.verdict import BROKEN, Verdict, is_zero, joint_norm, verdict_of


@dataclass(frozen=True)
class Bar:
    """A parameter in the pass: the norms of its gradient and of its weights (None: none, or not known).

    A norm that is not finite is NaN or an infinity. `ratio` is gradient to weights, None where these are zero. `turn`
    is when the gradient arrived, in steps of the pass.
    """

    node: str
    label: str
    turn: float
    norm: float | None
    weights: float | None
    verdict: Verdict | None = None

    @property
    def ratio(self) -> float | None:
        """How large the gradient is beside the weights."""
        return None if self.norm is None or not self.weights else self.norm / self.weights


@dataclass(frozen=True)
class Evidence:
    """Bars in layer order (forward), without a verdict; verdicts by node; for each verdict the turn and node it began.

    `largest` is the largest finite norm of a parameter's gradient, 0 where there is none.
    """

    bars: tuple[Bar, ...]
    verdicts: dict[str, Verdict]
    began: dict[Verdict, tuple[float, str]]
    largest: float


def examine(graph: Graph, flow: Flow) -> Generator[None, None, Evidence]:
    """Read a flow over its graph, with a breath after each stretch of it, and return the Evidence. Thread: any."""
    arrived = Arrivals(graph, flow)
    yield from arrived.gather()
    verdicts: dict[str, Verdict] = {}
    for place, (node, tensors) in enumerate(arrived.gradients.items()):
        _note(verdicts, node, verdict_of(tensors))
        if place % STRETCH == 0:
            yield
    began = yield from _beginnings(flow, verdicts)
    bars = yield from _bars(graph, arrived)
    for bar in reversed(bars):
        if bar.node in verdicts:
            began.setdefault(verdicts[bar.node], (bar.turn, bar.node))
    largest = max((bar.norm for bar in bars if bar.norm is not None and bar.node not in verdicts), default=0.0)
    return Evidence(bars, verdicts, began, largest)


def _note(verdicts: dict[str, Verdict], node: str, verdict: Verdict | None) -> None:
    if verdict is not None:
        verdicts[node] = verdict


def _beginnings(flow: Flow, verdicts: dict[str, Verdict]) -> Generator[None, None, dict[Verdict, tuple[float, str]]]:
    """Find the first node that took or sent each kind; who sends NaN or infinities and took none is marked too."""
    began: dict[Verdict, tuple[float, str]] = {}
    for place, step in enumerate(flow.steps):
        sent = _sent(step)
        for verdict in sorted(sent & set(BROKEN), key=BROKEN.index):
            verdicts.setdefault(step.node, verdict)
        for verdict in sent | ({verdicts[step.node]} if step.node in verdicts else set()):
            began.setdefault(verdict, (float(step.order), step.node))
        if place % STRETCH == 0:
            yield
    kinds = set(verdicts.values())
    return {verdict: beginning for verdict, beginning in began.items() if verdict in kinds}


def _sent(step: FlowStep) -> set[Verdict]:
    """Say what is wrong with the gradients a step sends, each by itself."""
    sent: set[Verdict] = set()
    for tensor in there(step.outgoing):
        if is_zero(tensor):
            sent.add("zero")
        elif (verdict := verdict_of((tensor,))) is not None:
            sent.add(verdict)
    return sent


def _bars(graph: Graph, arrived: Arrivals) -> Generator[None, None, tuple[Bar, ...]]:
    """Give a bar for each leaf that the pass reached.

    Autograd runs operations in the reverse of the order in which they were made, and a leaf once its users have run:
    turns backwards are the layers' order.
    """
    bars = []
    for place, node in enumerate(graph.nodes):
        if node.kind == "leaf" and node.id in arrived.gradients:
            bars.append(_bar(node, arrived.turns[node.id], arrived.gradients[node.id]))
        if place % STRETCH == 0:
            yield
    return tuple(sorted(bars, key=lambda bar: -bar.turn))


def _bar(node: Node, turn: float, gradients: tuple[Tensor, ...]) -> Bar:
    weights = joint_norm((node.tensor,)) if node.tensor is not None else None
    return Bar(node.id, node.label or node.id, turn, joint_norm(gradients), weights)
