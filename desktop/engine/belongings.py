"""What an object holds in plain attributes, lists and dicts, where no registry of modules tells of it."""

import itertools
import types
from collections.abc import Iterator
from typing import Any

from torch import nn

_LOOKED_INTO = 64
"""How many elements of a list, tuple or dict are looked at."""
_DEPTH = 2
"""How deep lists in lists are followed in an object's attributes."""
_MOST = 1_000
"""How many things are looked at in one depth."""
_REGISTRIES = frozenset(vars(nn.Module()))
"""What every module has of its own: parameters, buffers, hooks."""


def elements(name: str, value: object) -> Iterator[tuple[str, Any]]:
    """Give what a list, tuple or dict holds, as a program writes it: "layers[0]", "weights['w']"; of others nothing."""
    if type(value) in (list, tuple):
        for index, element in enumerate(itertools.islice(value, _LOOKED_INTO)):  # type: ignore[call-overload] # see the line above
            yield f"{name}[{index}]", element
    elif type(value) is dict:
        for key, element in itertools.islice(list(value.items()), _LOOKED_INTO):
            if type(key) in (str, int):
                yield f"{name}[{key!r}]", element


def belongings(owner: object) -> Iterator[tuple[str, Any]]:
    """Give an object's attributes, then what the lists, dicts and objects of the program there hold, outer ones first.

    Nothing of the object's class is asked, so that its program cannot notice.
    """
    level = list(attributes(owner))
    yield from level
    for _ in range(_DEPTH):
        inner = ((f"{name}{path}", each) for name, value in level for path, each in _inside(value))
        level = list(itertools.islice(inner, _MOST))
        yield from level


def _inside(value: object) -> Iterator[tuple[str, Any]]:
    if is_of_the_program(value) and not issubclass(type(value), nn.Module):
        return ((f".{name}", each) for name, each in attributes(value))
    return elements("", value)


def attributes(owner: object) -> Iterator[tuple[str, Any]]:
    """Give what an object holds under names of its own; of a module, but for its registries."""
    try:
        held = object.__getattribute__(owner, "__dict__")
    except AttributeError:  # it has slots
        return
    if type(held) is dict:
        yield from ((name, value) for name, value in list(held.items()) if name not in _REGISTRIES)


def is_of_the_program(value: object) -> bool:
    """Say whether an object is of a class that the program wrote, or a plain namespace."""
    kind = type(value)
    return kind is types.SimpleNamespace or vars(kind).get("__module__") == "__main__"
