"""The engine process: programs run in its main thread, training in a worker thread, messages in frames."""

import contextlib
import gc
import os
import queue
import signal
import threading
from types import FrameType

import msgspec
import torch

from desktop.engine.checking.desk import CheckDesk
from desktop.engine.confinement import Confinement
from desktop.engine.devices import devices
from desktop.engine.door import door
from desktop.engine.guard import Guard, not_recorded
from desktop.engine.holdings import Holdings, NotHeldError
from desktop.engine.output import Output
from desktop.engine.run import run
from desktop.engine.streams import Streams
from desktop.engine.tensor_views import NoSuchViewError, answers
from desktop.engine.trainer import Trainer
from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.messages import (
    NODES_IN_A_PART,
    STEPS_IN_A_PART,
    CheckGradient,
    EngineReady,
    FetchHistogram,
    FetchPlane,
    FetchTensor,
    FlowPart,
    GraphPart,
    Printed,
    RunEnded,
    RunProgram,
    StopChecking,
    TensorGone,
    TensorRequest,
    ToEngine,
)
from desktop.records.run import Program, Run
from desktop.records.wire import WireError

DAMAGED_MESSAGE = 2
_WARM_UP = "import torch\n(torch.ones(2, requires_grad=True) * 2).sum().backward()\n"

_WARM_UP_OPTIMIZER = "import torch\ntorch.optim.SGD([torch.ones(1, requires_grad=True)], 0.1)\n"
_AT_ONCE_S = 0.2
_Request = RunProgram | TensorRequest | CheckGradient
_ANOTHER_RUN = "The engine holds the tensors of its last run only, and another has begun since. Run the program again."


class Engine:
    """Answers messages until the input ends."""

    def __init__(self, streams: Streams, confinement: Confinement) -> None:
        self._streams = streams
        self._confinement = confinement
        self._requests: queue.SimpleQueue[_Request] = queue.SimpleQueue()
        self._newest: int | None = None
        self._holdings = Holdings()
        self._trainer = Trainer(streams.send)
        self._checks = CheckDesk(streams.send)

    def serve(self) -> None:
        """Run programs as they are asked for. Thread: the main one; it never returns."""
        threading.Thread(target=self._read, daemon=True).start()
        run(Program(_WARM_UP))
        gc.freeze()  # what torch brought with it is never garbage
        self._streams.send(EngineReady(str(torch.__version__), devices(), *self._confinement))
        request = self._first_request()
        guard = Guard()
        while True:
            if isinstance(request, RunProgram):
                self._run(request, guard)
            elif isinstance(request, CheckGradient):
                self._check(request)
            else:
                self._answer(request)
            request = self._requests.get()

    def _first_request(self) -> _Request:
        """Wait for a program; if none comes at once, let torch import what the first optimizer would wait for."""
        with contextlib.suppress(queue.Empty):
            return self._requests.get(timeout=_AT_ONCE_S)
        run(Program(_WARM_UP_OPTIMIZER))
        gc.freeze()
        return self._requests.get()

    def _run(self, request: RunProgram, guard: Guard) -> None:
        self._holdings = Holdings()
        reporter = _Reporter(request.ticket, self._streams)
        strays = Output(reporter.printed)
        with self._streams.lent(strays.write):
            signal.signal(signal.SIGINT, self._interrupt)
            ended = guard.run(request.program, reporter, self._holdings)
        self._checks.hold(request.ticket, request.program, ended)
        try:
            self._end(request.ticket, ended, reporter)
        except (WireError, UnicodeEncodeError) as error:
            self._end(request.ticket, not_recorded(request.program, error), reporter)
        gc.collect()  # what a program left in circles has its last words now, and not within the next run

    def _interrupt(self, signal_number: int, frame: FrameType | None) -> None:
        """Interrupt the program, once what it captured is told: it may catch this, and its engine then be killed."""
        recording = door().recording
        try:
            if recording is not None and not self._streams.is_sending:
                recording.develop()
        finally:
            self._streams.interrupt(signal_number, frame)

    def _end(self, ticket: int, ended: Run, reporter: "_Reporter") -> None:
        whole = msgspec.structs.replace(ended, output=reporter.output, graphs=(), flows=())
        self._streams.send(RunEnded(ticket, whole))

    def _check(self, request: CheckGradient) -> None:
        """Check a gradient of the last run: its program runs again, and nobody hears it."""
        with self._streams.lent(lambda _text: None):
            self._checks.answer(request)

    def _answer(self, request: TensorRequest) -> None:
        """Answer about a tensor of the last run."""
        try:
            for answer in answers(request, self._holdings.find(request.tensor)):
                self._streams.send(answer)
        except (NotHeldError, NoSuchViewError) as error:
            self._streams.send(TensorGone(request.ticket, str(error)))
        except (RuntimeError, MemoryError) as error:
            self._streams.send(TensorGone(request.ticket, f"The tensor could not be read: {error}"))

    def _ask(self, request: TensorRequest) -> None:
        """Let the main thread answer, or say at once that a run which was asked for later takes the tensors' place."""
        if request.run == self._newest:
            self._requests.put(request)
        else:
            self._streams.send(TensorGone(request.ticket, _ANOTHER_RUN))

    def _read(self) -> None:
        """Take messages in; at the end of input end the process, whatever it is doing. Thread: one of its own."""
        try:
            for message in self._streams.messages():
                self._take(message)
        except WireError as error:
            os.write(2, f"{error}\n".encode())
            os._exit(DAMAGED_MESSAGE)
        os._exit(0)

    def _take(self, message: ToEngine) -> None:
        match message:
            case RunProgram():
                self._newest = message.ticket
                self._requests.put(message)
                self._checks.expect(message.ticket)
            case FetchTensor() | FetchPlane() | FetchHistogram():
                self._ask(message)
            case CheckGradient():
                self._requests.put(message)
            case StopChecking():
                self._checks.stop(message.ticket)
            case _:
                self._trainer.obey(message)


class _Reporter:
    """Sends what a run gives as it comes, large records in parts."""

    def __init__(self, ticket: int, streams: Streams) -> None:
        self._ticket = ticket
        self._streams = streams
        self._printed: list[str] = []

    @property
    def output(self) -> str:
        """All that was printed, by Python's streams and past them, in the order it came."""
        return "".join(self._printed)

    def printed(self, text: str) -> None:
        sendable = text.encode("utf-8", "replace").decode()  # half a surrogate pair is a character, but no UTF-8
        self._printed.append(sendable)
        self._streams.send(Printed(self._ticket, sendable))

    def graph_captured(self, index: int, graph: Graph) -> None:
        longest = max(1, len(graph.nodes), len(graph.edges), len(graph.scopes))
        for start in range(0, longest, NODES_IN_A_PART):
            part = slice(start, start + NODES_IN_A_PART)
            piece = (graph.nodes[part], graph.edges[part], graph.scopes[part])
            self._streams.send(GraphPart(self._ticket, index, graph.roots, *piece))

    def flow_recorded(self, index: int, flow: Flow) -> None:
        longest = max(1, len(flow.steps), len(flow.accumulated), len(flow.updated))
        for start in range(0, longest, STEPS_IN_A_PART):
            part = slice(start, start + STEPS_IN_A_PART)
            changes = (flow.accumulated[part], flow.updated[part])
            self._streams.send(
                FlowPart(self._ticket, index, flow.graph, flow.number, flow.steps[part], flow.retains, *changes)
            )
