"""A graph in the language of Graphviz: plain text, without places and without Qt."""

from desktop.records.graph import Graph, Node
from desktop.views.operation_names import operation_name
from desktop.views.tensor_text import shape_text

_SHAPES = {
    "operation": 'shape=box, style="rounded"',
    "leaf": "shape=box, peripheries=2",
    "input": "shape=ellipse",
    "constant": 'shape=box, style="dashed"',
}


def dot_text(graph: Graph) -> str:
    """Write a graph as a digraph whose arrows point as data flows, from the leaves down to the roots.

    Each arrow's `headlabel` is the slot of the operation that it enters; arrows of inputs are dashed.
    """
    lines = ["digraph autograd {", "  rankdir=TB;", '  node [fontname="DejaVu Sans", fontsize=11];']
    lines += [f"  {_quoted(node.id)} [{_attributes(node, root=node.id in graph.roots)}];" for node in graph.nodes]
    for edge in graph.edges:
        look = "style=dashed" if edge.slot is None else f'headlabel="{edge.slot}", labelfontsize=8'
        lines.append(f"  {_quoted(edge.target)} -> {_quoted(edge.source)} [{look}];")
    return "\n".join([*lines, "}", ""])


def _attributes(node: Node, *, root: bool) -> str:
    return f"label={_quoted(_label(node))}, {_SHAPES[node.kind]}{', penwidth=2.5' if root else ''}"


def _label(node: Node) -> str:
    name = operation_name(node.name) if node.kind == "operation" else ""
    title = " ".join(part for part in (node.label, name) if part) or node.kind
    return "\n".join(line for line in (title, shape_text(node.tensor)) if line)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
