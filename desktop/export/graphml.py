"""A graph as GraphML, by networkx: what Gephi, yEd, Cytoscape and networkx itself open."""

import io
import re
from collections.abc import Mapping

import networkx as nx

from desktop.records import record
from desktop.records.graph import Edge, Graph, Node, Scope
from desktop.records.tensor import Tensor
from desktop.records.text import Span

_IN_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML can hold, however they are written (XML 1.0, 2.2)."""

Value = str | int | float | bool


def graphml_bytes(graph: Graph) -> bytes:
    """Write a graph with all that a node says of itself but for the numbers of its saved tensors.

    Edges run as gradients run and are told apart by their order; `roots` of the graph are ids with blanks between.
    A figure that is not known is left out; one that is not finite is infinite or NaN.
    """
    network = network_of(graph)
    buffer = io.BytesIO()
    nx.write_graphml_xml(network, buffer, named_key_ids=True)
    return buffer.getvalue()


def network_of(graph: Graph) -> "nx.MultiDiGraph[str]":
    """Give a graph as networkx holds it: the edge at place i has the key i."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(roots=" ".join(graph.roots))
    paths = _scope_paths(graph.scopes)
    for node in graph.nodes:
        network.add_node(node.id, **_node(node, paths), root=node.id in graph.roots)
    for place, edge in enumerate(graph.edges):
        network.add_edge(edge.source, edge.target, key=place, **_edge(edge))
    return network


def _node(node: Node, paths: Mapping[str, str]) -> dict[str, Value]:
    return _known(
        {
            "name": node.name,
            "kind": node.kind,
            "label": node.label,
            "module": node.module,
            "scope": paths.get(node.scope, ""),
            "saved": " ".join(saved.name for saved in node.saved),
            **_tensor(node.tensor),
            **_span(node.span),
        }
    )


def _tensor(tensor: Tensor | None) -> dict[str, Value | None]:
    if tensor is None:
        return {}
    return {
        "shape": "×".join(map(str, tensor.shape)) or "scalar",
        "dtype": tensor.dtype,
        "device": tensor.device,
        "requires_grad": tensor.requires_grad,
        "count": tensor.count,
        **{name: _real(getattr(tensor, name)) for name in ("minimum", "maximum", "mean", "deviation", "norm")},
        **{name: getattr(tensor, name) for name in ("zeros", "nans", "infinities")},
    }


def _real(value: record.Value | None) -> float | None:
    """Give a figure as a real number; a complex one has none."""
    return None if value is None or isinstance(value, tuple) else float(value)


def _span(span: Span | None) -> dict[str, Value | None]:
    return {} if span is None else {"line": span.line, "column": span.column}


def _edge(edge: Edge) -> dict[str, Value]:
    return _known({"slot": edge.slot, "output": edge.output})


def _known(attributes: Mapping[str, Value | None]) -> dict[str, Value]:
    known = {name: value for name, value in attributes.items() if value is not None and value != ""}
    return {name: _IN_NO_XML.sub("", value) if isinstance(value, str) else value for name, value in known.items()}


def _scope_paths(scopes: tuple[Scope, ...]) -> dict[str, str]:
    """Name each scope by itself and those around it, outer ones first: "train / for step in range(3) / round 2"."""
    paths: dict[str, str] = {}
    for scope in scopes:
        own = scope.name or f"round {scope.visit}"
        paths[scope.id] = f"{paths[scope.parent]} / {own}" if scope.parent in paths else own
    return paths
