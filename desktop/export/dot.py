"""A graph in the language of Graphviz: plain text, without places and without Qt."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from desktop.records.graph import Edge, Graph, Node, Scope
from desktop.views.operation_names import operation_name
from desktop.views.tensor_text import shape_text

_SHAPES = {
    "operation": 'shape=box, style="rounded"',
    "leaf": "shape=box, peripheries=2",
    "input": "shape=ellipse",
    "constant": 'shape=box, style="dashed"',
}
_INDENT = "  "


def dot_text(graph: Graph) -> str:
    """Write a graph as a digraph whose arrows point as data flows, from the leaves down to the roots.

    Each arrow's `headlabel` is the slot of the operation that it enters; arrows of inputs are dashed. Scopes are
    clusters, nested as they are: a node stands in the innermost one that it was made in.
    """
    body = _Clusters(graph).lines("", _INDENT)
    arrows = map(_arrow, graph.edges)
    head = ["digraph autograd {", "  rankdir=TB;", '  node [fontname="DejaVu Sans", fontsize=11];']
    return "\n".join([*head, *body, *arrows, "}", ""])


class _Clusters:
    """What stands in each scope: its nodes, and the scopes in it that are not empty."""

    def __init__(self, graph: Graph) -> None:
        self._roots = frozenset(graph.roots)
        known = {scope.id for scope in graph.scopes}
        self._nodes: dict[str, list[Node]] = defaultdict(list)
        for node in graph.nodes:
            self._nodes[node.scope if node.scope in known else ""].append(node)
        self._scopes: dict[str, list[Scope]] = defaultdict(list)
        for scope in _inhabited(graph.scopes, self._nodes):
            self._scopes[scope.parent if scope.parent in known else ""].append(scope)

    def lines(self, scope: str, indent: str) -> Iterator[str]:
        """Write what stands in a scope; programs nest a few deep, and so does this."""
        for node in self._nodes[scope]:
            yield f"{indent}{_quoted(node.id)} [{_attributes(node, root=node.id in self._roots)}];"
        for inner in self._scopes[scope]:
            yield f"{indent}subgraph {_quoted(f'cluster_{inner.id}')} {{"
            yield f'{indent}  label={_quoted(_scope_title(inner))}; style="rounded"; color="gray60"; fontsize=10;'
            yield from self.lines(inner.id, indent + _INDENT)
            yield f"{indent}}}"


def _inhabited(scopes: Sequence[Scope], nodes: dict[str, list[Node]]) -> list[Scope]:
    """Give the scopes that hold nodes, themselves or further in; outer ones come first."""
    parents = {scope.id: scope.parent for scope in scopes}
    used: set[str] = set()
    for own in list(nodes):
        around = own
        while around in parents and around not in used:
            used.add(around)
            around = parents[around]
    return [scope for scope in scopes if scope.id in used]


def _scope_title(scope: Scope) -> str:
    if scope.kind == "round":
        return f"round {scope.visit}"
    return " · ".join(part for part in (scope.name, scope.type) if part) or scope.kind


def _arrow(edge: Edge) -> str:
    look = "style=dashed" if edge.slot is None else f'headlabel="{edge.slot}", labelfontsize=8'
    return f"  {_quoted(edge.target)} -> {_quoted(edge.source)} [{look}];"


def _attributes(node: Node, *, root: bool) -> str:
    return f"label={_quoted(_label(node))}, {_SHAPES[node.kind]}{', penwidth=2.5' if root else ''}"


def title(node: Node) -> str:
    """Name a node by its label and its operation ("loss mean"), one of them ("x"), or its kind."""
    name = operation_name(node.name) if node.kind == "operation" else ""
    return " ".join(part for part in (node.label, name) if part) or node.kind


def _label(node: Node) -> str:
    return "\n".join(line for line in (title(node), shape_text(node.tensor)) if line)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
