"""A program and what came of running it: `run(Program) -> Run` is the engine's first verb."""

from typing import Literal

from desktop.records.finding import Finding
from desktop.records.flow import Flow
from desktop.records.ghost import Ghost
from desktop.records.graph import Graph
from desktop.records.record import Record
from desktop.records.tensor import NamedTensor, Tensor
from desktop.records.text import Span

Status = Literal["finished", "failed", "refused", "stopped"]
VariableKind = Literal["tensor", "module", "number", "other"]


class Program(Record, frozen=True):
    """A text to run: on which device, with which seed. `name` is what tracebacks call it.

    `memory_mb` is how much more memory the program may take than the engine has, in MiB (None: no bound of ours).
    `trusted` says that a person consented to whatever this text does; else it runs only if the static check allows.
    """

    text: str
    name: str = "program.py"
    device: str = "cpu"
    seed: int = 0
    memory_mb: int | None = None
    trusted: bool = False


class Module(Record, frozen=True):
    """An nn.Module as it prints itself, and its parameters by name."""

    text: str
    parameters: tuple[NamedTensor, ...]


class Variable(Record, frozen=True):
    """A name the program left behind. `node` is its node where it has a `grad_fn` or is a leaf of a graph.

    `text` is a short form of a number or of a plain value; of other objects the name of their type.
    """

    name: str
    kind: VariableKind
    tensor: Tensor | None = None
    module: Module | None = None
    node: str | None = None
    text: str = ""


class Failure(Record, frozen=True):
    """The exception that ended a program, as Python names it, and where in the text it was raised.

    `ghost` is the torch call that raised it, where it was one.
    """

    type: str
    message: str
    span: Span | None
    traceback: str
    ghost: Ghost | None = None


class Run(Record, frozen=True):
    """Everything one run of a Program left: what `run --json` prints and the window shows."""

    schema: int
    status: Status
    device: str
    seed: int
    elapsed_ms: float
    output: str
    variables: tuple[Variable, ...] = ()
    graphs: tuple[Graph, ...] = ()
    flows: tuple[Flow, ...] = ()
    findings: tuple[Finding, ...] = ()
    error: Failure | None = None
