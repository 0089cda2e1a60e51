"""What became of each leaf from pass to pass: was it changed, was its gradient still there when the next one came."""

import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import torch

from desktop.engine.distinct import distinct
from desktop.engine.summary import version_of

_COPIED = 4096
"""Elements up to which a leaf's value is copied, so that a change past the version counter is seen."""


@dataclass
class _Leaf:
    tensor: weakref.ref[torch.Tensor]
    version: int
    first_version: int
    value: torch.Tensor | None
    is_dirty: bool = False
    was_kept: bool = False


class Leaves:
    """Follows the leaves that passes reach. Thread: the program's."""

    def __init__(self, *, copies: bool = True) -> None:
        """With `copies`, values of small leaves are copied: else a change shows by a leaf's count of changes alone."""
        self._copied = _COPIED if copies else -1
        self._leaves: dict[int, _Leaf] = {}

    def before_pass(self, tensors: Iterable[torch.Tensor]) -> None:
        """Look at the leaves of a pass that is about to run."""
        for tensor in tensors:
            known = self._leaves.get(id(tensor))
            if known is None or known.tensor() is not tensor:
                version = version_of(tensor)
                self._leaves[id(tensor)] = _Leaf(weakref.ref(tensor), version, version, self._value(tensor))
                continue
            changed = _changed(known, tensor)
            if known.is_dirty and changed:
                known.was_kept = True
            known.is_dirty = changed and tensor.grad is not None and _is_nonzero(tensor.grad)
            known.version, known.value = version_of(tensor), self._value(tensor)

    def dirty(self, tensors: Iterable[torch.Tensor]) -> bool:
        """Say whether a gradient holds what an earlier update has used already."""
        return any(self._is_dirty(tensor) for tensor in tensors)

    def kept(self) -> list[torch.Tensor]:
        """Give the living leaves that were moved by a gradient which an earlier move had used."""
        found = []
        for known in self._leaves.values():
            tensor = known.tensor()
            if tensor is not None and (known.was_kept or (known.is_dirty and _changed(known, tensor))):
                found.append(tensor)
        return found

    def reached(self, identities: Iterable[int]) -> bool:
        """Say whether a pass reached one of these tensors, named by their ids."""
        return any(identity in self._leaves for identity in identities)

    def was_reached(self, tensor: torch.Tensor) -> bool:
        """Say whether a pass reached a tensor."""
        known = self._leaves.get(id(tensor))
        return known is not None and known.tensor() is tensor

    def was_moved(self, tensor: torch.Tensor) -> bool:
        """Say whether a tensor has changed since the first pass that reached it."""
        known = self._leaves.get(id(tensor))
        return known is not None and (known.first_version != version_of(tensor) or _changed(known, tensor))

    def _is_dirty(self, tensor: torch.Tensor) -> bool:
        known = self._leaves.get(id(tensor))
        return known is not None and known.is_dirty and known.tensor() is tensor

    def _value(self, tensor: torch.Tensor) -> torch.Tensor | None:
        if tensor.numel() > self._copied:
            return None
        is_plain = tensor.layout is torch.strided and not tensor.is_nested and not tensor.is_meta
        return tensor.detach().clone() if is_plain else None


def _changed(known: _Leaf, tensor: torch.Tensor) -> bool:
    if known.value is None or known.value.shape != tensor.shape or known.value.device != tensor.device:
        return known.version != version_of(tensor)
    return not torch.equal(known.value, tensor.detach())


def _is_nonzero(gradient: Any) -> bool:
    is_plain = gradient.layout is torch.strided and not gradient.is_nested and not gradient.is_meta
    return not is_plain or bool(distinct(gradient).elements.any())
