"""A node of one pass and the node that another pass visits in its place."""

from desktop.records.flow import Flow


def counterpart(node_id: str, before: Flow, after: Flow) -> str:
    """Give the node that another pass visits in its place: the loop's same operation, one round on."""
    turn = next((index for index, step in enumerate(before.steps) if step.node == node_id), None)
    return after.steps[turn].node if turn is not None and turn < len(after.steps) else node_id
