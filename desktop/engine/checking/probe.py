"""Sees every torch call of a run, under names that hold from one run to the next, and lets an onlooker act on them.

A call is named by its place in the program's text, by the torch function, and by how often that was called there
before; a leaf by how many leaves took part before it. Both stay the same while the program takes the same way.
"""

import contextlib
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from sys import _getframe
from threading import get_ident
from types import FrameType
from typing import Any, NamedTuple, Protocol

import torch

from desktop.engine.door import Recorder, door
from desktop.engine.names import TensorNames
from desktop.engine.source import Source
from desktop.engine.summary import is_leaf_tensor
from desktop.engine.watch import Watch
from desktop.engine.whereabouts import Whereabouts


class CallPlace(NamedTuple):
    """One torch call of a run: where in the program's code, of which function, and the how-many-eth there."""

    code: str
    line: int
    instruction: int
    function: str
    visit: int


class Onlooker(Protocol):
    """Who looks on while a program runs. Thread: the program's."""

    def leaf_seen(self, order: int, leaf: torch.Tensor) -> None:
        """Hear that a leaf is about to take part in a call, or came out of one; `order` counts leaves from 0."""

    def called(self, place: CallPlace, leaves: tuple[int, ...], args: tuple[Any, ...], result: Any) -> Any:
        """Hear what a call with these leaves came to; give what the program shall get."""


Translation = Callable[[Any, tuple[Any, ...], dict[str, Any]], Any]
"""Calls a torch function in a way of its own."""


class Probe(Watch):
    """The function mode that numbers calls and leaves of one run and tells an onlooker. Thread: the one it is made in.

    `call` is how the program's calls are made.
    """

    def __init__(self, source: Source, onlooker: Onlooker, call: Translation) -> None:
        super().__init__(source, TensorNames(source.name), Whereabouts(source, door().instruments.module_call))
        self._onlooker = onlooker
        self._call_torch = call
        self._visits: Counter[tuple[str, int, int, str]] = Counter()
        self._leaves: dict[int, tuple[weakref.ref[torch.Tensor], int]] = {}
        self._count = 0

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return self.see(func, args, kwargs or {}, _getframe(1))

    def observe(self, args: Any, kwargs: Any, result: Any, frame: FrameType | None) -> None:
        """Do nothing: what `Function.apply` does was seen from outside of it."""

    def see(self, func: Any, args: tuple[Any, ...], kwargs: dict[str, Any], frame: FrameType) -> Any:
        """Make a call for the program, and let the onlooker see it."""
        leaves = tuple(self._seen(leaf) for leaf in _leaves((args, kwargs)))
        place = self._place(func, frame)
        result = self._onlooker.called(place, leaves, args, self._call_torch(func, args, kwargs))
        for leaf in _leaves(result):
            self._seen(leaf)
        return result

    @contextlib.contextmanager
    def looking(self, recorder: Recorder) -> Iterator[None]:
        """See what runs in this context; `recorder` gets its passes."""
        function = torch.autograd.Function
        plain: Any = function.__dict__["apply"].__func__
        door().recording, door().instruments.watch = recorder, self
        function.apply = classmethod(self._apply_by(plain))  # type: ignore[assignment,method-assign]
        self.turn_on()
        try:
            yield
        finally:
            self.turn_off()
            function.apply = classmethod(plain)  # type: ignore[assignment,method-assign]
            door().recording = door().instruments.watch = None

    def _apply_by(self, plain: Any) -> Any:
        def apply(kind: Any, *args: Any, **kwargs: Any) -> Any:
            if get_ident() != self.thread:
                return plain(kind, *args, **kwargs)
            return self.see(_Apply(plain, kind), args, kwargs, _getframe(1))

        return apply

    def _seen(self, leaf: torch.Tensor) -> int:
        known = self._leaves.get(id(leaf))
        if known is not None and known[0]() is leaf:
            order = known[1]
        else:
            order, self._count = self._count, self._count + 1
            self._leaves[id(leaf)] = (weakref.ref(leaf), order)
        self._onlooker.leaf_seen(order, leaf)
        return order

    def _place(self, func: Any, frame: FrameType) -> CallPlace:
        """Name a call, and count it."""
        at, _ = self._program_frame(frame)
        code = ("", 0, 0) if at is None else (at.f_code.co_qualname, at.f_code.co_firstlineno, at.f_lasti)
        key = (*code, str(getattr(func, "__qualname__", None) or getattr(func, "__name__", func)))
        self._visits[key] += 1
        return CallPlace(*key, self._visits[key])


class _Apply:
    """`apply` of one custom function, as a call like any other."""

    def __init__(self, plain: Any, kind: Any) -> None:
        self.__qualname__ = f"{kind.__qualname__}.apply"
        self._plain = plain
        self._kind = kind

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._plain(self._kind, *args, **kwargs)


def tensors_in(value: Any, depth: int = 3) -> Iterator[torch.Tensor]:
    """Give the tensors of an argument or a result, those in lists, tuples and dicts too, in order."""
    if isinstance(value, torch.Tensor):
        yield value
    elif depth and isinstance(value, tuple | list):
        for each in value:
            yield from tensors_in(each, depth - 1)
    elif depth and isinstance(value, dict):
        for each in value.values():
            yield from tensors_in(each, depth - 1)


def _leaves(given: Any) -> Iterator[torch.Tensor]:
    return (tensor for tensor in dict.fromkeys(tensors_in(given)) if tensor.requires_grad and is_leaf_tensor(tensor))
