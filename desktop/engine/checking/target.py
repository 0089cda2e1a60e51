"""The tensor under test: found in a run as the record tells it, known again in every other run."""

import weakref
from typing import Any, NamedTuple

import torch

from desktop.engine.checking.passes import Arrival
from desktop.engine.checking.probe import CallPlace, tensors_in
from desktop.engine.checking.refusal import NotCheckedError
from desktop.engine.checking.route import Route
from desktop.engine.watch import is_leaf, maker_of

_MADE = "chainrule.checking.made"
_WITHIN = (
    "The value of this node is known only inside one call of torch, so no run can change it there. Check what goes "
    "into that call, or what comes out of it."
)
_UNSEEN = "No torch call that Chainrule sees uses this leaf, so there is no moment at which a run could change it."


class ResultTarget(NamedTuple):
    """A tensor that a torch call gave: the how-many-eth among those of its result."""

    place: CallPlace
    position: int


class LeafTarget(NamedTuple):
    """A leaf: how many others took part before it did for the first time."""

    order: int


Target = ResultTarget | LeafTarget


def results(args: tuple[Any, ...], result: Any) -> list[torch.Tensor]:
    """Give the tensors that a call gave: `x[0] = y` returns nothing and changes its first argument."""
    if result is None and args and isinstance(args[0], torch.Tensor):
        return [args[0]]
    return list(tensors_in(result))


class Finder:
    """An onlooker that marks each node with the call that gave its tensor, and remembers leaves."""

    def __init__(self) -> None:
        self._leaves: dict[int, weakref.ref[torch.Tensor]] = {}

    def leaf_seen(self, order: int, leaf: torch.Tensor) -> None:
        """Remember a leaf, and keep it no longer than the program does."""
        self._leaves[order] = weakref.ref(leaf)

    def called(self, place: CallPlace, _leaves: tuple[int, ...], args: tuple[Any, ...], result: Any) -> Any:
        """Mark the nodes of what a call gave, unless an earlier call gave them."""
        for position, tensor in enumerate(results(args, result)):
            node: Any = maker_of(tensor)
            if node is not None:
                made = node.metadata.setdefault(_MADE, {})
                made.setdefault(tensor.output_nr, ResultTarget(place, position))
        return result

    def find(self, arrival: Arrival, route: Route) -> Target:
        """Name the tensor at the end of a route from the pass's root; raise NotCheckedError."""
        node = route.follow(arrival.nodes())
        if is_leaf(node):
            orders = [order for order, leaf in self._leaves.items() if leaf() is node.variable]
            if not orders:
                raise NotCheckedError(_UNSEEN)
            return LeafTarget(orders[0])
        made: dict[int, ResultTarget] = node.metadata.get(_MADE, {})
        if not made:
            raise NotCheckedError(_WITHIN)
        return made[min(made)]
