"""What a marked program tells: the shapes of its expressions, and when its loops have shown all that there is."""

import sys
import time
from collections.abc import Iterator, Sized
from typing import Any, NamedTuple

import torch
from torch import nn

from desktop.engine.preview.cost import Cost
from desktop.engine.preview.unknown import EndOfSightError
from desktop.records.preview import Shape, TensorShape

BUDGET_S = 0.02
"""How long loops go round in full; after that one whose rounds are all alike is left."""
LATE_S = 0.2
"""How long after that loops may still go round whose rounds are not alike."""

_MOST_SHAPES = 3
_LONGEST_TUPLE = 6
_LATE_ROUNDS = 6
_PLAIN = frozenset({int, float, str, bool, type(None), type, dict, set, type(sys), type(lambda: 0), type(len)})


class Look(NamedTuple):
    """What a place gave last, and up to a few other shapes it had before."""

    tensors: tuple[TensorShape, ...]
    others: tuple[Shape, ...] = ()
    parameters: int | None = None


class Observer:
    """Sees one program. Its methods are what the marks call."""

    def __init__(self, shown: frozenset[int], cost: Cost) -> None:
        """`shown` are the places whose lines have a hint: only there modules are looked at."""
        self.looks: dict[int, Look] = {}
        self.is_complete = True
        self._shown = shown
        self.cost = cost
        self._end = time.monotonic() + BUDGET_S
        self._rounds: dict[int, tuple[int, object]] = {}

    def see(self, place: int, value: Any) -> Any:
        """Note what a place gives, and hand it on."""
        if type(value) not in _PLAIN:
            look = self._look(place, value)
            if look is not None:
                self.looks[place] = look
        return value

    def go_round(self, place: int, iterable: Any) -> Iterator[Any]:
        """Give what a loop goes over, as long as there is something new to see."""
        cost, number, state = 0, 0, None
        for number, each in enumerate(iterable):
            state, before = _state(sys._getframe(1)), state
            if number and self._is_seen(number, is_alike=state == before):
                self._leave_out(iterable, number, self.cost.operations - cost)
                return
            cost = self.cost.operations
            yield self.see(place, each)

    def begin(self, place: int) -> None:
        """Count the rounds of a while loop from here on."""
        self._rounds[place] = (0, None)

    def again(self, place: int, wanted: Any) -> Any:
        """Hand a while loop's condition on, as long as there is something new to see."""
        number, before = self._rounds.get(place, (0, None))
        state = _state(sys._getframe(1))
        self._rounds[place] = (number + 1, state)
        if not number or not self._is_seen(number, is_alike=state == before):
            return wanted
        if wanted is True:
            raise EndOfSightError
        self.is_complete = False
        return False

    def _is_seen(self, number: int, *, is_alike: bool) -> bool:
        """Say whether a loop may be left; one that is never alike ends the look once it is late."""
        if time.monotonic() < self._end:
            return False
        if not is_alike and number > _LATE_ROUNDS and time.monotonic() > self._end + LATE_S:
            raise EndOfSightError
        return is_alike

    def _leave_out(self, iterable: Any, number: int, operations: int) -> None:
        if isinstance(iterable, Sized):
            self.cost.operations += operations * (len(iterable) - number)
        else:
            self.is_complete = False

    def _look(self, place: int, value: Any) -> Look | None:
        if isinstance(value, nn.Module):
            return Look((), (), _parameters(value)) if place in self._shown else None
        tensors = _tensors(value)
        if not tensors:
            return None
        before = self.looks.get(place)
        if before is None or before.tensors == tensors:
            return before or Look(tensors)
        return Look(tensors, _others(before, tensors))


def _others(before: Look, tensors: tuple[TensorShape, ...]) -> tuple[Shape, ...]:
    """Give the shapes that a place had before; of tuples nothing is kept."""
    if len(tensors) != 1 or len(before.tensors) != 1:
        return ()
    shapes = dict.fromkeys((*before.others, before.tensors[0].shape))
    shapes.pop(tensors[0].shape, None)
    return tuple(shapes)[-_MOST_SHAPES:]


def _tensors(value: Any) -> tuple[TensorShape, ...]:
    """Give the shapes of a tensor or of a tuple of them; nothing where a size depends on values."""
    if isinstance(value, torch.Tensor):
        return (_shape(value),) if _is_known(value) else ()
    if isinstance(value, tuple | list) and 0 < len(value) <= _LONGEST_TUPLE:
        parts = [each for part in value for each in (part if isinstance(part, tuple) else (part,))]
        if all(isinstance(part, torch.Tensor) and _is_known(part) for part in parts):
            return tuple(_shape(part) for part in parts)
    return ()


def _is_known(tensor: torch.Tensor) -> bool:
    return all(type(size) is int for size in tensor.shape)


def _shape(tensor: torch.Tensor) -> TensorShape:
    dtype = str(tensor.dtype).removeprefix("torch.")
    return TensorShape(tuple(tensor.shape), dtype, str(tensor.device), tensor.requires_grad)


def _parameters(module: nn.Module) -> int | None:
    try:
        return sum(parameter.numel() for parameter in module.parameters())
    except (AttributeError, RuntimeError, ValueError):  # super().__init__() was not called, or a lazy one
        return None


def _state(frame: Any) -> tuple[object, ...]:
    """Describe a frame's names, so that two rounds of a loop can be compared: what grows or changes its shape shows."""
    return tuple((name, _described(value)) for name, value in frame.f_locals.items())


def _described(value: Any) -> object:
    if isinstance(value, torch.Tensor):
        return tuple(size if type(size) is int else None for size in value.shape)
    return len(value) if type(value) in (list, dict, set, tuple, str) else type(value)
