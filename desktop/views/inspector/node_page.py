"""Everything one run recorded about one node, as a page."""

from collections.abc import Iterator

from desktop.records.flow import FlowStep
from desktop.records.graph import Node, Setting
from desktop.records.messages import HeldTensor
from desktop.records.tensor import Tensor
from desktop.views.formulas.derivation import Derivation, derivation
from desktop.views.formulas.formula_rows import formula_rows
from desktop.views.formulas.number_words import plain_text
from desktop.views.inspector.change_sections import change_sections
from desktop.views.inspector.fact_page import Fact, Page, Section
from desktop.views.inspector.index import FlowIndex, GraphIndex
from desktop.views.inspector.links import GROUP_LINK, NODE_LINK, SPAN_LINK
from desktop.views.inspector.tensor_sections import NOTHING_FLOWED, tensor_section
from desktop.views.node_title import node_title

_KINDS = {
    "operation": "operation",
    "leaf": "leaf: its gradient is kept",
    "input": "input: needs no gradient",
    "constant": "constant: needs no gradient",
}
_USUAL = (Setting("alpha", 1), Setting("beta", 1))
"""Factors of every plain sum, difference and product of matrices."""


def node_page(index: GraphIndex, node: Node, flow: FlowIndex | None) -> Page:
    """Tell of a node: what it is, its chain rule, its tensor, its gradients in a flow (None: nothing flowed)."""
    step = flow.steps.get(node.id) if flow is not None else None
    sections = [_about(index, node, step), *formula_rows(chain_rule(index, node, flow))]
    if flow is not None and node.kind == "leaf":
        increment = step.incoming[0] if step is not None and step.incoming else None
        sections += change_sections(flow.accumulated.get(node.id), flow.updated.get(node.id), increment)
    sections.append(value_section("Value", node))
    if flow is not None and step is not None:
        sections += _gradients_in(index, node, step, flow)
        sections += _gradients_out(index, node, step, flow.flow.number)
    elif node.kind in {"operation", "leaf"}:
        sections.append(_no_step(index, node, flow))
    sections += _saved(node)
    return Page(node_title(node), _KINDS[node.kind], node.kind, tuple(sections))


def is_checkable(node: Node) -> bool:
    """Say whether there is a gradient at a node that could be held against differences."""
    return node.kind in {"operation", "leaf"}


def chain_rule(index: GraphIndex, node: Node, flow: FlowIndex | None) -> Derivation:
    """Derive what a node sends in a flow, with numbers where it had its turn."""
    first = flow.first() if flow is not None else None
    root = index.nodes.get(first.node) if first is not None else None
    settings = {setting.name: setting.value for setting in node.settings}
    step = flow.steps.get(node.id) if flow is not None else None
    return derivation(index.around(node), node, step, settings=settings, root=root)


def value_section(title: str, node: Node) -> Section:
    """Tell of a node's own tensor."""
    look = (node_title(node), HeldTensor("value", node.id))
    return tensor_section(title, node.tensor, "not recorded", look=look)


def _about(index: GraphIndex, node: Node, step: FlowStep | None) -> Section:
    module = index.module_of(node)
    settings = [f"{each.name} {plain_text(each.value)}" for each in node.settings if each not in _USUAL]
    facts = [
        Fact("autograd", node.name if node.kind in {"operation", "leaf"} else ""),
        Fact("with", ", ".join(settings)),
        Fact("module", node.module, GROUP_LINK + module.id if module is not None else ""),
        Fact("source", f"line {node.span.line}" if node.span else "", SPAN_LINK),
        Fact("requires grad", _yes_or_no(node.tensor)),
        Fact("backward", _turn_text(step) if step else ""),
    ]
    return Section("", tuple(fact for fact in facts if fact.text))


def _yes_or_no(tensor: Tensor | None) -> str:
    if tensor is None:
        return ""
    return "yes" if tensor.requires_grad else "no"


def _turn_text(step: FlowStep) -> str:
    """Say when a node had its turn, and how long it took where that is known."""
    turn = f"step {step.order + 1:,}"
    return f"{turn}, took {_time_text(step.elapsed_us)}" if step.elapsed_us > 0 else turn


def _time_text(microseconds: float) -> str:
    thousand = 1000.0
    return f"{microseconds:.3g} µs" if microseconds < thousand else f"{microseconds / thousand:.3g} ms"


def _gradients_in(index: GraphIndex, node: Node, step: FlowStep, flow: FlowIndex) -> Iterator[Section]:
    several = len(step.incoming) > 1
    for place, tensor in enumerate(step.incoming):
        which = f" of output {place}" if several else ""
        look = HeldTensor("incoming", node.id, number=flow.flow.number, index=place)
        title = f"Gradient in{which}{_derivative(index, node, flow)}"
        yield tensor_section(title, tensor, "no gradient", look=(f"the gradient into {node_title(node)}{which}", look))


def _gradients_out(index: GraphIndex, node: Node, step: FlowStep, number: int) -> Iterator[Section]:
    targets = {edge.slot: index.nodes.get(edge.target) for edge in index.edges_from(node.id) if edge.slot is not None}
    for slot, tensor in enumerate(step.outgoing):
        target = targets.get(slot)
        if target is not None:
            look = HeldTensor("outgoing", node.id, number=number, index=slot)
            name = f"the gradient from {node_title(node)} to {node_title(target)}"
            title = f"Gradient out → {node_title(target)}"
            yield tensor_section(title, tensor, "no gradient", NODE_LINK + target.id, (name, look))


def _derivative(index: GraphIndex, node: Node, flow: FlowIndex) -> str:
    """Write which derivative comes in, where the program has names for both: " · ∂loss/∂y"."""
    first = flow.first()
    root = index.nodes.get(first.node) if first is not None else None
    return f" · ∂{root.label}/∂{node.label}" if root is not None and root.label and node.label else ""


def _no_step(index: GraphIndex, node: Node, flow: FlowIndex | None) -> Section:
    if flow is None:
        return Section("Gradient", note=NOTHING_FLOWED)
    sent = _sent(index, node, flow)
    if sent is None:
        return Section("Gradient", note="This pass did not reach it.")
    tensor, held = sent
    name = f"the gradient that reached {node_title(node)}"
    return tensor_section("Gradient that reached it", tensor, "", look=(name, held))


def _sent(index: GraphIndex, node: Node, flow: FlowIndex) -> tuple[Tensor, HeldTensor] | None:
    """Find what a leaf was sent: `autograd.grad` runs no AccumulateGrad, so the leaf has no step of its own."""
    for edge in index.edges_to(node.id):
        tensor = flow.sent(edge)
        if tensor is not None and edge.slot is not None:
            return tensor, HeldTensor("outgoing", edge.source, number=flow.flow.number, index=edge.slot)
    return None


def _saved(node: Node) -> Iterator[Section]:
    for saved in node.saved:
        look = (f"“{saved.name}”, saved by {node_title(node)}", HeldTensor("saved", node.id, saved.name))
        yield tensor_section(f"Saved for backward: {saved.name}", saved.tensor, "not recorded", look=look)
