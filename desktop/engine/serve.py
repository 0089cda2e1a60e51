"""The engine process: programs run in its main thread, training in a worker thread, messages in frames."""

import gc
import os
import queue
import signal
import threading

import msgspec
import torch

from desktop.engine.confinement import Confinement
from desktop.engine.devices import devices
from desktop.engine.limits import memory_allowed, memory_message
from desktop.engine.output import Output
from desktop.engine.run import not_run, run
from desktop.engine.streams import Streams, ignore_interrupts
from desktop.engine.trainer import Trainer
from desktop.records.files import UsageError
from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.messages import (
    NODES_IN_A_PART,
    STEPS_IN_A_PART,
    EngineReady,
    FlowPart,
    GraphPart,
    PauseTraining,
    Printed,
    ResumeTraining,
    RunEnded,
    RunProgram,
    StartTraining,
    StopTraining,
    ToEngine,
)
from desktop.records.run import Failure, Program, Run
from desktop.records.wire import WireError

DAMAGED_MESSAGE = 2
_WARM_UP = "import torch\n(torch.ones(2, requires_grad=True) * 2).sum().backward()\n"


class Engine:
    """Answers messages until the input ends."""

    def __init__(self, streams: Streams, confinement: Confinement) -> None:
        self._streams = streams
        self._confinement = confinement
        self._programs: queue.SimpleQueue[RunProgram] = queue.SimpleQueue()
        self._trainer = Trainer(streams.send)

    def serve(self) -> None:
        """Run programs as they are asked for. Thread: the main one; it never returns."""
        threading.Thread(target=self._read, daemon=True).start()
        run(Program(_WARM_UP))
        gc.freeze()  # what torch brought with it is never garbage
        self._streams.send(EngineReady(str(torch.__version__), devices(), *self._confinement))
        while True:
            self._run(self._programs.get())

    def _run(self, request: RunProgram) -> None:
        reporter = _Reporter(request.ticket, self._streams)
        strays = Output(reporter.printed)
        signal.signal(signal.SIGINT, self._streams.interrupt)
        try:
            with self._streams.lent(strays.write):
                ended = _outcome(request.program, reporter)
        finally:
            ignore_interrupts()
        whole = msgspec.structs.replace(ended, output=ended.output + strays.text, graphs=(), flows=())
        self._streams.send(RunEnded(request.ticket, whole))

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
                self._programs.put(message)
            case StartTraining():
                self._trainer.start(message)
            case PauseTraining():
                self._trainer.pause()
            case ResumeTraining(_, iterations):
                self._trainer.resume(iterations)
            case StopTraining():
                self._trainer.stop()


def _outcome(program: Program, reporter: "_Reporter") -> Run:
    allowed_mb = memory_allowed(program.memory_mb)
    try:
        ended = run(msgspec.structs.replace(program, memory_mb=allowed_mb), reporter)
    except UsageError as error:
        return not_run(program, Failure("UsageError", str(error), None, ""))
    if ended.status != "stopped" or ended.error is None or ended.error.type == "Stopped":
        return ended
    named = msgspec.structs.replace(ended.error, message=memory_message(ended.error.message, allowed_mb))
    return msgspec.structs.replace(ended, error=named)


class _Reporter:
    """Sends what a run gives as it comes, large records in parts."""

    def __init__(self, ticket: int, streams: Streams) -> None:
        self._ticket = ticket
        self._streams = streams

    def printed(self, text: str) -> None:
        self._streams.send(Printed(self._ticket, text))

    def graph_captured(self, index: int, graph: Graph) -> None:
        longest = max(1, len(graph.nodes), len(graph.edges))
        for start in range(0, longest, NODES_IN_A_PART):
            part = slice(start, start + NODES_IN_A_PART)
            self._streams.send(GraphPart(self._ticket, index, graph.roots, graph.nodes[part], graph.edges[part]))

    def flow_recorded(self, index: int, flow: Flow) -> None:
        for start in range(0, max(1, len(flow.steps)), STEPS_IN_A_PART):
            steps = flow.steps[start : start + STEPS_IN_A_PART]
            self._streams.send(FlowPart(self._ticket, index, flow.graph, flow.number, steps))
