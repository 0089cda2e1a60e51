"""What is known of a tensor once it is gone: its shape, its statistics, its first values."""

from desktop.records.record import Number, Record, Value

VALUES_KEPT = 64
"""How many leading elements a record holds; full values are asked of the engine."""


class Tensor(Record, frozen=True):
    """A tensor's facts, in no way attached to the tensor.

    `dtype` is PyTorch's name without its prefix ("float32"); `device` is PyTorch's own ("cuda:0").
    Statistics are None where there is nothing to compute (meta tensors, no elements) or no order (complex:
    `minimum`, `maximum`). `deviation` is the population's. `values` are the first elements in row-major order.
    """

    shape: tuple[int, ...]
    dtype: str
    device: str
    requires_grad: bool = False
    is_leaf: bool = False
    count: int = 0
    minimum: Number | None = None
    maximum: Number | None = None
    mean: Value | None = None
    deviation: Number | None = None
    norm: Number | None = None
    zeros: int | None = None
    nans: int | None = None
    infinities: int | None = None
    values: tuple[Value, ...] | None = None


class NamedTensor(Record, frozen=True):
    """A tensor under the name its owner gives it: a saved tensor, a parameter."""

    name: str
    tensor: Tensor | None
