"""Read what a node saved for backward, without running anybody's unpack hooks.

Reading `_saved_*` would run them, and would run a non-reentrant checkpoint again; `_raw_saved_*` does neither.
"""

from typing import Any

import torch
from torch import Tensor

_RAW = "_raw_saved_"
_LIBRARIES = ("Mkldnn", "Cudnn", "Miopen")
"""Their workspaces are bytes that hold whatever memory held before; they are no values of the program's."""

_names: dict[type, tuple[str, ...]] = {}


def saved_tensors(node: Any) -> list[tuple[str, Tensor | None, bool]]:
    """Give (name, tensor, whether its values are still those saved) for everything a node saved.

    The tensor is None where it is freed, or where a hook packed something that is no tensor.
    """
    found = []
    for attribute in _raw_names(node):
        try:
            raw = getattr(node, attribute)
        except RuntimeError:  # freed by an earlier backward
            continue
        name = attribute.removeprefix(_RAW)
        if isinstance(raw, tuple | list):
            found += [(f"{name}[{index}]", *_content(each)) for index, each in enumerate(raw)]
        elif raw is not None:
            found.append((name, *_content(raw)))
    library = node.name().startswith(_LIBRARIES)
    return [
        (name, tensor, readable and not (library and tensor is not None and tensor.dtype is torch.uint8))
        for name, tensor, readable in found
        if tensor is not None or not readable
    ]


def _raw_names(node: Any) -> tuple[str, ...]:
    kind = type(node)
    if kind not in _names:
        _names[kind] = tuple(name for name in dir(kind) if name.startswith(_RAW))
    return _names[kind]


def _content(raw: Any) -> tuple[Tensor | None, bool]:
    """Give the tensor behind a SavedTensor. An undefined one is (None, True): there is nothing to show."""
    if raw.unpack_hook is not None:
        packed = raw.data
        return (packed if isinstance(packed, Tensor) else None), False
    try:
        return raw.unpack(), True
    except RuntimeError:  # changed in place since it was saved, or freed
        return _data(raw), False


def _data(raw: Any) -> Tensor | None:
    try:
        data = raw.data
    except RuntimeError:  # freed
        return None
    return data if isinstance(data, Tensor) else None
