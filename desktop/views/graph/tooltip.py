"""What is told of a node when a person rests on it."""

from html import escape

from desktop.records.graph import Node
from desktop.views.operation_names import operation_name
from desktop.views.tensor_text import shape_text


def tooltip(node: Node) -> str:
    """Give a small table as rich text: name, label, shape, dtype, device, module, line; only what is known."""
    rows = [(name, value) for name, value in _facts(node) if value]
    lines = "".join(f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td>{escape(value)}</td></tr>" for name, value in rows)
    return f"<b>{escape(_title(node))}</b><table>{lines}</table>"


def _title(node: Node) -> str:
    what = operation_name(node.name) if node.kind == "operation" else node.kind
    return f"{node.label} · {what}" if node.label else what


def _facts(node: Node) -> list[tuple[str, str]]:
    tensor = node.tensor
    return [
        ("autograd", node.name),
        ("shape", shape_text(tensor)),
        ("dtype", tensor.dtype if tensor else ""),
        ("device", tensor.device if tensor else ""),
        ("module", node.module),
        ("line", str(node.span.line) if node.span else ""),
    ]
