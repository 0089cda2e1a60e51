"""Mark the nodes that a pass with `create_graph` makes in C++, where no watch sees them being made."""

from collections.abc import Iterable, Sequence
from typing import Any

import torch

from desktop.engine.watch import Call, Mark, is_leaf, lend_mark, maker_of, mark_made, wrapped


def mark_second_order(result: Any, nodes: Sequence[Any], call: Call) -> None:
    """Mark all that `call`, one pass over `nodes`, made behind the gradients that it gave or left in leaves."""
    gradients = [each for each in result or () if isinstance(each, torch.Tensor)]
    gradients += [node.variable.grad for node in nodes if is_leaf(node) and node.variable.grad is not None]
    inside = [inner for each in gradients for inner in wrapped(each)]
    _lend([*gradients, *inside], call)
    mark_made(gradients, call)


def _lend(made: Iterable[torch.Tensor], call: Call) -> None:
    """Lend one mark to all nodes that have none, also behind those that a backward of the program's own made."""
    mark = Mark(call)
    waiting = [maker_of(tensor) for tensor in made]
    seen = set()
    while waiting:
        node = waiting.pop()
        if node is None or node in seen or is_leaf(node) or node._sequence_nr() < call.began:
            continue
        seen.add(node)
        lend_mark(node, mark)
        waiting += [target for target, _ in node.next_functions]
