"""Our hooks on nodes, taken off all at once: torch's own way makes a numbered handle for each.

Torch asks one Python function to enter a hook into a node's list. In its place stands ours, which enters those of our
own under their owner, and so draws no number that a program could miss.
"""

import functools
from collections import OrderedDict
from collections.abc import Callable
from threading import get_ident
from typing import Any, Self

import torch

Hook = Callable[..., Any]


class NodeHooks:
    """The hooks of one owner: those that the thread which is in this context sets, one before and one behind a node.

    `lists` are those of the nodes' that they were entered in.
    """

    def __init__(self) -> None:
        self.lists: list[OrderedDict[Any, Hook]] = []
        self._around: NodeHooks | None = None

    def __enter__(self) -> Self:
        entry = hook_entry()
        self._around, entry.owner, entry.thread = entry.owner, self, get_ident()
        return self

    def __exit__(self, *_: object) -> None:
        hook_entry().owner = self._around

    def remove(self) -> None:
        """Take all hooks off."""
        for each in self.lists:
            each.pop(self, None)
        self.lists = []


class HookEntry:
    """Knows whose hooks are being set, and in which thread; all others go torch's way."""

    def __init__(self) -> None:
        self.owner: NodeHooks | None = None
        self.thread = 0
        plain: Any = torch.autograd.Function._register_hook

        def _register_hook(listed: Any, hook: Hook) -> Any:
            owner = self.owner
            if owner is None or get_ident() != self.thread:
                return plain(listed, hook)
            if listed is None:
                listed = OrderedDict()
            listed[owner] = hook
            owner.lists.append(listed)
            return listed, None

        torch.autograd.Function._register_hook = staticmethod(_register_hook)  # type: ignore[method-assign]


@functools.cache
def hook_entry() -> HookEntry:
    """Give the process's one entry, set in at first use."""
    return HookEntry()
