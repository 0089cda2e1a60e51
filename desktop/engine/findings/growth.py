"""Sums that hold on to graphs which a pass has been through already."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from types import FrameType
from typing import Any

import torch

from desktop.engine.belongings import attributes
from desktop.engine.names import bound_tensors
from desktop.engine.watch import maker_of

_ROOT = "chainrule.root"
_DEEPEST = 12
_LOOKED_INTO, _SEVERAL = 64, 3
"""Elements of a list, or attributes, that are looked at; and losses in a list that make it a history."""
_SUMS = ("AddBackward0", "SubBackward0", "StackBackward0", "CatBackward0", "DivBackward0", "MulBackward0")


def mark_roots(roots: Iterable[Any]) -> None:
    """Mark the nodes that a pass started from."""
    for node in roots:
        node.metadata[_ROOT] = True


def names_holding_roots(namespaces: Iterable[Mapping[str, Any]], but: Iterable[Any]) -> tuple[str, ...]:
    """Give the names of tensors that add up earlier passes' roots; nodes in `but` are left out."""
    left_out = set(but)
    return tuple(dict.fromkeys(name for namespace in namespaces for name in _holding(namespace, left_out)))


def namespaces_of(frame: FrameType | None, file: str) -> Iterator[Mapping[str, Any]]:
    """Give the locals of the program's frames, innermost first."""
    while frame is not None:
        if frame.f_code.co_filename == file:
            yield frame.f_locals
        frame = frame.f_back


def _holding(namespace: Mapping[str, Any], left_out: set[Any]) -> Iterator[str]:
    named = ((name, each) for name, each in bound_tensors(namespace) if name.isidentifier())
    for name, tensor in (*named, *_attributes(namespace)):
        node = maker_of(tensor)
        if node is not None and node not in left_out and not _is_root(node) and _holds_root(node):
            yield name
    for name, value in list(namespace.items()):
        if type(value) is list and sum(map(_is_started, value[:_LOOKED_INTO])) >= _SEVERAL:
            yield name


def _attributes(namespace: Mapping[str, Any]) -> Iterator[tuple[str, torch.Tensor]]:
    """Give the tensors that objects of the program's own classes hold, as their methods name them."""
    for value in list(namespace.values()):
        if type(value).__module__ == "__main__":
            held = itertools.islice(attributes(value), _LOOKED_INTO)
            yield from ((f"self.{name}", each) for name, each in held if issubclass(type(each), torch.Tensor))


def _is_started(value: Any) -> bool:
    node = maker_of(value) if type(value) is torch.Tensor else None
    return node is not None and _is_root(node)


def _is_root(node: Any) -> bool:
    return _ROOT in node.metadata


def _holds_root(node: Any) -> bool:
    waiting = [(node, 0)]
    while waiting:
        node, depth = waiting.pop()
        if node.name() not in _SUMS or depth == _DEEPEST:
            continue
        targets = [target for target, _ in node.next_functions if target is not None]
        if any(map(_is_root, targets)):
            return True
        waiting += [(target, depth + 1) for target in targets]
    return False
