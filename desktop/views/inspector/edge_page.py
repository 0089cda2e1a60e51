"""Everything one run recorded about one edge of the picture, as a page."""

from collections.abc import Iterator
from dataclasses import replace

from desktop.records.graph import Edge, Node
from desktop.records.messages import HeldTensor
from desktop.views.drawing import DrawnEdge, DrawnNode, GhostNode, GhostOperand, Group, SavedTensor
from desktop.views.film.expansions import expansion
from desktop.views.formulas.formula_rows import formula_rows
from desktop.views.inspector.crossing import crossing
from desktop.views.inspector.fact_page import Fact, Page, Section
from desktop.views.inspector.group_page import group_title
from desktop.views.inspector.index import FlowIndex, GraphIndex
from desktop.views.inspector.links import NODE_LINK
from desktop.views.inspector.node_page import chain_rule, value_section
from desktop.views.inspector.tensor_sections import NOTHING_FLOWED, tensor_section
from desktop.views.node_title import node_title

_NOT_RUN = "No gradient ran along it in this pass."


def edge_page(index: GraphIndex, edge: DrawnEdge, source: DrawnNode, target: DrawnNode, flow: FlowIndex | None) -> Page:
    """Tell of an edge between two drawn nodes: what flowed along it both ways, and the chain rule there."""
    carried = carried_edges(index, edge)
    if isinstance(target, SavedTensor):
        return _saved_page(source, target)
    if isinstance(source, GhostNode):
        return _operand_page(source, target, edge.slot or 0)
    if not carried:
        return _data_page(source, target)
    if len(carried) == 1:
        return _gradient_page(index, carried[0], flow)
    title = f"{_title(source)} → {_title(target)}"
    titles = index.nodes
    where = "from the nodes inside" if isinstance(source, Group) else "to the nodes inside"
    outside = [(each, each.source if isinstance(source, Group) else each.target) for each in carried]
    return Page(title, f"{len(carried):,} edges", sections=(crossing(f"Gradients {where}", [], outside, titles, flow),))


def carried_edges(index: GraphIndex, edge: DrawnEdge) -> list[Edge]:
    """Give the recorded edges of a graph that a drawn one stands for."""
    wanted = set(edge.carries) or ({(edge.source, edge.slot)} if edge.slot is not None else set())
    return [
        each
        for source in dict.fromkeys(name for name, _ in sorted(wanted))
        for each in index.edges_from(source)
        if (each.source, each.slot) in wanted
    ]


def _title(node: DrawnNode) -> str:
    if isinstance(node, Group):
        return group_title(node)
    if isinstance(node, GhostNode):
        return f"{node.name} (failed)"
    return node.label or node.name if isinstance(node, SavedTensor | GhostOperand) else node_title(node)


def _saved_page(owner: DrawnNode, saved: SavedTensor) -> Page:
    look = (f"“{saved.name}”, saved by {_title(owner)}", HeldTensor("saved", saved.owner, saved.name))
    about = Section("", (Fact("saved by", _title(owner), NODE_LINK + saved.owner),))
    tensor = tensor_section(f"Saved for backward: {saved.name}", saved.tensor, "not recorded", look=look)
    return Page(
        f"{_title(owner)} → {_title(saved)}", "edge to a saved tensor: carries nothing", "saved", (about, tensor)
    )


def _operand_page(ghost: GhostNode, target: DrawnNode, place: int) -> Page:
    """Tell of a tensor that a failed operation was given."""
    operand = ghost.failed.ghost.operands[place]
    about = Section(
        "", (_end("of", ghost), _end("comes from", target)), note="The operation failed: nothing runs back."
    )
    tensor = tensor_section("Tensor that was given", operand.tensor, "")
    return Page(f"{_title(ghost)} → {_title(target)}", f"edge: operand {place + 1}", "ghost", (about, tensor))


def _data_page(source: DrawnNode, target: DrawnNode) -> Page:
    ends = (_end("of", source), _end("comes from", target))
    about = Section("", ends, note="No gradient runs along it: it needs none.")
    tensor = (
        value_section("Tensor that flowed forward", target)
        if isinstance(target, Node)
        else tensor_section("Tensor that flowed forward", target.tensor, "not recorded")
    )
    return Page(f"{_title(source)} → {_title(target)}", "edge: data alone", sections=(about, tensor))


def _end(name: str, node: DrawnNode) -> Fact:
    return Fact(name, _title(node), NODE_LINK + node.id)


def _gradient_page(index: GraphIndex, edge: Edge, flow: FlowIndex | None) -> Page:
    source, target = index.nodes[edge.source], index.nodes[edge.target]
    rule = chain_rule(index, source, flow)
    parts = tuple(part for part in rule.parts if part.slot == edge.slot)
    sections = [_about(index, edge, source, target), *formula_rows(replace(rule, parts=parts))]
    sections += [_gradient(edge, source, target, flow), *_broadcast(index, edge), *_forward(edge, target)]
    title = parts[0].left if parts else "gradient"
    return Page(f"{node_title(source)} → {node_title(target)}", f"edge: carries {title}", sections=tuple(sections))


def _about(index: GraphIndex, edge: Edge, source: Node, target: Node) -> Section:
    slots = sum(each.slot is not None for each in index.edges_from(source.id))
    meeting = [each for each in index.edges_to(target.id) if each.slot is not None and each.output == edge.output]
    facts = (
        _end("from", source),
        Fact("slot", f"{edge.slot}" + (f", one of {slots}" if slots > 1 else "")),
        _end("to", target),
        Fact("output", f"{edge.output}" if edge.output else ""),
        Fact("meets", f"{len(meeting) - 1:,} more there: they are added up" if len(meeting) > 1 else ""),
    )
    return Section("", tuple(fact for fact in facts if fact.text))


def _gradient(edge: Edge, source: Node, target: Node, flow: FlowIndex | None) -> Section:
    if flow is None:
        return Section("Gradient along it", note=NOTHING_FLOWED)
    held = HeldTensor("outgoing", source.id, number=flow.flow.number, index=edge.slot or 0)
    name = f"the gradient from {node_title(source)} to {node_title(target)}"
    return tensor_section("Gradient along it", flow.sent(edge), _NOT_RUN, look=(name, held))


def _broadcast(index: GraphIndex, edge: Edge) -> Iterator[Section]:
    expanded = expansion(edge, index.nodes)
    if expanded is not None:
        facts = (Fact("forward", f"expanded {expanded.forward}"), Fact("backward", f"summed {expanded.backward}"))
        yield Section("Broadcast", facts)


def _forward(edge: Edge, target: Node) -> Iterator[Section]:
    """Tell of the tensor that flowed the other way; of a node with several results the first alone is recorded."""
    if not edge.output:
        yield value_section("Tensor that flowed forward", target)
