"""What the rules say of a program before it is run, as far as shapes and dtypes alone tell it."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.engine.failure import program_frames
from desktop.engine.findings.case import Case, FailedCall
from desktop.engine.findings.examine import examine
from desktop.engine.findings.log import Log
from desktop.engine.findings.syntax import Syntax, parsed
from desktop.engine.preview.calls import FailedTorchCall, failed_torch_call
from desktop.records.finding import Finding
from desktop.records.run import Failure, Program
from desktop.records.text import Span

FROM_SHAPES = frozenset(
    {
        "broadcast-both-expand",
        "broadcast-mismatch",
        "matmul-mismatch",
        "batchnorm-single",
        "join-mismatch",
        "collate-mismatch",
        "reshape-mismatch",
        "view-not-contiguous",
        "dimension-out-of-range",
        "layer-mismatch",
        "input-too-small",
        "index-out-of-range",
        "target-mismatch",
        "dtype-mismatch",
        "one-number-wanted",
    }
)
"""The rules that are asked: what they say follows from shapes and dtypes."""


def foreseen(
    program: Program, log: Log, main: Mapping[str, Any], error: BaseException | None, span: Span | None
) -> tuple[Finding, ...]:
    """Ask the rules; `error` ended the look at `span`, where it is not of the look's own making."""
    if error is None and not log.of("broadcast"):
        return ()
    call = failed_torch_call(error) if error is not None else None
    told = _told(error, call) if error is not None else None
    failure = Failure(type(told).__name__, str(told), span, "") if told is not None and span is not None else None
    namespaces = [main, *(trace.tb_frame.f_locals for trace in reversed(_frames(error, program.name)))]
    case = Case(
        program,
        Syntax(program.text, parsed(program.text)),
        log,
        namespaces,
        error,
        failure,
        call=FailedCall(getattr(call.function, "__name__", ""), call.tensors()) if call is not None else None,
    )
    return examine(case, FROM_SHAPES)


def _told(error: BaseException, call: FailedTorchCall | None) -> BaseException | None:
    """Give the words of a run: a fake tensor may fail in others, or where a true one does not."""
    return error if call is None else call.error()


def _frames(error: BaseException | None, name: str) -> Sequence[Any]:
    return program_frames(error.__traceback__, name) if error is not None else ()
