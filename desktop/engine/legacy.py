"""Let the legacy constructors (`torch.FloatTensor(2, 2)`) follow the default device, as factories do by themselves."""

import contextlib
from collections.abc import Iterator
from typing import Any

import torch

_NAMES = ("Float", "Double", "Half", "BFloat16", "Byte", "Char", "Short", "Int", "Long", "Bool")


class LegacyConstructor:
    """Stands for one of torch's legacy tensor types on another device than the CPU."""

    def __init__(self, plain: Any, device: str) -> None:
        self.plain = plain
        self._device = device

    def __call__(self, *args: Any, **kwargs: Any) -> torch.Tensor:
        """Make what the plain constructor makes, on the device."""
        if kwargs.get("device") is not None:
            tensor: torch.Tensor = self.plain(*args, **kwargs)
            return tensor
        if args and all(type(size) is int for size in args):
            return torch.empty(args, dtype=self.plain.dtype, device=self._device)
        with torch.device("cpu"):
            tensor = self.plain(*args, **kwargs)
        return tensor.to(self._device)

    def __instancecheck__(self, tensor: object) -> bool:
        return isinstance(tensor, torch.Tensor) and tensor.dtype == self.plain.dtype

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plain, name)


@contextlib.contextmanager
def legacy_constructors_on(device: str) -> Iterator[None]:
    """Put every legacy constructor but `torch.Tensor(2, 2)`, which is a class, on `device` for a while."""
    plain = {f"{name}Tensor": getattr(torch, f"{name}Tensor") for name in _NAMES}
    plain_type = torch.Tensor.type

    def type_(tensor: torch.Tensor, dtype: Any = None, *args: Any, **kwargs: Any) -> Any:
        return plain_type(tensor, dtype.plain if isinstance(dtype, LegacyConstructor) else dtype, *args, **kwargs)

    vars(torch).update({name: LegacyConstructor(each, device) for name, each in plain.items()})
    torch.Tensor.type = type_  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        vars(torch).update(plain)
        torch.Tensor.type = plain_type  # type: ignore[method-assign]
