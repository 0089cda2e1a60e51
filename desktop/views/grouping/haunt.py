"""A drawing with the operation that failed in it, where its node would stand, and an edge to each of its operands."""

from collections.abc import Iterator

import msgspec

from desktop.views.drawing import Drawing, DrawnEdge, DrawnNode, FailedCall, GhostNode, GhostOperand

GHOST = "ghost"
"""The id of the operation that failed; recorded nodes are called otherwise ("n0")."""


def with_ghost(drawing: Drawing, failed: FailedCall | None) -> Drawing:
    """Add a failed call to a drawing; an operand that no drawn node shows becomes a box of its own. Thread: any."""
    if failed is None:
        return drawing
    ghost = GhostNode(GHOST, failed, failed.ghost.name, span=failed.ghost.span)
    ends = [drawing.shown_by.get(each.node or "", "") for each in failed.ghost.operands]
    loose = {f"{GHOST}:{place}": each for place, each in _loose(failed, ends)}
    edges = [DrawnEdge(GHOST, end or f"{GHOST}:{place}", place) for place, end in enumerate(ends)]
    nodes: tuple[DrawnNode, ...] = (*drawing.nodes, *loose.values(), ghost)
    return msgspec.structs.replace(drawing, nodes=nodes, edges=(*drawing.edges, *edges), failed=failed)


def _loose(failed: FailedCall, ends: list[str]) -> Iterator[tuple[int, GhostOperand]]:
    """Give the operands without a box, each with its place among all."""
    for place, (operand, name, end) in enumerate(zip(failed.ghost.operands, failed.names, ends, strict=True)):
        if not end:
            yield place, GhostOperand(f"{GHOST}:{place}", GHOST, f"operand {place + 1}", name, operand.tensor)
