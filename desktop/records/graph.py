"""The graph autograd built, as values."""

from typing import Literal

from desktop.records.record import Record
from desktop.records.tensor import NamedTensor, Tensor
from desktop.records.text import Span

NodeKind = Literal["operation", "leaf", "input", "constant"]
ScopeKind = Literal["module", "function", "loop", "round"]


class Scope(Record, frozen=True):
    """A stretch of the program that nodes were made in: one call of a module or a function, a loop, one of its rounds.

    `id` is unique in its Run ("s0", "s1", …), `parent` the id of the scope around it or "". `name` is a module's path
    ("encoder.layers.3"), a function's name, a loop's first line ("for step in range(3)"), and "" for a round; `type`
    is a module's class. `visit` counts the calls of one module or function, and the rounds of a loop, from 1.
    `parameters` is how many numbers a module's parameters hold, those of its children included. `span` is the call, or
    the loop's first line.
    """

    id: str
    parent: str
    kind: ScopeKind
    name: str
    type: str = ""
    visit: int = 1
    parameters: int = 0
    span: Span | None = None


Plain = bool | int | float | str | None | tuple[bool | int | float | str | None, ...]


class Setting(Record, frozen=True):
    """An argument of an operation that is no tensor, by autograd's name ("dim"); non-finite numbers by theirs."""

    name: str
    value: Plain


class Node(Record, frozen=True):
    """One node: `id` is unique in its Run and given in walk order ("n0", "n1", …).

    "operation" and "leaf" nodes are exactly autograd's (AccumulateGrad is the leaf). "input" and "constant" are
    tensors that need no gradient but took part; a constant is one that nobody named.
    `name` is autograd's class name ("AddBackward0"; "Tensor" where autograd holds nothing), `label` the program's
    own name for it ("z", "model.linear.weight") or "", `module` the path it ran in ("model.linear") or "". `scope` is
    the id of the innermost Scope it was made in, or "". `settings` are the plain arguments that its derivative needs.
    """

    id: str
    name: str
    kind: NodeKind
    label: str = ""
    tensor: Tensor | None = None
    module: str = ""
    span: Span | None = None
    saved: tuple[NamedTensor, ...] = ()
    scope: str = ""
    settings: tuple[Setting, ...] = ()


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
    """Everything reachable from its roots, in walk order, and the scopes of these nodes, outer ones first."""

    roots: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    scopes: tuple[Scope, ...] = ()
