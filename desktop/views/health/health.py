"""The health of one backward pass: a bar for each parameter, a verdict for each node, and where trouble began."""

from dataclasses import dataclass, field, replace
from typing import get_args

from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.views.health.evidence import Bar, Evidence, examine
from desktop.views.health.verdict import BROKEN, Thresholds, Verdict, size_verdict


@dataclass(frozen=True)
class Trouble:
    """A kind of trouble: the node where it began, in the engine's order, and how many nodes have it."""

    verdict: Verdict
    node: str
    count: int


@dataclass(frozen=True)
class Health:
    """Bars in layer order, forward; verdicts by node; troubles, what is not finite first, then as they began.

    `largest` is the largest finite norm of a parameter's gradient, 0 where there is none.
    """

    thresholds: Thresholds
    bars: tuple[Bar, ...] = ()
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()
    largest: float = 0.0


def health(graph: Graph, flow: Flow, thresholds: Thresholds) -> Health:
    """Judge a flow over its graph at one go: some 0.1 s for 20,000 nodes. Thread: any."""
    work = examine(graph, flow)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return judge(end.value, thresholds)


def judge(evidence: Evidence, thresholds: Thresholds) -> Health:
    """Judge what was read of a pass. Thread: any."""
    bars = tuple(_judged(bar, evidence, thresholds) for bar in evidence.bars)
    sized = {bar.node: bar.verdict for bar in bars if bar.verdict is not None}
    verdicts = evidence.verdicts | sized
    return Health(thresholds, bars, verdicts, _troubles(bars, verdicts, evidence), evidence.largest)


def _judged(bar: Bar, evidence: Evidence, thresholds: Thresholds) -> Bar:
    verdict = evidence.verdicts.get(bar.node)
    if verdict is None and bar.norm is not None:
        verdict = size_verdict(bar.norm, bar.ratio, evidence.largest, thresholds)
    return bar if verdict is None else replace(bar, verdict=verdict)


def _troubles(bars: tuple[Bar, ...], verdicts: dict[str, Verdict], evidence: Evidence) -> tuple[Trouble, ...]:
    """Give each kind of trouble there is with its beginning."""
    began = dict(evidence.began)
    for bar in reversed(bars):
        if bar.verdict is not None:
            began.setdefault(bar.verdict, (bar.turn, bar.node))
    given = list(verdicts.values())
    kinds = [verdict for verdict in get_args(Verdict) if verdict in began]
    kinds.sort(key=lambda verdict: (verdict not in BROKEN, began[verdict][0]))
    return tuple(Trouble(verdict, began[verdict][1], given.count(verdict)) for verdict in kinds)
