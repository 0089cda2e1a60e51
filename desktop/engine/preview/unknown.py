"""Numbers that no preview can know: they can be added, divided and printed, but nothing may be decided by them."""

import math
import operator
from collections.abc import Callable
from typing import Any, NoReturn, Self

import torch
from torch._subclasses.fake_tensor import FakeTensor

Binary = Callable[[Any, Any], Any]
_OPERATIONS = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "truediv": operator.truediv,
    "floordiv": operator.floordiv,
    "mod": operator.mod,
    "pow": operator.pow,
}


class EndOfSightError(BaseException):
    """From here on a program depends on values. No Exception, so that no program catches it."""


class Unknown(float):
    """A value a tensor would have had: NaN that stays unknown through arithmetic."""

    __slots__ = ()

    def __new__(cls) -> Self:
        """Make one; all are alike."""
        return super().__new__(cls, math.nan)

    def __neg__(self) -> "Unknown":
        return self

    def __abs__(self) -> "Unknown":
        return self

    def __round__(self, _digits: object = None) -> "Unknown":  # type: ignore[override]
        return self

    def _decide(self, *_: object) -> NoReturn:
        raise EndOfSightError

    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __bool__ = __int__ = __index__ = __trunc__ = _decide
    __hash__ = float.__hash__


def _arithmetic(operation: Binary) -> tuple[Binary, Binary]:
    """Give what stands for an operation from the left and from the right; a tensor's shape is known all the same."""

    def left(_: Unknown, other: Any) -> Any:
        return operation(1.0, other) if isinstance(other, torch.Tensor) else Unknown()

    def right(_: Unknown, other: Any) -> Any:
        return operation(other, 1.0) if isinstance(other, torch.Tensor) else Unknown()

    return left, right


for _name, _operation in _OPERATIONS.items():
    _left, _right = _arithmetic(_operation)
    setattr(Unknown, f"__{_name}__", _left)
    setattr(Unknown, f"__r{_name}__", _right)


def item(tensor: FakeTensor) -> Any:
    """Give a constant's value, or an unknown one."""
    if tensor.numel() != 1:
        raise RuntimeError(f"a Tensor with {tensor.numel()} elements cannot be converted to Scalar")
    constant = tensor.constant
    return Unknown() if constant is None else constant.item()


def as_float(convert: Any, value: Any) -> Any:
    """Do what `float(value)` does; of a fake tensor the result is as unknown as `value.item()`."""
    known = convert is not float or not isinstance(value, FakeTensor | Unknown)
    if known:
        return convert(value)
    if not isinstance(value, FakeTensor):
        return value
    if value.numel() != 1:
        raise ValueError("only one element tensors can be converted to Python scalars")
    return item(value)
