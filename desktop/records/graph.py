"""The graph autograd built, as values."""

from typing import Literal

from desktop.records.record import Record
from desktop.records.tensor import NamedTensor, Tensor
from desktop.records.text import Span

NodeKind = Literal["operation", "leaf", "input", "constant"]


class Node(Record, frozen=True):
    """One node: `id` is unique in its Run and given in walk order ("n0", "n1", …).

    "operation" and "leaf" nodes are exactly autograd's (AccumulateGrad is the leaf). "input" and "constant" are
    tensors that need no gradient but took part; a constant is one that nobody named.
    `name` is autograd's class name ("AddBackward0"; "Tensor" where autograd holds nothing), `label` the program's
    own name for it ("z", "model.linear.weight") or "", `module` the path it ran in ("model.linear") or "".
    """

    id: str
    name: str
    kind: NodeKind
    label: str = ""
    tensor: Tensor | None = None
    module: str = ""
    span: Span | None = None
    saved: tuple[NamedTensor, ...] = ()


class Edge(Record, frozen=True):
    """One edge, as gradients run: from an operation to what it differentiates.

    `slot` is the position in the source's `next_functions`, `output` the second entry there (which of the target's
    outputs it was); both are None for edges to inputs and constants.
    """

    source: str
    target: str
    slot: int | None
    output: int | None


class Graph(Record, frozen=True):
    """Everything reachable from its roots, in walk order."""

    roots: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
