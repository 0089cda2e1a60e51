"""`look(PreviewProgram) -> Preview`: what a program would do, as far as that can be known without values."""

import ast
import contextlib
import io
import sys
import types
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from types import CodeType
from typing import NamedTuple

import msgspec
from torch._subclasses.fake_tensor import (
    DataDependentOutputException,
    DynamicOutputShapeException,
    UnsupportedOperatorException,
)

from desktop.engine.failure import program_frames
from desktop.engine.findings.log import Log
from desktop.engine.limits import memory_bound
from desktop.engine.permission import wants
from desktop.engine.preview.calls import Calls
from desktop.engine.preview.cost import Cost
from desktop.engine.preview.fake import fake_tensors
from desktop.engine.preview.foresight import foreseen
from desktop.engine.preview.marking import AGAIN, BEGIN, FLOAT, ROUNDS, SEE, Marking, Place
from desktop.engine.preview.observer import Look, Observer
from desktop.engine.preview.operands import broadcast_operands
from desktop.engine.preview.places import Places
from desktop.engine.preview.time_bound import time_bound
from desktop.engine.preview.unknown import EndOfSightError, as_float
from desktop.records.finding import Finding
from desktop.records.preview import Estimate, LineHint, Preview, PreviewProgram, Seen
from desktop.records.text import Span

MEMORY_MB = 1024
"""What a preview may take beside fake tensors, for NumPy's arrays and a program's own lists."""
LONGEST_S = 0.6
"""How long a program is executed; then the look ends where it is."""
MOST_EXPRESSIONS = 4_000

_QUIET = (
    EndOfSightError,
    DataDependentOutputException,
    DynamicOutputShapeException,
    UnsupportedOperatorException,
    NotImplementedError,
    MemoryError,
    SystemExit,
    KeyboardInterrupt,
)
_TOLD = (RuntimeError, IndexError, ValueError, TypeError, AssertionError)
"""What may follow from shapes; the rules know it by its words."""


class _Silence(io.TextIOBase):
    """Where the program's prints go."""

    def write(self, text: str) -> int:
        """Drop the text."""
        return len(text)


class _Executed(NamedTuple):
    """What was seen of a program that was executed without computing, and what it raised."""

    cost: Cost
    observer: Observer
    log: Log
    main: types.ModuleType
    error: BaseException | None
    has_open_sizes: bool


def look(request: PreviewProgram) -> Preview:
    """Look at a program, or as much of its beginning as needs no consent.

    Thread: the main one of a process in which `prepare` was called.
    """
    program = request.program
    wanted = wants(program.text, program.name)
    if not wanted:
        return _looked(request)
    beginning = _before(wanted[0], program.text)
    if not beginning or wants(beginning, program.name):
        return Preview(request.ticket, "permission")
    preview = _looked(PreviewProgram(request.ticket, msgspec.structs.replace(program, text=beginning)))
    is_short = preview.status == "complete"
    estimate = msgspec.structs.replace(preview.estimate, complete=False)
    return msgspec.structs.replace(
        preview, status="partial", until=wanted[0].span if is_short else preview.until, estimate=estimate
    )


def _looked(request: PreviewProgram) -> Preview:
    program = request.program
    try:
        tree = ast.parse(program.text, program.name)
        marking = Marking(program.text)
        code = _marked(tree, program.name, marking)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Preview(request.ticket, "unreadable")
    text = Places(program.text, program.name)
    seen = _executed(code, marking, text, open_sizes=False)
    if isinstance(seen.error, DynamicOutputShapeException):
        seen = _executed(code, marking, text, open_sizes=True)
    cost, observer, log, main, error, _ = seen
    ended = None if isinstance(error, SystemExit) else error
    until = _place(ended, text)
    is_sure = isinstance(ended, _TOLD) and not isinstance(ended, _QUIET) and not seen.has_open_sizes
    told = ended if is_sure else None  # a symbol may be refused where a number is not
    return Preview(
        request.ticket,
        "complete" if until is None else "partial",
        tuple(_hints(marking.places, observer.looks)),
        tuple(_expressions(marking.places, observer.looks)),
        foreseen(program, log, vars(main), told, until),
        Estimate(cost.peak, cost.operations, error is None and observer.is_complete),
        until,
    )


def _executed(code: CodeType, marking: Marking, text: Places, *, open_sizes: bool) -> _Executed:
    """Execute a marked program; symbols for open sizes cost every call more, so they are for who needs them."""
    cost = Cost()
    observer, log = Observer(frozenset(_shown(marking.places)), cost), Log(text)
    main = types.ModuleType("__main__")
    error = _attempt(code, main, observer, Calls(log), fake_tensors(open_sizes=open_sizes))
    return _Executed(cost, observer, log, main, error, open_sizes)


def _before(want: Finding, text: str) -> str:
    """Give the whole statements at a text's top that stand before what a program wants."""
    if want.span is None:
        return ""
    end = 0
    for statement in ast.parse(text).body:
        last = statement.end_lineno or statement.lineno
        if last >= want.span.line:
            break
        end = last
    return "\n".join(text.split("\n")[:end])


def _marked(tree: ast.Module, name: str, marking: Marking) -> CodeType:
    marked = marking.visit(tree)
    assert isinstance(marked, ast.Module)  # noqa: S101 # what visit gives for a module
    return compile(ast.fix_missing_locations(marked), name, "exec", dont_inherit=True)


def _shown(places: Sequence[Place]) -> Iterator[int]:
    return (number for number, place in enumerate(places) if place.names is not None)


def _attempt(
    code: CodeType, main: types.ModuleType, observer: Observer, calls: Calls, tensors: AbstractContextManager[None]
) -> BaseException | None:
    """Execute the marked program without computing; give what it raised."""
    vars(main).update(
        {SEE: observer.see, ROUNDS: observer.go_round, AGAIN: observer.again, BEGIN: observer.begin, FLOAT: as_float}
    )
    main.__file__ = name = code.co_filename
    try:
        with _main(main, name), _quiet(), tensors, observer.cost, calls, memory_bound(MEMORY_MB), time_bound(LONGEST_S):
            exec(code, vars(main))  # noqa: S102 # the check of its text found nothing that needs consent
    except BaseException as raised:  # noqa: BLE001 # a program may raise anything
        return raised
    return None


@contextlib.contextmanager
def _main(main: types.ModuleType, name: str) -> Iterator[None]:
    """Let a module be the main one for a while."""
    before = sys.modules["__main__"], sys.argv
    sys.modules["__main__"], sys.argv = main, [name]
    try:
        yield
    finally:
        sys.modules["__main__"], sys.argv = before


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    silence = _Silence()
    with contextlib.redirect_stdout(silence), contextlib.redirect_stderr(silence):
        yield


def _place(error: BaseException | None, text: Places) -> Span | None:
    frames = program_frames(error.__traceback__, text.name) if error is not None else []
    return text.span(frames[-1].tb_frame.f_code, frames[-1].tb_lasti) if frames else None


def _hints(places: Sequence[Place], looks: dict[int, Look]) -> Iterator[LineHint]:
    """Yield what lines bind; of a tuple each name with its own tensor, where they are as many."""
    for number in _shown(places):
        names, seen = places[number].names or (), looks.get(number)
        if seen is None:
            continue
        line = places[number].span.end_line
        if len(names) == len(seen.tensors) > 1:
            parts = zip(names, seen.tensors, strict=True)
            yield from (LineHint(line, name, (tensor,)) for name, tensor in parts if name)
        else:
            yield LineHint(line, ", ".join(names), seen.tensors, seen.others, seen.parameters)


def _expressions(places: Sequence[Place], looks: dict[int, Look]) -> list[Seen]:
    found = [
        Seen(place.span, seen.tensors, seen.others, broadcast_operands(place, looks))
        for number, place in enumerate(places)
        if (seen := looks.get(number)) is not None and seen.tensors
    ]
    return found[:MOST_EXPRESSIONS]
