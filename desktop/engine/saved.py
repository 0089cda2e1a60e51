"""Read what a node saved for backward, without running anybody's unpack hooks.

Reading `_saved_*` would run them, and would run a non-reentrant checkpoint again; `_raw_saved_*` does neither.
"""

import functools
from collections.abc import Hashable
from typing import Any

import torch
from torch import Tensor

from desktop.engine.summary import CHANGED

_RAW = "_raw_saved_"
_LIBRARIES = ("Mkldnn", "Cudnn", "Miopen")
"""Their workspaces are bytes that hold whatever memory held before; they are no values of the program's."""


Content = tuple[Tensor, int | None]
"""A tensor and the version whose values were saved (None: as they are now)."""


def saved_tensors(node: Any) -> list[tuple[str, Content]]:
    """Give name and content of everything a node saved and still holds.

    What a hook packed is shown where it is a tensor, without values: they are the hook's, not the graph's.
    """
    found: list[tuple[str, Content]] = []
    for attribute, name in _raw_names(type(node)):  # type: ignore[arg-type] # a class is hashable
        try:
            raw = getattr(node, attribute)
        except RuntimeError:  # freed by an earlier backward
            continue
        if isinstance(raw, tuple | list):
            each = [(f"{name}[{index}]", _content(part)) for index, part in enumerate(raw)]
            found += [(name, content) for name, content in each if content is not None]
        elif raw is not None and (content := _content(raw, node, name)) is not None:
            found.append((name, content))
    if found and node.name().startswith(_LIBRARIES):
        return [(name, (tensor, CHANGED if tensor.dtype is torch.uint8 else at)) for name, (tensor, at) in found]
    return found


@functools.cache
def _raw_names(kind: Hashable) -> tuple[tuple[str, str], ...]:
    return tuple((name, name.removeprefix(_RAW)) for name in dir(kind) if name.startswith(_RAW))


def _content(raw: Any, node: Any = None, name: str = "") -> Content | None:
    """Read a saved tensor that no hook packed; a node's own result can be read through the node alone."""
    if raw is None:
        return None
    if raw.unpack_hook is not None:
        packed = raw.data
        return (packed, CHANGED) if isinstance(packed, Tensor) else None
    try:
        tensor = raw.unpack()
    except RuntimeError:
        return _own_result(raw, node, f"_saved_{name}")
    return None if tensor is None else (tensor, None)


def _own_result(raw: Any, node: Any, attribute: str) -> Content | None:
    try:
        return (getattr(node, attribute), None)
    except (RuntimeError, AttributeError):  # changed in place since it was saved, or freed
        tensor = _data(raw)
        return None if tensor is None else (tensor, CHANGED)


def _data(raw: Any) -> Tensor | None:
    try:
        data = raw.data
    except RuntimeError:  # freed
        return None
    return data if isinstance(data, Tensor) else None
