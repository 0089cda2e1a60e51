"""What is told of a drawn node when a person rests on it."""

from html import escape

from desktop.records.graph import Node
from desktop.views.drawing import DrawnNode, Group, SavedTensor
from desktop.views.graph.group_face import parameters_text, shapes_text
from desktop.views.operation_names import operation_name
from desktop.views.tensor_text import shape_text

_Facts = list[tuple[str, str]]


def tooltip(node: DrawnNode) -> str:
    """Give a small table as rich text: name, label, shape, dtype, device, module, line; only what is known."""
    rows = [(name, value) for name, value in _facts(node) if value]
    lines = "".join(f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td>{escape(value)}</td></tr>" for name, value in rows)
    return f"<b>{escape(_title(node))}</b><table>{lines}</table>"


def _title(node: DrawnNode) -> str:
    if isinstance(node, Group):
        return f"{node.label} · {node.name}" if node.name not in {"", node.label} else node.label
    if isinstance(node, SavedTensor):
        return f"saved {node.name}" + (f" · {node.label}" if node.label else "")
    what = operation_name(node.name) if node.kind == "operation" else node.kind
    return f"{node.label} · {what}" if node.label else what


def _facts(node: DrawnNode) -> _Facts:
    tensor = node.tensor
    about = _group_facts(node) if isinstance(node, Group) else _tensor_facts(node)
    return [
        *about,
        ("dtype", tensor.dtype if tensor else ""),
        ("device", tensor.device if tensor else ""),
        ("module", node.module),
        ("line", str(node.span.line) if node.span else ""),
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


def _tensor_facts(node: Node | SavedTensor) -> _Facts:
    return [("autograd", node.name if isinstance(node, Node) else ""), ("shape", shape_text(node.tensor))]
