"""The gradients of several edges, listed: each with its size and a link to the node at one end."""

from collections.abc import Mapping

from desktop.records.graph import Edge, Node
from desktop.records.tensor import Tensor
from desktop.views.inspector.fact_page import Fact, Section
from desktop.views.inspector.index import FlowIndex
from desktop.views.inspector.links import NODE_LINK
from desktop.views.node_title import node_title
from desktop.views.tensor_text import number_text, shape_text

_MOST_LISTED = 12


def crossing(
    title: str,
    facts: list[Fact],
    edges: list[tuple[Edge, str]],
    nodes: Mapping[str, Node],
    flow: FlowIndex | None,
) -> Section:
    """List the gradients that ran along edges in a pass, after some facts; each edge comes with the node it names."""
    sent = [(outside, flow.sent(edge)) for edge, outside in edges] if flow is not None else []
    there = [(outside, gradient) for outside, gradient in sent if gradient is not None]
    shown = there[: max(_MOST_LISTED - len(facts), 0)]
    listed = [
        Fact(node_title(nodes[outside]), norm_text(gradient), NODE_LINK + outside, broken=_is_broken(gradient))
        for outside, gradient in shown
    ]
    more = len(there) - len(shown)
    note = f"and {more:,} more" if more else "" if facts or listed else "none"
    return Section(title, (*facts, *listed), note=note)


def norm_text(gradient: Tensor) -> str:
    """Give the norm and the shape of a gradient."""
    return f"norm {number_text(gradient.norm)}, {shape_text(gradient)}"


def _is_broken(gradient: Tensor) -> bool:
    return bool(gradient.nans or gradient.infinities)
