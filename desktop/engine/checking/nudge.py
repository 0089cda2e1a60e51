"""Onlookers that change one element of the tensor under test, at one moment of a run, and nothing else."""

from typing import Any, Protocol

import torch

from desktop.engine.checking.probe import CallPlace, Onlooker
from desktop.engine.checking.target import LeafTarget, ResultTarget, results


class Nudge(Onlooker, Protocol):
    """An onlooker that changes something; `is_done` says whether its moment came."""

    is_done: bool


class ResultNudge:
    """Gives the program, in the place of what a call gave, a copy with one other element."""

    def __init__(self, target: ResultTarget, index: tuple[int, ...], value: float, *, in_place: bool) -> None:
        """Put `value` at `index`; `in_place` where the call itself changed a tensor that the program holds."""
        self.is_done = False
        self._target = target
        self._index = index
        self._value = value
        self._in_place = in_place

    def leaf_seen(self, order: int, leaf: torch.Tensor) -> None:
        """Do nothing: no leaf is changed."""

    def called(self, place: CallPlace, _leaves: tuple[int, ...], args: tuple[Any, ...], result: Any) -> Any:
        """Change the result of the one call that is meant."""
        if place != self._target.place or self.is_done:
            return result
        given = results(args, result)
        if self._target.position >= len(given):
            return result
        self.is_done = True
        tensor = given[self._target.position]
        changed = tensor if self._in_place else tensor.clone()
        changed.data[self._index] = self._value
        return _with(result, tensor, changed)


class LeafNudge:
    """Changes one element of a leaf where it lies, when it is seen for the so-many-eth time."""

    def __init__(self, target: LeafTarget, sighting: int, index: tuple[int, ...], value: float) -> None:
        """Put `value` at `index`; sightings count from 0."""
        self.is_done = False
        self._target = target
        self._left = sighting
        self._index = index
        self._value = value

    def leaf_seen(self, order: int, leaf: torch.Tensor) -> None:
        """Change the leaf just before the call that it is seen in."""
        if order != self._target.order or self.is_done:
            return
        if self._left == 0:
            self.is_done = True
            leaf.data[self._index] = self._value
        self._left -= 1

    def called(self, _place: CallPlace, _leaves: tuple[int, ...], _args: tuple[Any, ...], result: Any) -> Any:
        """Leave what calls give as it is."""
        return result


def _with(value: Any, old: torch.Tensor, new: torch.Tensor) -> Any:
    """Give a result with one of its tensors replaced."""
    if value is old:
        return new
    if isinstance(value, list):
        return [_with(each, old, new) for each in value]
    if isinstance(value, tuple):
        parts = [_with(each, old, new) for each in value]
        make = type(value) if not hasattr(value, "_make") else value._make
        return make(parts)
    return value
