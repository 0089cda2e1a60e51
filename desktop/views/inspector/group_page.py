"""Everything one run recorded about a group of nodes, as a page."""

from collections import Counter
from collections.abc import Iterator

from desktop.records.flow import FlowStep
from desktop.records.graph import Edge
from desktop.records.tensor import Tensor
from desktop.views.drawing import Group
from desktop.views.inspector.crossing import crossing, norm_text
from desktop.views.inspector.fact_page import Fact, Page, Section
from desktop.views.inspector.index import FlowIndex, GraphIndex
from desktop.views.inspector.links import SPAN_LINK
from desktop.views.inspector.tensor_sections import NOTHING_FLOWED
from desktop.views.operation_names import operation_name
from desktop.views.tensor_text import shape_text

_KINDS = (("operation", "operations"), ("leaf", "leaves"), ("input", "inputs"), ("constant", "constants"))
_MOST_NAMED = 4
_WHAT = {"function": "function call", "loop": "loop", "round": "one round of a loop", "module": "module"}
_UNITS = (("s", 1e6), ("ms", 1e3), ("µs", 1.0))


def group_page(index: GraphIndex, group: Group, flow: FlowIndex | None) -> Page:
    """Tell of a group: what it is and holds, what crosses its border, and what a flow over its graph did there."""
    sections = [_about(index, group), _inside(index, group), _tensors("Takes", group.takes)]
    sections.append(_tensors("Gives", group.gives))
    if flow is None:
        sections.append(Section("Gradients", note=NOTHING_FLOWED))
    else:
        sections += _gradients(index, group, flow)
    return Page(group_title(group), _what(group), "group", tuple(sections))


def group_title(group: Group) -> str:
    """Name a group as its box does: "encoder.layers 0–11 × 12"."""
    return f"{group.label} × {group.times}" if group.times > 1 else group.label


def _what(group: Group) -> str:
    if group.times == 1:
        return _WHAT.get(group.name, group.name)
    return f"loop of {group.times} equal rounds" if group.name == "loop" else f"{group.name}, {group.times} equal ones"


def _about(index: GraphIndex, group: Group) -> Section:
    facts = [
        Fact("call", _visit_text(index, group)),
        Fact("module", group.module if group.module != group.label else ""),
        Fact("source", f"line {group.span.line}" if group.span else "", SPAN_LINK),
        Fact("parameters", f"{group.parameters:,}" if group.parameters else ""),
    ]
    return Section("", tuple(fact for fact in facts if fact.text))


def _visit_text(index: GraphIndex, group: Group) -> str:
    """Say which of several calls of the same module or function, or which round, a single group is."""
    scope = index.scopes.get(group.id)
    if scope is None or scope.kind == "loop":
        return ""
    around = scope.parent if scope.kind == "round" else None
    alike = sum(
        (each.kind, each.name) == (scope.kind, scope.name) and around in {None, each.parent}
        for each in index.graph.scopes
    )
    return f"{scope.visit:,} ({alike:,} of them in this graph)" if alike > 1 else ""


def _inside(index: GraphIndex, group: Group) -> Section:
    nodes = [index.nodes[member] for member in group.members if member in index.nodes]
    counts = Counter(node.kind for node in nodes)
    facts = [Fact(words, f"{counts[kind]:,}") for kind, words in _KINDS if counts[kind]]  # type: ignore[index]
    names = Counter(operation_name(node.name) for node in nodes if node.kind == "operation").most_common(_MOST_NAMED)
    facts.append(Fact("mostly", ", ".join(f"{name} {count:,}" for name, count in names)))
    return Section("Inside", tuple(fact for fact in facts if fact.text))


def _tensors(title: str, tensors: tuple[Tensor, ...]) -> Section:
    counts = Counter(f"{shape_text(tensor)} {tensor.dtype}" for tensor in tensors)
    facts = [Fact("tensor" if count == 1 else f"{count:,} tensors", text) for text, count in counts.items()]
    return Section(title, tuple(facts), note="" if facts else "nothing that was recorded")


def _gradients(index: GraphIndex, group: Group, flow: FlowIndex) -> Iterator[Section]:
    inside = sorted((flow.steps[node] for node in group.members if node in flow.steps), key=lambda step: step.order)
    if not inside:
        yield Section("Gradients", note="This pass did not reach it.")
        return
    yield Section("Backward", _time_facts(inside))
    began = inside[0].incoming if inside[0] is flow.first() else ()
    start = [Fact("where it began", norm_text(gradient)) for gradient in began if gradient is not None]
    arriving, leaving = _border(index, group)
    yield crossing("Gradients in", start, arriving, index.nodes, flow)
    yield crossing("Gradients out", [], leaving, index.nodes, flow)


def _border(index: GraphIndex, group: Group) -> tuple[list[tuple[Edge, str]], list[tuple[Edge, str]]]:
    """Give the edges along which gradients enter and leave a group, each with its node outside."""
    members = set(group.members)
    crossed = [edge for edge in index.graph.edges if (edge.source in members) != (edge.target in members)]
    arriving = [(edge, edge.source) for edge in crossed if edge.target in members]
    return arriving, [(edge, edge.target) for edge in crossed if edge.source in members]


def _time_facts(inside: list[FlowStep]) -> tuple[Fact, ...]:
    first, last = inside[0].order + 1, inside[-1].order + 1
    steps = Fact("steps", f"{first:,} to {last:,}" if first != last else f"{first:,}")
    spent_us = sum(step.elapsed_us for step in inside)
    return (steps, Fact("time inside", _time_text(spent_us))) if spent_us > 0 else (steps,)


def _time_text(microseconds: float) -> str:
    unit, size = next((each for each in _UNITS if microseconds >= each[1]), _UNITS[-1])
    return f"{microseconds / size:.3g} {unit}"
