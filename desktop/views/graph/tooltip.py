"""What is told of a drawn node when a person rests on it."""

from html import escape

from desktop.records.finding import Finding
from desktop.records.graph import Node
from desktop.views.drawing import DrawnNode, FailedCall, GhostNode, GhostOperand, Group, SavedTensor
from desktop.views.graph.group_face import parameters_text, shapes_text
from desktop.views.operation_names import operation_name
from desktop.views.tensor_text import shape_text

_Facts = list[tuple[str, str]]
_MOST_TOLD = 4


def tooltip(node: DrawnNode) -> str:
    """Give a small table as rich text: name, label, shape, dtype, device, module, line; only what is known.

    Of an operation that failed, PyTorch's own words stand above it.
    """
    rows = [(name, value) for name, value in _facts(node) if value]
    lines = "".join(f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td>{escape(value)}</td></tr>" for name, value in rows)
    words = f"<p>{escape(node.failed.ghost.message)}</p>" if isinstance(node, GhostNode) else ""
    return f"<b>{escape(_title(node))}</b>{words}<table>{lines}</table>"


def findings_tooltip(findings: tuple[Finding, ...]) -> str:
    """Give what was found out about a node as rich text, each with its rule."""
    told = [f"<p><b>{escape(each.rule)}</b><br>{escape(each.message.strip())}</p>" for each in findings[:_MOST_TOLD]]
    more = len(findings) - len(told)
    return "".join(told) + (f"<p>and {more} more</p>" if more else "")


def _title(node: DrawnNode) -> str:
    if isinstance(node, Group):
        return f"{node.label} · {node.name}" if node.name not in {"", node.label} else node.label
    if isinstance(node, SavedTensor):
        return f"saved {node.name}" + (f" · {node.label}" if node.label else "")
    if isinstance(node, GhostNode):
        return f"{node.name} failed"
    if isinstance(node, GhostOperand):
        return f"{node.label} · {node.name}" if node.label else node.name
    what = operation_name(node.name) if node.kind == "operation" else node.kind
    return f"{node.label} · {what}" if node.label else what


def _facts(node: DrawnNode) -> _Facts:
    tensor = node.tensor
    return [
        *_own_facts(node),
        ("dtype", tensor.dtype if tensor else ""),
        ("device", tensor.device if tensor else ""),
        ("module", node.module),
        ("line", str(node.span.line) if node.span else ""),
    ]


def _own_facts(node: DrawnNode) -> _Facts:
    if isinstance(node, Group):
        return _group_facts(node)
    return _given(node.failed) if isinstance(node, GhostNode) else _tensor_facts(node)


def _given(failed: FailedCall) -> _Facts:
    """Tell what a failed operation was given."""
    return [
        (name or f"operand {at + 1}", f"{shape_text(operand.tensor)}  {operand.tensor.dtype}")
        for at, (operand, name) in enumerate(zip(failed.ghost.operands, failed.names, strict=True))
    ]


def _group_facts(group: Group) -> _Facts:
    nodes = f"{len(group.members):,} nodes"
    return [
        ("holds", nodes if group.times == 1 else f"{nodes} in {group.times} equal blocks"),
        ("parameters", parameters_text(group.parameters).rpartition(" ")[0]),
        ("takes", shapes_text(group.takes)),
        ("gives", shapes_text(group.gives)),
        ("to open", "double click"),
    ]


def _tensor_facts(node: Node | SavedTensor | GhostOperand) -> _Facts:
    return [("autograd", node.name if isinstance(node, Node) else ""), ("shape", shape_text(node.tensor))]
