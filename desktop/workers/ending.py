"""How a child process ended, in one readable paragraph, and at which line of a program."""

import re
import signal

from desktop.records.run import Failure, Program
from desktop.records.text import Span

_DUMP = ("Fatal Python error", "Thread 0x", "Current thread 0x", "  File ", "Extension modules:")
"""How the lines begin that Python's faulthandler writes when it crashes."""
_LONGEST_WORDS = 300


def ending(what: str, returncode: int | None, report: str) -> str:
    """Say how `what` ("The engine process") ended: by which signal or exit status, and the last line it wrote."""
    return f"{what} {_manner(returncode)}.{_last_words(report)}"


def engine_ended(program: Program, returncode: int | None, report: str) -> Failure:
    """Give the error of a program whose engine ended, at the line that faulthandler named if it named one."""
    message = ending("The engine process", returncode, report)
    return Failure("EngineEnded", message, _crash_span(program, report), report)


def _manner(returncode: int | None) -> str:
    if returncode is None:
        return "ended, and nothing is known of why"
    if returncode >= 0:
        return f"ended by itself with exit status {returncode}"
    try:
        name = signal.Signals(-returncode).name
    except ValueError:
        return f"was ended by signal {-returncode}"
    return f"was ended by {name} ({signal.strsignal(-returncode)})"


def _last_words(report: str) -> str:
    lines = [line.strip() for line in report.splitlines() if line.strip() and not line.startswith(_DUMP)]
    return f" Its last words: {lines[-1][:_LONGEST_WORDS]}" if lines else ""


def _crash_span(program: Program, report: str) -> Span | None:
    """Find the innermost line of the program in the dump of the thread that crashed."""
    _, _, dump = report.partition("Current thread 0x")
    found = re.search(rf'^  File "{re.escape(program.name)}", line (\d+) in ', dump, re.MULTILINE)
    lines = program.text.splitlines()
    number = int(found[1]) if found else 0
    if not 1 <= number <= len(lines):
        return None
    line = lines[number - 1]
    return Span(number, len(line) - len(line.lstrip()), number, len(line))
