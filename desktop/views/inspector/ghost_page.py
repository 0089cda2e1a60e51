"""Everything that is known of the operation that failed, and of an operand of it that has no node, as pages."""

from desktop.records.ghost import Operand
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
    operands = tuple(_operand(at, operand, node.failed.names[at]) for at, operand in enumerate(ghost.operands))
    sizes = [ghost.operands[at].tensor.shape[dimension] for at, dimension in sorted(clashing(ghost))]
    clash = Fact("do not fit", " and ".join(map(number_text, dict.fromkeys(sizes))), broken=True)
    about = Section("", (*place, clash) if sizes else place)
    return Page(f"{node.name} failed", error, "ghost", (said, about, *operands))


def operand_page(node: GhostOperand, error: str) -> Page:
    """Tell of an operand without a node."""
    about = Section("", (Fact("given to", "the operation that failed", NODE_LINK + node.owner),))
    return Page(
        node.label or node.name,
        f"{node.name} of what failed · {error}",
        "operand",
        (about, tensor_section("Value", node.tensor, "not recorded")),
    )


def _operand(at: int, operand: Operand, name: str) -> Section:
    link = NODE_LINK + (operand.node or "")
    named = f"Operand {at + 1}" + (f" · {name}" if name else "")
    return tensor_section(named, operand.tensor, "", link)
