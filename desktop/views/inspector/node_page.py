"""Everything one run recorded about one node, as a page."""

import re

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Graph, Node
from desktop.records.tensor import NamedTensor, Tensor
from desktop.views.inspector.fact_page import Fact, Page, Section
from desktop.views.node_title import node_title
from desktop.views.tensor_text import tensor_facts, value_rows, values_note

NODE_LINK = "node:"
SPAN_LINK = "span:"
_BAD_NEWS = re.compile("NaN|∞")
_FEW = 9
_KINDS = {
    "operation": "operation",
    "leaf": "leaf: its gradient is kept",
    "input": "input: needs no gradient",
    "constant": "constant: needs no gradient",
}


def node_page(graph: Graph, node: Node, flow: Flow | None) -> Page:
    """Tell of a node: what it is, its tensor, and its gradients in a flow over its graph (None: nothing flowed)."""
    step = next((step for step in flow.steps if step.node == node.id), None) if flow is not None else None
    sections = [_about(node, step), *_tensor_section("Value", node.tensor, node.kind)]
    if step is not None:
        sections += _gradients_in(graph, node, step)
        sections += _gradients_out(graph, node, step)
    elif node.kind in {"operation", "leaf"}:
        sections.append(_no_step(graph, node, flow))
    sections += [_saved(saved) for saved in node.saved]
    return Page(node_title(node), _KINDS[node.kind], node.kind, tuple(sections))


def _about(node: Node, step: FlowStep | None) -> Section:
    facts = [
        Fact("autograd", node.name if node.kind in {"operation", "leaf"} else ""),
        Fact("module", node.module),
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
    turn = f"step {step.order + 1}"
    return f"{turn}, took {_time_text(step.elapsed_us)}" if step.elapsed_us > 0 else turn


def _time_text(microseconds: float) -> str:
    thousand = 1000.0
    return f"{microseconds:.3g} µs" if microseconds < thousand else f"{microseconds / thousand:.3g} ms"


def _tensor_section(title: str, tensor: Tensor | None, of_what: str, link: str = "") -> list[Section]:
    if tensor is None:
        missing = "not recorded" if of_what in _KINDS else "no gradient"
        return [Section(title, note=missing, link=link)]
    facts = tuple(
        Fact(name, text, broken=bool(_BAD_NEWS.search(f"{name} {text}"))) for name, text in tensor_facts(tensor)
    )
    if _is_uniform(tensor):
        return [Section(title, facts, link=link)]
    return [Section(title, facts, value_rows(tensor), values_note(tensor), link)]


def _is_uniform(tensor: Tensor) -> bool:
    """Say whether a table of the tensor's values would only repeat one number."""
    return tensor.count > _FEW and tensor.minimum is not None and tensor.minimum == tensor.maximum and not tensor.nans


def _gradients_in(graph: Graph, node: Node, step: FlowStep) -> list[Section]:
    several = len(step.incoming) > 1
    sections: list[Section] = []
    for index, tensor in enumerate(step.incoming):
        which = f" of output {index}" if several else ""
        sections += _tensor_section(f"Gradient in{which}{_derivative(graph, node)}", tensor, "gradient")
    return sections


def _gradients_out(graph: Graph, node: Node, step: FlowStep) -> list[Section]:
    targets = {edge.slot: edge.target for edge in graph.edges if edge.source == node.id and edge.slot is not None}
    known = {other.id: other for other in graph.nodes}
    sections: list[Section] = []
    for slot, tensor in enumerate(step.outgoing):
        target = known.get(targets.get(slot, ""))
        if target is not None:
            title = f"Gradient out → {node_title(target)}"
            sections += _tensor_section(title, tensor, "gradient", NODE_LINK + target.id)
    return sections


def _derivative(graph: Graph, node: Node) -> str:
    """Write which derivative comes in, where the program has names for both: " · ∂loss/∂y"."""
    roots = [other.label for other in graph.nodes if other.id in graph.roots and other.label]
    return f" · ∂{roots[0]}/∂{node.label}" if len(roots) == 1 and node.label else ""


def _no_step(graph: Graph, node: Node, flow: Flow | None) -> Section:
    if flow is None:
        return Section("Gradient", note="No backward pass was recorded. Call backward() on the result and run again.")
    sent = _sent(graph, node, flow)
    if sent is None:
        return Section("Gradient", note="This pass did not reach it.")
    return _tensor_section("Gradient that reached it", sent, "gradient")[0]


def _sent(graph: Graph, node: Node, flow: Flow) -> Tensor | None:
    """Find what a leaf was sent: `autograd.grad` runs no AccumulateGrad, so the leaf has no step of its own."""
    steps = {step.node: step for step in flow.steps}
    for edge in graph.edges:
        step = steps.get(edge.source)
        if edge.target == node.id and step is not None and edge.slot is not None and edge.slot < len(step.outgoing):
            return step.outgoing[edge.slot]
    return None


def _saved(saved: NamedTensor) -> Section:
    return _tensor_section(f"Saved for backward: {saved.name}", saved.tensor, "operation")[0]
