"""The health of a pass in words: a sentence for each trouble, and the same as findings."""

from typing import Literal

from desktop.records.finding import Finding
from desktop.records.graph import Graph, Node
from desktop.views.health.evidence import Bar
from desktop.views.health.health import Health
from desktop.views.health.verdict import Verdict
from desktop.views.node_title import node_title
from desktop.views.tensor_text import number_text

VERDICT_WORDS: dict[Verdict, str] = {
    "nan": "NaN",
    "infinite": "infinite",
    "zero": "all zero",
    "missing": "missing",
    "exploding": "exploding",
    "vanishing": "vanishing",
}
_SEVERITIES: dict[Verdict, Literal["error", "warning", "hint"]] = {"zero": "hint", "missing": "hint"}
_EXPLANATIONS: dict[Verdict, str] = {
    "nan": "Everything before this node gets NaN too, and a step with it makes the parameters NaN. Look for 0/0, "
    "infinity minus infinity or 0 times infinity there: sqrt, norm and division want something small added, log and "
    "pow a clamped argument.",
    "infinite": "The derivative there has no bound: sqrt and norm at 0, division by 0, log of 0, or numbers too large "
    "for the dtype. Infinity times 0 is NaN further back.",
    "zero": "What lies behind this node learns nothing from this pass: a ReLU that is off for every input, a "
    "multiplication by zero, a saturated or clamped value.",
    "missing": "Nothing was sent there in this pass: the parameter was not asked for, or a function returned None for "
    "its gradient. The optimizer leaves it as it is.",
    "exploding": "A step of the usual size throws the weights away. Clip the gradient's norm, lower the learning rate, "
    "initialise smaller, or normalise the layers.",
    "vanishing": "These parameters hardly learn, since each layer passes on only a small part of the gradient. ReLU "
    "instead of sigmoid or tanh, Kaiming or Xavier initialisation, normalisation and residual connections help.",
}


def sentences(health: Health, graph: Graph) -> tuple[tuple[str, str], ...]:
    """Give what is to be said of a pass, each sentence with the node it is about ("" for none)."""
    nodes = {node.id: node for node in graph.nodes}
    told = [(_sentence(health, index, nodes), trouble.node) for index, trouble in enumerate(health.troubles)]
    return tuple(told) or ((_good_news(health), ""),)


def advice(health: Health) -> str:
    """Say of the first trouble what it means and what helps; "" where there is none."""
    return _EXPLANATIONS[health.troubles[0].verdict] if health.troubles else ""


def health_findings(health: Health, graph: Graph) -> tuple[Finding, ...]:
    """Give each trouble as a finding at the expression where it began, where that is known."""
    nodes = {node.id: node for node in graph.nodes}
    return tuple(
        Finding(
            f"gradient-{trouble.verdict}",
            _SEVERITIES.get(trouble.verdict, "warning"),
            _sentence(health, index, nodes),
            _EXPLANATIONS[trouble.verdict],
            nodes[trouble.node].span,
        )
        for index, trouble in enumerate(health.troubles)
    )


def bar_text(bar: Bar) -> str:
    """Tell a parameter's numbers, one a line."""
    lines = [
        bar.label,
        f"gradient norm {number_text(bar.norm) if bar.norm is not None else 'none'}",
        f"weights' norm {number_text(bar.weights)}",
        f"gradient / weights {number_text(bar.ratio)}",
    ]
    return "\n".join(lines + ([VERDICT_WORDS[bar.verdict]] if bar.verdict else []))


def _sentence(health: Health, index: int, nodes: dict[str, Node]) -> str:
    trouble = health.troubles[index]
    where = _where(nodes[trouble.node])
    bars = [bar for bar in health.bars if bar.verdict == trouble.verdict]
    share = f"{len(bars):,} of {len(health.bars):,} parameters"
    match trouble.verdict:
        case "nan":
            return f"NaN first appears in the gradient of {where}."
        case "infinite":
            return f"Infinity first appears in the gradient of {where}."
        case "zero":
            return f"A gradient becomes zero everywhere at {where}."
        case "missing":
            return f"No gradient reached {share if bars else f'{trouble.count:,} nodes'}, first {where}."
        case "exploding":
            return f"Gradients explode: {share}, first {where}, up to {_most(bars)}."
        case "vanishing":
            return f"Gradients vanish: {share}, from {where} on back, down to {_least(bars)}."


def _where(node: Node) -> str:
    """Name a node with its line: "sqrt (line 4)", "sqrt (y, line 4)"."""
    title = node_title(node)
    if node.span is None:
        return title
    return f"{title[:-1]}, line {node.span.line})" if title.endswith(")") else f"{title} (line {node.span.line})"


def _most(bars: list[Bar]) -> str:
    return number_text(max(bar.norm or 0.0 for bar in bars))


def _least(bars: list[Bar]) -> str:
    return number_text(min(bar.norm or 0.0 for bar in bars))


def _good_news(health: Health) -> str:
    norms = [bar.norm for bar in health.bars if bar.norm is not None]
    if not norms:
        return "No parameter took part in this pass."
    return f"No trouble: gradient norms from {number_text(min(norms))} to {number_text(max(norms))}."
