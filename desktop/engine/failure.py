"""An exception as a person should read it: its own words, the place in their text, no frame of ours."""

import re
import traceback
from types import TracebackType

from desktop.engine.source import Source, syntax_span
from desktop.records.run import Failure
from desktop.records.text import Span

LONGEST_MESSAGE, LONGEST_TRACEBACK = 10_000, 200_000
"""In characters."""
DEEPEST_TRACEBACK = 1_000
"""In frames, the innermost."""
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
"""What turns a terminal's letters bold: torch.load's advice has some."""
_OURS = __file__.rpartition("engine")[0]
_FRAME = re.compile(r'  File "([^"]*)", line .*\n(?:    .*\n)*')


def failure(error: BaseException, source: Source | None, file: str) -> Failure:
    """Describe `error`, raised by the program in `file` (`source` is None where it did not even compile)."""
    return Failure(
        type=type(error).__qualname__,
        message=_message(error),
        span=_span(error, source, file),
        traceback=_traceback(error),
    )


def program_frames(trace: TracebackType | None, file: str) -> list[TracebackType]:
    """Give the traceback's entries that lie in the program, outermost first."""
    found = []
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            found.append(trace)
        trace = trace.tb_next
    return found


def program_part(text: str, file: str) -> str:
    """Leave out of what torch says, a traceback in it, the frames around the program's own and those of ours."""
    first = text.find(f'  File "{file}", line ')
    if first < 0:
        return text
    begin = text.find('  File "')
    return text[:begin] + _FRAME.sub(lambda frame: "" if frame[1].startswith(_OURS) else frame[0], text[first:])


def _message(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return str(error.msg)
    try:
        text = _COLOURS.sub("", str(error)).encode("utf-8", "replace").decode()
        return text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]} … ({len(text):,} characters)"
    except BaseException as second:  # noqa: BLE001 # a person's __str__ may raise anything
        return f"(its message raised {type(second).__name__})"


def _span(error: BaseException, source: Source | None, file: str) -> Span | None:
    if isinstance(error, SyntaxError) and error.filename == file:
        return syntax_span(error)
    frames = program_frames(error.__traceback__, file)
    if not frames or source is None:
        return None
    return source.span(frames[-1].tb_frame.f_code, frames[-1].tb_lasti)


def _traceback(error: BaseException) -> str:
    told = traceback.TracebackException.from_exception(error, limit=-DEEPEST_TRACEBACK, compact=True)
    waiting = [told]
    while waiting:
        each = waiting.pop()
        each.stack = traceback.StackSummary.from_list(
            [frame for frame in each.stack if not frame.filename.startswith(_OURS)]
        )
        waiting += [cause for cause in (each.__cause__, each.__context__) if cause is not None]
    text = _COLOURS.sub("", "".join(told.format())).encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST_TRACEBACK else f"…\n{text[-LONGEST_TRACEBACK:]}"
