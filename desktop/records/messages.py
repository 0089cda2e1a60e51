"""What the window and its child processes say to each other, one tagged record a frame.

A `ticket` names the request that a message answers, so that a stale answer can be dropped. Graphs, flows and
placements cross in parts (at most NODES_IN_A_PART nodes each) and are joined by who reads them.
"""

from typing import Literal

from desktop.records.checking import CheckedElement
from desktop.records.finding import Finding
from desktop.records.flow import Change, FlowStep
from desktop.records.graph import Edge, Graph, Node, Scope
from desktop.records.placement import Direction, PlacedEdge, PlacedNode
from desktop.records.record import Record
from desktop.records.run import Program, Run
from desktop.records.training import ChangeName, Outcome, Predictions, Recipe, Task, TrainingChange, TrainingStep

NODES_IN_A_PART = 1_000
STEPS_IN_A_PART = 300
BYTES_IN_A_PART = 4 * 1024 * 1024
PLANE_SIZE = 512
"""Cells that a plane of a tensor has at most, each way."""


class Device(Record, frozen=True):
    """A place tensors can live: PyTorch's name for it ("cuda:0"), a readable one, its memory in bytes if known."""

    name: str
    title: str
    memory: int | None = None


# To the engine


class RunProgram(Record, frozen=True, tag=True):
    """Run a program; answered by Printed, GraphPart and FlowPart as they come, and one RunEnded."""

    ticket: int
    program: Program


class StartTraining(Record, frozen=True, tag=True):
    """Train by a recipe in a worker thread; answered by TrainingBegun, TrainingAdvanced and one TrainingEnded.

    `resume` is a checkpoint's path: then its own recipe counts, but for the recipe's device, and for `epochs` where
    that is given. `paused` lets it stand still before its first iteration. `trusted` is a person's consent to whatever
    the text of a ProgramModel does; else it trains only if the check of that text finds nothing that needs consent.
    """

    ticket: int
    recipe: Recipe
    resume: str = ""
    epochs: int | None = None
    paused: bool = False
    trusted: bool = False


class PauseTraining(Record, frozen=True, tag=True):
    """Stand still after the iteration in progress."""

    ticket: int


class ResumeTraining(Record, frozen=True, tag=True):
    """Go on; after `iterations` of them stand still again (None: do not)."""

    ticket: int
    iterations: int | None = None


class StopTraining(Record, frozen=True, tag=True):
    """End the run after the iteration in progress."""

    ticket: int


class ChangeTraining(Record, frozen=True, tag=True):
    """Go on with another learning rate, momentum or batch size; answered by TrainingChanged."""

    ticket: int
    name: ChangeName
    value: float


class SaveTraining(Record, frozen=True, tag=True):
    """Write a checkpoint between two iterations, the run going on or standing still; answered by TrainingSaved."""

    ticket: int
    path: str


class OpenIteration(Record, frozen=True, tag=True):
    """Write the next iteration as a program, without taking it; answered by IterationOpened."""

    ticket: int


class HeldTensor(Record, frozen=True):
    """Names one tensor of a run: a node's value, what it saved under `name`, a gradient in or out, or a variable.

    `index` is the gradient's place in `incoming` or `outgoing` of the node's step in pass `number`; of a variable only
    the `name` counts.
    """

    which: Literal["value", "saved", "incoming", "outgoing", "variable"]
    node: str = ""
    name: str = ""
    number: int = 0
    index: int = 0


class FetchTensor(Record, frozen=True, tag=True):
    """Give all of a tensor of the run with ticket `run`; answered by TensorPart until the last, or by TensorGone."""

    ticket: int
    run: int
    tensor: HeldTensor


class FetchPlane(Record, frozen=True, tag=True):
    """Give the plane of a tensor that its dimensions `rows` and `columns` span; answered by TensorPlane or TensorGone.

    `at` holds an index for each dimension; those of `rows` and `columns` are not looked at. Where both are equal, or
    the tensor has one dimension, the plane is one row; a scalar is one element.
    """

    ticket: int
    run: int
    tensor: HeldTensor
    rows: int
    columns: int
    at: tuple[int, ...] = ()


class FetchHistogram(Record, frozen=True, tag=True):
    """Count how a tensor's elements are spread; answered by TensorHistogram or TensorGone."""

    ticket: int
    run: int
    tensor: HeldTensor


TensorRequest = FetchTensor | FetchPlane | FetchHistogram


class CheckGradient(Record, frozen=True, tag=True):
    """Check by central differences what autograd says of a node's value in pass `number` of the run with ticket `run`.

    `node` is a leaf or an operation of that pass's graph. The engine runs the program's text again, in double precision
    and unheard, some two times for each element, what a trusted program does to files included: for 20 seconds at most,
    in which it answers nothing else. Answered by GradientChecking now and then, and one GradientChecked or
    GradientUnchecked; StopChecking or a new run ends it early.
    """

    ticket: int
    run: int
    node: str
    number: int


class StopChecking(Record, frozen=True, tag=True):
    """End a CheckGradient, under way or waiting: it is answered by GradientUnchecked."""

    ticket: int


TrainingRequest = (
    StartTraining | PauseTraining | ResumeTraining | StopTraining | ChangeTraining | SaveTraining | OpenIteration
)

ToEngine = RunProgram | TrainingRequest | TensorRequest | CheckGradient | StopChecking


# From the engine


class EngineReady(Record, frozen=True, tag=True):
    """Torch is imported; these devices are there.

    `confined` names what the operating system keeps this engine from, `unconfined` what it could not be kept from and
    why: both empty for an engine that was not asked to be confined.
    """

    torch: str
    devices: tuple[Device, ...]
    confined: tuple[str, ...] = ()
    unconfined: tuple[str, ...] = ()


class Printed(Record, frozen=True, tag=True):
    """Text the program wrote to its standard output or error."""

    ticket: int
    text: str


class GraphPart(Record, frozen=True, tag=True):
    """Nodes, edges and scopes to append to the graph at `index`; `roots` replace those sent before."""

    ticket: int
    index: int
    roots: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    scopes: tuple[Scope, ...] = ()


class FlowPart(Record, frozen=True, tag=True):
    """Steps and changes to append to the flow at `index`."""

    ticket: int
    index: int
    graph: int
    number: int
    steps: tuple[FlowStep, ...]
    retains: bool = False
    accumulated: tuple[Change, ...] = ()
    updated: tuple[Change, ...] = ()


class RunEnded(Record, frozen=True, tag=True):
    """The end of a run. `run` comes without graphs and flows: they came before, in parts."""

    ticket: int
    run: Run


class TrainingBegun(Record, frozen=True, tag=True):
    """A run is set up: what is to be learned, and how far it is already (a resumed run brings epochs and changes).

    `iteration` counts those taken in the epoch under way.
    """

    ticket: int
    task: Task
    so_far: Outcome
    iteration: int = 0


class TrainingAdvanced(Record, frozen=True, tag=True):
    """Steps taken since the last message. `paused` says that the run stands still after them.

    `memory` is what the engine's process holds, in bytes, or on an accelerator what PyTorch holds there; 0: not known.
    """

    ticket: int
    steps: tuple[TrainingStep, ...]
    paused: bool = False
    memory: int = 0


class TrainingSeen(Record, frozen=True, tag=True):
    """What the model answers now: some times a second while a run goes on, and whenever it stands still or ends."""

    ticket: int
    predictions: Predictions


class TrainingChanged(Record, frozen=True, tag=True):
    """What a ChangeTraining came to: the change as it was noted, or in `error` one paragraph on why there is none."""

    ticket: int
    change: TrainingChange | None
    error: str = ""


class TrainingSaved(Record, frozen=True, tag=True):
    """What a SaveTraining came to: the checkpoint is at `path`, or in `error` stands one paragraph on why it is not."""

    ticket: int
    path: str
    error: str = ""


class IterationOpened(Record, frozen=True, tag=True):
    """The iteration after `iteration` of `epoch` as the text of a program, or in `error` one paragraph on why not."""

    ticket: int
    epoch: int
    iteration: int
    text: str
    error: str = ""


EndReason = Literal["reached", "epochs", "stopped", "diverged", "refused", "failed"]


class TrainingEnded(Record, frozen=True, tag=True):
    """The end of a training run: its outcome (as far as it went), or in `error` one paragraph on why it failed.

    Of a run that is "refused", nothing was executed, and `findings` say what the text of its model wants.
    """

    ticket: int
    outcome: Outcome | None
    error: str = ""
    reason: EndReason = "failed"
    findings: tuple[Finding, ...] = ()


TrainingMessage = (
    TrainingBegun | TrainingAdvanced | TrainingSeen | TrainingChanged | TrainingSaved | IterationOpened | TrainingEnded
)


class TensorPart(Record, frozen=True, tag=True):
    """Bytes to append to a tensor: its elements in row-major order, little-endian, of NumPy's type `dtype`.

    `stored` is the type that PyTorch holds it in, where NumPy has none like it ("bfloat16"); `last` completes it.
    """

    ticket: int
    shape: tuple[int, ...]
    dtype: str
    stored: str
    data: bytes
    last: bool


class TensorPlane(Record, frozen=True, tag=True):
    """A plane of `shape` as a picture of at most PLANE_SIZE a side: the least and the greatest value of each cell.

    Both are float64 in row-major order, little-endian, `height` × `width`; a cell of one element has it twice, and one
    that holds a NaN is NaN in both. Cells cover `step` elements each way, fewer at the ends.
    """

    ticket: int
    shape: tuple[int, int]
    height: int
    width: int
    step: tuple[int, int]
    least: bytes
    greatest: bytes


class TensorHistogram(Record, frozen=True, tag=True):
    """How many of all finite elements lie in each of equal intervals from `low` to `high`, the last one closed."""

    ticket: int
    low: float
    high: float
    counts: tuple[int, ...]
    nans: int
    infinities: int


class TensorGone(Record, frozen=True, tag=True):
    """One paragraph on why a tensor cannot be given."""

    ticket: int
    reason: str


TensorAnswer = TensorPart | TensorPlane | TensorHistogram | TensorGone


class GradientChecking(Record, frozen=True, tag=True):
    """How far a check is: `done` of `total` elements. Sent at most twice a second."""

    ticket: int
    done: int
    total: int


class GradientChecked(Record, frozen=True, tag=True):
    """What a check found, for all elements of a tensor of `shape` or for a sample of them, in row-major order.

    `worst` is the place in `elements` of the one that is furthest beyond its tolerance; `all_agree` says that the
    verdict on each is "agrees". `note` is "" or a paragraph: which sample it is, that time ran out, kinks, what
    a disagreement may come of.
    """

    ticket: int
    shape: tuple[int, ...]
    elements: tuple[CheckedElement, ...]
    worst: int
    all_agree: bool
    note: str = ""


class GradientUnchecked(Record, frozen=True, tag=True):
    """One paragraph on why a gradient was not checked: it has no meaning here, the run is gone, a person stopped it."""

    ticket: int
    reason: str


CheckAnswer = GradientChecking | GradientChecked | GradientUnchecked

FromEngine = EngineReady | Printed | GraphPart | FlowPart | RunEnded | TrainingMessage | TensorAnswer | CheckAnswer


# To and from the layout


class Size(Record, frozen=True):
    """How wide and high the views draw a node, in device-independent pixels at 100 %."""

    node: str
    width: float
    height: float


class Near(Record, frozen=True):
    """Where a node's first box stood in the picture before (its centre): there it should stay as far as it can."""

    node: str
    x: float
    y: float


class PlaceGraph(Record, frozen=True, tag=True):
    """Place a graph (its nodes may come bare: id, name, kind and label are all that layout reads).

    `groups` are the ids of nodes that shall stand together; one group may hold another.
    """

    ticket: int
    graph: Graph
    sizes: tuple[Size, ...]
    near: tuple[Near, ...] = ()
    direction: Direction = "data"
    groups: tuple[tuple[str, ...], ...] = ()


class PlacementPart(Record, frozen=True, tag=True):
    """Nodes and edges to append to the placement; `last` completes it."""

    ticket: int
    nodes: tuple[PlacedNode, ...]
    edges: tuple[PlacedEdge, ...]
    size: tuple[float, float]
    last: bool


class LayoutFailed(Record, frozen=True, tag=True):
    """One paragraph on why a graph could not be placed."""

    ticket: int
    error: str


ToLayout = PlaceGraph
FromLayout = PlacementPart | LayoutFailed
