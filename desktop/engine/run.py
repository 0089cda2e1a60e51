"""`run(Program) -> Run`: execute a program with real torch and write down what autograd did."""

import contextlib
import threading
import time
import types
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import msgspec
import torch

from desktop.engine.as_new import BuiltinNames
from desktop.engine.devices import check_device
from desktop.engine.failure import failure, program_frames
from desktop.engine.findings.ghost import ghost_of, operands_of
from desktop.engine.findings.study import Study
from desktop.engine.holdings import Holdings
from desktop.engine.limits import memory_bound
from desktop.engine.names import bound_tensors
from desktop.engine.output import Output
from desktop.engine.permission import wants
from desktop.engine.recording import Recording
from desktop.engine.source import Source
from desktop.engine.state import fresh_state
from desktop.engine.variables import variables
from desktop.records.assembly import assemble
from desktop.records.finding import Finding
from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.run import Failure, Program, Run, Status

SCHEMA = 1


class Report(Protocol):
    """Who wants to hear of a run while it goes on. Calls come from the program's threads."""

    def printed(self, text: str) -> None:
        """Take text the program printed."""

    def graph_captured(self, index: int, graph: Graph) -> None:
        """Take the piece of a graph captured as number `index` (see `records.assembly`)."""

    def flow_recorded(self, index: int, flow: Flow) -> None:
        """Take a flow over the piece at `flow.graph`."""


class Silence:
    """A Report that nobody hears."""

    def printed(self, text: str) -> None:
        """Drop the text: the Run holds it too."""

    def graph_captured(self, index: int, graph: Graph) -> None:
        """Drop the piece: the Run holds the whole graph."""

    def flow_recorded(self, index: int, flow: Flow) -> None:
        """Drop the flow: the Run holds it too."""


def run(program: Program, report: Report | None = None, holdings: Holdings | None = None) -> Run:
    """Run a program and give its record; what the program raises becomes the record's `error`.

    `holdings` get the tensors that the record tells of, as far as they last.

    A program that nobody trusts runs only if the check of its text finds nothing that needs consent; else the record
    is "refused" and its findings say what the program wants.
    Raises UsageError where torch does not offer the device. Thread: the process's main thread, one run at a time.
    """
    check_device(program.device)
    if not program.trusted and (wanted := wants(program.text, program.name)):
        return _refused(program, wanted)
    report = report or Silence()
    try:
        source = Source(program.text, program.name)
    except (SyntaxError, ValueError) as error:
        return not_run(program, failure(error, None, program.name))
    except (RecursionError, MemoryError) as error:
        return not_run(program, Failure(type(error).__name__, "It is nested too deeply for Python to read.", None, ""))
    return _execute(program, source, Output(report.printed), report, holdings)


def not_run(program: Program, error: Failure) -> Run:
    """Give the record of a program that failed before its first instruction."""
    return Run(SCHEMA, "failed", program.device, program.seed, elapsed_ms=0.0, output="", error=error)


def _refused(program: Program, wanted: tuple[Finding, ...]) -> Run:
    message = f"It needs consent, so nothing was run: the program {_listed([each.message for each in wanted])}."
    error = Failure("PermissionNeeded", message, wanted[0].span, "")
    return msgspec.structs.replace(not_run(program, error), status="refused", findings=wanted)


def _listed(wants_in_words: list[str]) -> str:
    *first, last = dict.fromkeys(wants_in_words)
    return f"{', '.join(first)} and {last}" if first else last


def _execute(program: Program, source: Source, output: Output, report: Report, holdings: Holdings | None) -> Run:
    main = types.ModuleType("__main__")
    main.__file__ = program.name
    recording = Recording(source, report.graph_captured, report.flow_recorded, holdings)
    study = Study(program, source)
    with fresh_state(program, main, output):
        start = time.perf_counter()
        error = _attempt(program, source, main, recording, study)
        elapsed_ms = (time.perf_counter() - start) * 1000
        with torch._C.DisableTorchFunctionSubclass():
            namespaces = _namespaces(main, error, program.name)
            recording.take_remaining([*_candidates(namespaces), *operands_of(error)], namespaces)
            found = variables(vars(main), *([holdings] if holdings is not None else []))
            if holdings is not None:
                holdings.settle()
            status, told = _ending(error, source, program.name)
            graphs, flows = assemble(recording.pieces, recording.flows)
            findings = study.findings(namespaces, error, told, graphs, flows)
    return Run(
        schema=SCHEMA,
        status=status,
        device=program.device,
        seed=program.seed,
        elapsed_ms=elapsed_ms,
        output=output.text,
        variables=found,
        graphs=graphs,
        flows=flows,
        findings=findings,
        error=told,
    )


def _attempt(
    program: Program, source: Source, main: types.ModuleType, recording: Recording, study: Study
) -> BaseException | None:
    """Execute the program to its end, its own threads included; give what it raised."""
    before = set(threading.enumerate())
    try:
        # Inwards: first there is memory again, then Python has its names again, then we go on.
        with recording, study.observing(), BuiltinNames(), memory_bound(program.memory_mb):
            exec(source.code, vars(main))  # noqa: S102 # running a person's program is what this is for
        for thread in set(threading.enumerate()) - before:
            if not thread.daemon:
                thread.join()
    except BaseException as raised:  # noqa: BLE001 # a program may raise anything, SystemExit too
        return raised
    return None


def _ending(error: BaseException | None, source: Source, file: str) -> tuple[Status, Failure | None]:
    if error is None or (isinstance(error, SystemExit) and error.code in (None, 0)):
        return "finished", None
    told = failure(error, source, file)
    with contextlib.suppress(RuntimeError, AssertionError):  # torch cannot tell the node of a view made without grad
        told = msgspec.structs.replace(told, ghost=ghost_of(error, told))
    if isinstance(error, KeyboardInterrupt):
        return "stopped", Failure("Stopped", "The program was stopped.", told.span, told.traceback)
    return ("stopped" if _is_out_of_memory(error) else "failed"), told


def _is_out_of_memory(error: BaseException) -> bool:
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and "allocate memory" in str(error)


def _namespaces(main: types.ModuleType, error: BaseException | None, file: str) -> list[Mapping[str, Any]]:
    """Give the program's globals and, where it raised, the locals of its frames, innermost first."""
    frames = program_frames(error.__traceback__, file) if error is not None else []
    return [vars(main), *(trace.tb_frame.f_locals for trace in reversed(frames))]


def _candidates(namespaces: list[Mapping[str, Any]]) -> Iterator[torch.Tensor]:
    for namespace in namespaces:
        for _, tensor in bound_tensors(namespace):
            yield tensor
