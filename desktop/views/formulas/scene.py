"""What is known of one node when its formula is written: names, shapes, settings, and numbers where they are few."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Array = Any
"""A NumPy array, or a plain number where one stands for it; NumPy's own types do not follow indices of mixed kinds."""

Shape = tuple[int, ...]

_SIGNED = 1 << 63
"""Autograd gives negative dimensions as unsigned 64-bit numbers."""

_NON_FINITE = frozenset({"NaN", "Infinity", "-Infinity"})
"""How records write numbers that JSON has none for."""


class UnknownError(Exception):
    """A formula cannot be given; the message is a sentence that says why."""


def _not_recorded(name: str) -> UnknownError:
    return UnknownError(f"It depends on “{name}”, which was not recorded.")


@dataclass(frozen=True)
class Scene:
    """Each part of a formula by its role: "G" (the gradient that comes in), or autograd's name for a tensor ("self").

    `settings` are the node's arguments that are no tensors, as autograd names them ("dim", "keepdim").
    """

    names: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Array] = field(default_factory=dict)

    def name(self, role: str) -> str:
        """Give the name of a part, or its role where nobody named it."""
        return self.names.get(role, role)

    def shape(self, role: str) -> Shape | None:
        """Give the shape of a part, or None where it is not known."""
        if role in self.shapes:
            return tuple(self.shapes[role])
        return np.shape(self.values[role]) if role in self.values else None

    def known_shape(self, role: str) -> Shape:
        """Give the shape of a part; raise UnknownError where it is not known."""
        shape = self.shape(role)
        if shape is None:
            raise _not_recorded(role)
        return shape

    def value(self, role: str) -> Array:
        """Give the numbers of a part; raise UnknownError where they were not kept."""
        if role not in self.values:
            raise _not_recorded(role)
        return self.values[role]

    def has(self, setting: str) -> bool:
        """Say whether a setting was recorded."""
        return setting in self.settings

    def setting(self, name: str) -> Any:
        """Give a setting as Python would have it; raise UnknownError without it."""
        if name not in self.settings:
            raise _not_recorded(name)
        return _plain(self.settings[name])


def _plain(value: Any) -> Any:
    """Read what autograd and records write in their own ways: negative and non-finite numbers."""
    if isinstance(value, tuple | list):
        return tuple(map(_plain, value))
    if isinstance(value, int) and not isinstance(value, bool) and value >= _SIGNED:
        return value - 2 * _SIGNED
    return float(value) if value in _NON_FINITE else value
