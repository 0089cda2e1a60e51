"""Which calls of modules led to a pass that nobody watched: kept until the next pass, in case no other follows.

Autograd numbers the nodes that a thread makes; so the numbers at the beginning and at the end of a call tell which
nodes were made in it, exactly and at no cost to the nodes. Modules are not kept alive.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from typing import Any

from torch import nn

from desktop.engine.module_call import ModuleCall
from desktop.engine.scope import Scope

_MOST = 20_000
"""Calls that are kept, the latest."""


class CallLog:
    """The calls since the last pass, inner ones before those around them. Thread: the program's."""

    def __init__(self) -> None:
        self._calls: deque[ModuleCall] = deque(maxlen=_MOST)

    def add(self, call: ModuleCall) -> None:
        """Add a call that has just ended."""
        self._calls.append(call)

    def began_in(self, scope: Scope | None) -> int | None:
        """Give the number of nodes there were when the first call directly in `scope` began; None if none did."""
        return min((call.began for call in self._calls if scope is not None and call.around[0] is scope), default=None)

    def scopes(self, nodes: Sequence[Any]) -> dict[Any, Scope]:
        """Give for each of `nodes` that was made in one of the calls the scope of the innermost."""
        made = sorted(nodes, key=_number)
        numbers = [_number(node) for node in made]
        found: list[Scope | None] = [None] * len(made)
        for call in reversed(self._calls):
            first, end = bisect_left(numbers, call.began), bisect_left(numbers, call.ended)
            module = call.visited.module()
            if first < end and module is not None:
                found[first:end] = [_scope(call, module, found[first])] * (end - first)
        return {node: scope for node, scope in zip(made, found, strict=True) if scope is not None}


def _scope(call: ModuleCall, module: nn.Module, outside: Scope | None) -> Scope:
    if outside is None:
        return Scope("module", *call.around, visit=call.visit, modules=(module,))
    return Scope("module", outside, outside.span, visit=call.visit, modules=(*outside.modules, module))


def _number(node: Any) -> int:
    number: int = node._sequence_nr()
    return number
