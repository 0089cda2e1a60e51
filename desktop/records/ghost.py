"""The operation that raised: it has no node, but its operands have."""

from desktop.records.record import Record
from desktop.records.tensor import Tensor
from desktop.records.text import Span


class Operand(Record, frozen=True):
    """A tensor that an operation was given, and the id of its node in a recorded graph (None: it lies in none)."""

    tensor: Tensor
    node: str | None = None


class Ghost(Record, frozen=True):
    """A torch call that failed: its name ("add"), where it stands, what it was given, and PyTorch's own words."""

    name: str
    span: Span | None
    operands: tuple[Operand, ...]
    message: str
