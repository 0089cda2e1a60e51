"""Everything one run recorded about a group of nodes, as a page."""

from collections import Counter
from collections.abc import Iterator

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph
from desktop.records.tensor import Tensor
from desktop.views.drawing import Group
from desktop.views.inspector.fact_page import Fact, Page, Section
from desktop.views.inspector.node_page import NODE_LINK, SPAN_LINK
from desktop.views.node_title import node_title
from desktop.views.operation_names import operation_name
from desktop.views.tensor_text import number_text, shape_text

_KINDS = (("operation", "operations"), ("leaf", "leaves"), ("input", "inputs"), ("constant", "constants"))
_MOST_LISTED = 12
_MOST_NAMED = 4
_WHAT = {"function": "function call", "loop": "loop", "round": "one round of a loop", "module": "module"}
_UNITS = (("s", 1e6), ("ms", 1e3), ("µs", 1.0))


def group_page(graph: Graph, group: Group, flow: Flow | None) -> Page:
    """Tell of a group: what it is and holds, what crosses its border, and what a flow over its graph did there."""
    sections = [_about(graph, group), _inside(graph, group), _tensors("Takes", group.takes)]
    sections.append(_tensors("Gives", group.gives))
    if flow is None:
        note = "No backward pass was recorded. Call backward() on the result and run again."
        sections.append(Section("Gradients", note=note))
    else:
        sections += _gradients(graph, group, flow)
    return Page(group_title(group), _what(group), "group", tuple(sections))


def group_title(group: Group) -> str:
    """Name a group as its box does: "encoder.layers 0–11 × 12"."""
    return f"{group.label} × {group.times}" if group.times > 1 else group.label


def _what(group: Group) -> str:
    if group.times == 1:
        return _WHAT.get(group.name, group.name)
    return f"loop of {group.times} equal rounds" if group.name == "loop" else f"{group.name}, {group.times} equal ones"


def _about(graph: Graph, group: Group) -> Section:
    facts = [
        Fact("call", _visit_text(graph, group)),
        Fact("module", group.module if group.module != group.label else ""),
        Fact("source", f"line {group.span.line}" if group.span else "", SPAN_LINK),
        Fact("parameters", f"{group.parameters:,}" if group.parameters else ""),
    ]
    return Section("", tuple(fact for fact in facts if fact.text))


def _visit_text(graph: Graph, group: Group) -> str:
    """Say which of several calls of the same module or function, or which round, a single group is."""
    scope = next((scope for scope in graph.scopes if scope.id == group.id), None)
    if scope is None or scope.kind == "loop":
        return ""
    around = scope.parent if scope.kind == "round" else None
    alike = sum(
        (each.kind, each.name) == (scope.kind, scope.name) and around in {None, each.parent} for each in graph.scopes
    )
    return f"{scope.visit:,} ({alike:,} of them in this graph)" if alike > 1 else ""


def _inside(graph: Graph, group: Group) -> Section:
    members = set(group.members)
    nodes = [node for node in graph.nodes if node.id in members]
    counts = Counter(node.kind for node in nodes)
    facts = [Fact(words, f"{counts[kind]:,}") for kind, words in _KINDS if counts[kind]]  # type: ignore[index]
    names = Counter(operation_name(node.name) for node in nodes if node.kind == "operation").most_common(_MOST_NAMED)
    facts.append(Fact("mostly", ", ".join(f"{name} {count:,}" for name, count in names)))
    return Section("Inside", tuple(fact for fact in facts if fact.text))


def _tensors(title: str, tensors: tuple[Tensor, ...]) -> Section:
    counts = Counter(f"{shape_text(tensor)} {tensor.dtype}" for tensor in tensors)
    facts = [Fact("tensor" if count == 1 else f"{count:,} tensors", text) for text, count in counts.items()]
    return Section(title, tuple(facts), note="" if facts else "nothing that was recorded")


def _gradients(graph: Graph, group: Group, flow: Flow) -> Iterator[Section]:
    members = set(group.members)
    steps = {step.node: step for step in flow.steps}
    inside = [step for step in flow.steps if step.node in members]
    if not inside:
        yield Section("Gradients", note="This pass did not reach it.")
        return
    yield Section("Backward", _time_facts(inside))
    arriving = [edge for edge in graph.edges if edge.source not in members and edge.target in members]
    leaving = [edge for edge in graph.edges if edge.source in members and edge.target not in members]
    titles = {node.id: node_title(node) for node in graph.nodes}
    began = inside[0].incoming if inside[0] is flow.steps[0] else ()
    start = [Fact("where it began", _norm_text(gradient)) for gradient in began if gradient is not None]
    yield _crossing("Gradients in", start, [(edge, edge.source) for edge in arriving], titles, steps)
    yield _crossing("Gradients out", [], [(edge, edge.target) for edge in leaving], titles, steps)


def _time_facts(inside: list[FlowStep]) -> tuple[Fact, ...]:
    first, last = inside[0].order + 1, inside[-1].order + 1
    steps = Fact("steps", f"{first:,} to {last:,}" if first != last else f"{first:,}")
    spent_us = sum(step.elapsed_us for step in inside)
    return (steps, Fact("time inside", _time_text(spent_us))) if spent_us > 0 else (steps,)


def _time_text(microseconds: float) -> str:
    unit, size = next((each for each in _UNITS if microseconds >= each[1]), _UNITS[-1])
    return f"{microseconds / size:.3g} {unit}"


def _crossing(
    title: str,
    facts: list[Fact],
    edges: list[tuple[Edge, str]],
    titles: dict[str, str],
    steps: dict[str, FlowStep],
) -> Section:
    """List the gradients that crossed the border, each with a link to the node outside."""
    for edge, outside in edges:
        gradient = _sent(steps, edge)
        if gradient is not None:
            text = _norm_text(gradient)
            facts.append(Fact(titles[outside], text, NODE_LINK + outside, broken=_is_broken(gradient)))
    more = len(facts) - _MOST_LISTED
    note = "none" if not facts else f"and {more:,} more" if more > 0 else ""
    return Section(title, tuple(facts[:_MOST_LISTED]), note=note)


def _sent(steps: dict[str, FlowStep], edge: Edge) -> Tensor | None:
    step = steps.get(edge.source)
    if step is None or edge.slot is None or edge.slot >= len(step.outgoing):
        return None
    return step.outgoing[edge.slot]


def _norm_text(gradient: Tensor) -> str:
    return f"norm {number_text(gradient.norm)}, {shape_text(gradient)}"


def _is_broken(gradient: Tensor) -> bool:
    return bool(gradient.nans or gradient.infinities)
