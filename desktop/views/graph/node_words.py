"""What a node is called in a sentence: in messages, in menus, and to a screen reader."""

from desktop.records.graph import Node
from desktop.views.drawing import DrawnNode, GhostNode, Group
from desktop.views.node_title import node_title
from desktop.views.tensor_text import shape_text


def node_words(node: DrawnNode) -> str:
    """Name a node, a group, a saved tensor or what failed as people do."""
    if isinstance(node, GhostNode):
        return f"{node.name} (failed)"
    return node_title(node) if isinstance(node, Node) else node.label or node.name


def node_description(node: DrawnNode) -> str:
    """Tell in one sentence what a node is: its kind, its name, its shape, and its module, of a group its class."""
    shape = shape_text(node.tensor)
    place = node.name if isinstance(node, Group) else f"in {node.module}" if node.module else ""
    parts = (
        f"{node.kind} {node_words(node)}" if node_words(node) != node.kind else node.kind,
        f"shape {shape}" if shape else "",
        place,
    )
    return ", ".join(part for part in parts if part)
