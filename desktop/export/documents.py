"""A recorded graph as text for other programs: all nodes and edges, whatever of them a picture shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from desktop.export.dot import dot_text
from desktop.records.graph import Graph

if TYPE_CHECKING:
    from desktop.views.drawing import Drawing


def document(graph: Graph | Drawing, suffix: str) -> bytes:
    """Write the recorded graph as ".dot" (Graphviz), ".graphml" or ".json" (one element of a Run's `graphs`)."""
    recorded = graph if isinstance(graph, Graph) else graph.graph
    if suffix == ".json":
        return msgspec.json.format(msgspec.json.encode(recorded), indent=1) + b"\n"
    if suffix == ".dot":
        return dot_text(recorded).encode()
    from desktop.export.graphml import graphml_bytes  # noqa: PLC0415 # networkx takes half a second to import

    return graphml_bytes(recorded)
