"""What is drawn of a graph: its nodes, groups of them folded into one, saved tensors, and the operation that failed.

A Drawing is made from a Graph for a picture and never leaves the process that draws: it is no part of a Run.
"""

from typing import Literal

from desktop.records.ghost import Ghost
from desktop.records.graph import Graph, Node
from desktop.records.record import Record
from desktop.records.tensor import Tensor
from desktop.records.text import Span


class Group(Record, frozen=True):
    """Nodes that are drawn as one: those of a Scope, or of `times` equal scopes that follow each other.

    `id` is the scope's (of several the first one's with "×" and their number), `label` its name in the program
    ("encoder.layers.3", "for step in range(3)", "round 2"), `name` a module's class, or what else it is ("function",
    "loop", "round").
    `members` are the recorded nodes inside, `parameters` how many numbers their modules' parameters hold; `takes` and
    `gives` are the tensors that cross the border as data flows, `tensor` the first of those it gives.
    """

    id: str
    name: str
    label: str
    members: tuple[str, ...]
    times: int = 1
    parameters: int = 0
    takes: tuple[Tensor, ...] = ()
    gives: tuple[Tensor, ...] = ()
    tensor: Tensor | None = None
    module: str = ""
    span: Span | None = None
    kind: Literal["group"] = "group"


class SavedTensor(Record, frozen=True):
    """A tensor that the node `owner` saved for backward; `name` is autograd's for it ("self").

    `label` is the program's name for it, or "" where that is not certain.
    """

    id: str
    owner: str
    name: str
    label: str = ""
    tensor: Tensor | None = None
    module: str = ""
    span: Span | None = None
    kind: Literal["saved"] = "saved"


class FailedCall(Record, frozen=True):
    """The torch call that ended a program, and a name for each operand: the program's, else of its operation, or ""."""

    ghost: Ghost
    names: tuple[str, ...]


class GhostNode(Record, frozen=True):
    """The operation that failed, in the place where its node would stand; autograd knows nothing of it."""

    id: str
    failed: FailedCall
    name: str
    label: str = ""
    tensor: Tensor | None = None
    module: str = ""
    span: Span | None = None
    kind: Literal["ghost"] = "ghost"


class GhostOperand(Record, frozen=True):
    """A tensor that the failed operation was given and that has no node in what is drawn; `name` counts from 1."""

    id: str
    owner: str
    name: str
    label: str = ""
    tensor: Tensor | None = None
    module: str = ""
    span: Span | None = None
    kind: Literal["operand"] = "operand"


DrawnNode = Node | Group | SavedTensor | GhostNode | GhostOperand


class DrawnEdge(Record, frozen=True):
    """An edge of the picture, as gradients run; `slot` tells the edges of one source apart, None carries no gradient.

    `carries` are the recorded edges that it stands for, each by its source and slot. An edge to a SavedTensor runs
    from its owner, carries nothing and is dotted; so does one from a GhostNode to each of its operands, dashed.
    """

    source: str
    target: str
    slot: int | None
    carries: tuple[tuple[str, int], ...] = ()


class OpenGroup(Record, frozen=True):
    """A group that stands open: a frame around what is drawn of it.

    `members` are ids of drawn nodes, those of frames within and saved tensors too; `depth` is 0 for the outermost.
    """

    group: Group
    depth: int
    members: tuple[str, ...]


class Drawing(Record, frozen=True):
    """A graph as it is drawn. `shown_by` gives for each recorded node the id of the drawn node that shows it.

    `failed` is the call whose GhostNode is among the nodes; `graph` is what autograd recorded and holds no such node.
    A parameter that several closed calls of its module keep inside is a member of each, shown by the first call, where
    its gradient is complete; no edge leads to it.
    """

    graph: Graph
    roots: tuple[str, ...]
    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]
    opened: tuple[OpenGroup, ...]
    shown_by: dict[str, str]
    failed: FailedCall | None = None
