"""The runs that nothing is changed in: what the root is, what autograd says of it, and when a change must be made."""

from typing import Any, Protocol

import torch

from desktop.engine.capture import walk
from desktop.engine.checking.nudge import LeafNudge, Nudge, ResultNudge
from desktop.engine.checking.passes import Arrival, PassReader
from desktop.engine.checking.probe import CallPlace, Onlooker
from desktop.engine.checking.reading import hold_separate
from desktop.engine.checking.refusal import NotCheckedError
from desktop.engine.checking.target import LeafTarget, ResultTarget, Target, results
from desktop.engine.summary import version_of
from desktop.engine.watch import maker_of

_USED = "chainrule.checking.used"
_OTHER_WAY = (
    "In double precision the program takes another way, on which this tensor does not come up, so there is nothing to "
    "compare."
)
_MOST_ELEMENTS = 1 << 26
_TOO_LARGE = f"This tensor has more than {_MOST_ELEMENTS:,} elements, too many to keep a copy of them for a check."
_VIEW_IN_PLACE = (
    "This tensor is a view that was changed in place together with what it is a view of: to change it alone would be "
    "another program."
)
_VIEW_CHANGED = (
    "This tensor is a view, and its memory was changed in place after it was made: to change it alone would be another "
    "program."
)
_LEAF_CHANGED = (
    "This leaf was changed in place between two of its uses, or after this pass's graph used it, so it is not clear to "
    "which of its values the gradient belongs."
)


class Base(Onlooker, Protocol):
    """An onlooker that knows the tensor under test once the pass in question has come."""

    @property
    def since_pass(self) -> int:
        """How many passes had begun when the tensor was there."""

    def arrive(self, arrival: Arrival) -> tuple[torch.Tensor, Any]:
        """Give the tensor's values and what autograd shall differentiate by; raise NotCheckedError."""

    def nudge(self, index: tuple[int, ...], value: float) -> Nudge:
        """Make the onlooker that puts a value into the tensor, once, at the right moment."""


def base_for(target: Target, reader: PassReader[Any]) -> Base:
    """Make the onlooker for a target."""
    return LeafBase(target, reader) if isinstance(target, LeafTarget) else ResultBase(target, reader)


class ResultBase:
    """Holds a tensor that a call gave."""

    def __init__(self, target: ResultTarget, reader: PassReader[Any]) -> None:
        self.since_pass = 0
        self._target = target
        self._reader = reader
        self._found: tuple[torch.Tensor, torch.Tensor, int, Any] | None = None
        self._in_place = False
        self._is_too_large = False

    def leaf_seen(self, order: int, leaf: torch.Tensor) -> None:
        """Do nothing: leaves are of no interest."""

    def called(self, place: CallPlace, _leaves: tuple[int, ...], args: tuple[Any, ...], result: Any) -> Any:
        """Take the tensor in when its call comes."""
        if place == self._target.place:
            given = results(args, result)
            if self._target.position < len(given) and given[self._target.position].requires_grad:
                self._take(given[self._target.position], args)
        return result

    def arrive(self, _arrival: Arrival) -> tuple[torch.Tensor, Any]:
        """Give the values that it had, and the edge by which it went into the graph."""
        if self._found is None:
            raise NotCheckedError(_TOO_LARGE if self._is_too_large else _OTHER_WAY)
        tensor, value, version, edge = self._found
        if tensor._is_view() and self._in_place:
            raise NotCheckedError(_VIEW_IN_PLACE)
        if tensor._is_view() and version_of(tensor) != version:
            raise NotCheckedError(_VIEW_CHANGED)
        if self._in_place:
            hold_separate(tensor)
        return value, edge

    def nudge(self, index: tuple[int, ...], value: float) -> Nudge:
        """Make the onlooker that gives the program another tensor, or changes it where the call did that too."""
        return ResultNudge(self._target, index, value, in_place=self._in_place)

    def _take(self, tensor: torch.Tensor, args: tuple[Any, ...]) -> None:
        self.since_pass = self._reader.passed
        self._in_place = any(tensor is each for each in results((), args))
        self._is_too_large = tensor.numel() > _MOST_ELEMENTS
        if self._is_too_large:
            return
        try:
            edge = torch.autograd.graph.get_gradient_edge(tensor)
        except (RuntimeError, AssertionError):  # a view from a part without gradients: torch knows no edge for it
            return
        self._found = (tensor, tensor.detach().clone(), version_of(tensor), edge)


class LeafBase:
    """Notes each time that a leaf takes part, and whether it had changed since the last."""

    def __init__(self, target: LeafTarget, reader: PassReader[Any]) -> None:
        self.since_pass = 0
        self._target = target
        self._reader = reader
        self._leaf: torch.Tensor | None = None
        self._value = torch.empty(0)
        self._moments: list[tuple[int, int, int]] = []
        """Of each sighting: the leaf's changes in place by its own count, those by ours, and the settled passes."""
        self._passes: list[int] = []
        self._last_use = 0
        self._sighting = 0

    def leaf_seen(self, order: int, leaf: torch.Tensor) -> None:
        """Note a sighting."""
        if order != self._target.order:
            return
        self._leaf = leaf
        now = leaf.detach()
        secretly = self._moments[-1][1] if self._moments else 0
        if now.numel() <= _MOST_ELEMENTS and not _is_same(self._value, now):
            secretly += 1
            self._value = now.clone()
        self._moments.append((version_of(leaf), secretly, self._reader.settled))
        self._passes.append(self._reader.passed)

    def called(self, _place: CallPlace, leaves: tuple[int, ...], args: tuple[Any, ...], result: Any) -> Any:
        """Mark the nodes that a call with the leaf made with its sighting."""
        if self._target.order in leaves:
            for tensor in results(args, result):
                node: Any = maker_of(tensor)
                if node is not None:
                    self._last_use = len(self._moments) - 1
                    node.metadata.setdefault(_USED, self._last_use)
        return result

    def arrive(self, arrival: Arrival) -> tuple[torch.Tensor, Any]:
        """Give the leaf's values when the pass's graph first used it.

        Where only an earlier pass used it (a gradient is differentiated), that is when it had come to be as it is.
        """
        if self._leaf is None:
            raise NotCheckedError(_OTHER_WAY)
        if self._leaf.numel() > _MOST_ELEMENTS:
            raise NotCheckedError(_TOO_LARGE)
        nodes, _ = walk(arrival.nodes())
        last = len(self._moments) - 1
        used = [node.metadata[_USED] for node in nodes if _USED in node.metadata] or [last]
        if len({self._moments[each][:2] for each in [*used, self._last_use, last]}) > 1:
            raise NotCheckedError(_LEAF_CHANGED)
        hold_separate(self._leaf)
        self._sighting = self._moments.index(self._moments[min(used)])
        self.since_pass = self._passes[self._sighting]
        return self._value.clone(), self._leaf

    def nudge(self, index: tuple[int, ...], value: float) -> Nudge:
        """Make the onlooker that changes the leaf at the first moment at which it was as the pass used it."""
        return LeafNudge(self._target, self._sighting, index, value)


def _is_same(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Compare bit by bit, so that NaN equals NaN."""
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    return bool(((one == other) | ((one != one) & (other != other))).all())  # noqa: PLR0124 # only NaN differs from itself
