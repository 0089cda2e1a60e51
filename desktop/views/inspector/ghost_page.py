"""Everything that is known of the operation that failed, and of an operand of it that has no node, as pages."""

from desktop.records.tensor import Tensor
from desktop.views.drawing import GhostNode, GhostOperand
from desktop.views.graph.clash import clashing
from desktop.views.inspector.fact_page import Fact, Page, Section
from desktop.views.inspector.links import NODE_LINK, SPAN_LINK
from desktop.views.inspector.tensor_sections import tensor_section
from desktop.views.tensor_text import number_text


def ghost_page(node: GhostNode, error: str) -> Page:
    """Tell of a failed operation: PyTorch's words (`error` names their kind), its place, and what it was given."""
    ghost = node.failed.ghost
    place = (Fact("source", f"line {ghost.span.line}", SPAN_LINK),) if ghost.span else ()
    said = Section("PyTorch says", note=ghost.message)
    operands = tuple(_operand(node, at) for at in range(len(ghost.operands)))
    sizes = [ghost.operands[at].tensor.shape[dimension] for at, dimension in sorted(clashing(ghost))]
    clash = Fact("do not fit", " and ".join(map(number_text, dict.fromkeys(sizes))), broken=True)
    about = Section("", (*place, clash) if sizes else place)
    return Page(f"{node.name} failed", error, "ghost", (said, about, *operands))


def operand_page(node: GhostOperand, failed: str) -> Page:
    """Tell of an operand without a node; `failed` names the operation."""
    about = Section("", (Fact("given to", f"{failed}, which failed", NODE_LINK + node.owner),), note=_why(node.tensor))
    value = tensor_section("Value", node.tensor, "not recorded")
    return Page(node.label or node.name, f"{node.name} of {failed}", "operand", (about, value))


def _why(tensor: Tensor | None) -> str:
    """Say why it has no node."""
    if tensor is not None and tensor.requires_grad:
        return "Nothing that is drawn used it before."
    return "It needs no gradient, so autograd made no node for it."


def _operand(node: GhostNode, at: int) -> Section:
    """Tell of one operand; its title leads to its node, or else to the box that stands for it."""
    operand, name = node.failed.ghost.operands[at], node.failed.names[at]
    named = f"Operand {at + 1}" + (f" · {name}" if name else "")
    return tensor_section(named, operand.tensor, "", NODE_LINK + (operand.node or f"{node.id}:{at}"))
