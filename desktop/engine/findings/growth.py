"""Sums that hold on to graphs which a pass has been through already."""

from collections.abc import Iterable, Iterator, Mapping
from types import FrameType
from typing import Any

from desktop.engine.names import bound_tensors

_ROOT = "chainrule.root"
_DEEPEST = 12
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
    for name, tensor in bound_tensors(namespace):
        node = tensor.grad_fn
        is_open = node is not None and node not in left_out and name.isidentifier()
        if is_open and not _is_root(node) and _holds_root(node):
            yield name


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
