"""One call of a module while it goes on, and what is kept of it in case that matters afterwards."""

import weakref
from types import FrameType
from typing import Union

from torch import Tensor, nn

from desktop.engine.scope import Scope
from desktop.records.text import Span

Where = tuple[Scope | None, Span | None]
"""A scope and a place in the program's text."""

Callee = Union[FrameType, "ModuleCall", None]
"""What the program called at a place: a call of a module, the frame of another function of Python's, or neither."""


class Visited:
    """A module and how many of its calls have begun. Does not keep it alive."""

    __slots__ = ("module", "times")

    def __init__(self, module: nn.Module) -> None:
        self.module = weakref.ref(module)
        self.times = 0


class ModuleCall:
    """One call. Where it is logged: between which numbers of nodes it lay, and what was around an outermost one.

    `scope` is its own scope once it was asked for; `callee` is then what the program called that came to this call.
    """

    __slots__ = ("around", "began", "callee", "ended", "outside", "scope", "visit", "visited")

    def __init__(self, visited: Visited, outside: "ModuleCall | None") -> None:
        self.visited = visited
        self.visit = visited.times
        self.outside = outside
        self.scope: Scope | None = None
        self.callee: Callee = None
        self.around: Where = (None, None)
        self.began = self.ended = 0

    def modules(self) -> tuple[nn.Module, ...]:
        """Give the modules that a call which goes on stands in, its own the last."""
        found = []
        call: ModuleCall | None = self
        while call is not None:
            module = call.visited.module()
            if module is not None:
                found.append(module)
            call = call.outside
        return tuple(reversed(found))

    def has_parameter(self, tensor: Tensor) -> bool:
        """Say whether a tensor is a parameter of the module itself, whose name follows from its path."""
        module = self.visited.module()
        return module is not None and any(each is tensor for each in module._parameters.values())
