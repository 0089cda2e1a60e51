"""One backward pass: which node ran when, and the gradients it took and gave."""

import msgspec

from desktop.records.record import Record
from desktop.records.tensor import Tensor


class FlowStep(Record, frozen=True):
    """One node's turn in the engine's true order.

    `incoming` are the gradients with respect to the node's outputs as they reach it (for a leaf the increment, not
    `.grad`); `outgoing` has one entry for each of `next_functions`, the gradient this node sends there.
    `elapsed_us` is the time the engine spent in the node, in microseconds.
    """

    node: str
    order: int
    elapsed_us: float
    incoming: tuple[Tensor | None, ...]
    outgoing: tuple[Tensor | None, ...]


class Change(Record, frozen=True):
    """A leaf's gradient or value before and after something changed it; `node` is the leaf's."""

    node: str
    before: Tensor
    after: Tensor


class Flow(Record, frozen=True):
    """One `backward` or `grad` call over the graph at index `graph` of the Run; passes count from 1.

    `retains` says that the call kept what its nodes had saved (`retain_graph` or `create_graph`). `accumulated` are the
    `.grad`s that were there before and were added to, `updated` the values that optimizers moved between this pass and
    the next: of small leaves, gradients of passes with few, and of passes that are recorded as they happen, so not of
    the last one of a long loop.
    """

    graph: int
    number: int = msgspec.field(name="pass")
    steps: tuple[FlowStep, ...] = ()
    retains: bool = False
    accumulated: tuple[Change, ...] = ()
    updated: tuple[Change, ...] = ()
