"""What a node is called where people read it."""

from desktop.records.graph import Node
from desktop.views.operation_names import operation_name


def node_title(node: Node) -> str:
    """Name a node as people do: "mul (loss)", "model.weight", or the kind of a tensor without a name."""
    if node.kind != "operation":
        return node.label or node.kind
    name = operation_name(node.name)
    return f"{name} ({node.label})" if node.label else name
