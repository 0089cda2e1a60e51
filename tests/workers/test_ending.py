"""How an end is told: signals by name, last words, the line of a crash."""

import signal

import pytest

from desktop.records.run import Program
from desktop.records.text import Span
from desktop.workers.ending import ending, engine_ended

DUMP = """Fatal Python error: Aborted

Thread 0x00007f4e580136c0 (most recent call first):
  File "program.py", line 1 in elsewhere

Current thread 0x00007f4e7aa8eb80 (most recent call first):
  File "/somewhere/torch/functional.py", line 9 in crash
  File "program.py", line 2 in f
  File "program.py", line 3 in <module>

Extension modules: numpy.random.mtrand (total: 23)
"""


@pytest.mark.parametrize(
    ("returncode", "report", "words"),
    [
        (3, "", "The engine ended by itself with exit status 3."),
        (-signal.SIGSEGV, "", "The engine was ended by SIGSEGV (Segmentation fault)."),
        (-63, "", "The engine was ended by signal 63."),
        (None, "No room.", "The engine ended, and nothing is known of why. Its last words: No room."),
        (1, "Traceback\nModuleNotFoundError: torch\n", "exit status 1. Its last words: ModuleNotFoundError: torch"),
    ],
)
def test_words(returncode: int | None, report: str, words: str) -> None:
    """Each manner of ending has its sentence."""
    assert ending("The engine", returncode, report).endswith(words)


def test_crash_names_the_line() -> None:
    """A crash is marked at the program's innermost line in the thread that crashed, and the dump is not quoted."""
    failure = engine_ended(Program("def f():\n    torch.crash()\nf()"), -signal.SIGABRT, DUMP)
    assert failure.span == Span(2, 4, 2, 17)
    assert failure.message == "The engine process was ended by SIGABRT (Aborted)."


@pytest.mark.parametrize("text", ["", "x = 1"])
def test_crash_in_a_line_that_is_not_there(text: str) -> None:
    """A dump that names a line the text does not have marks nothing."""
    assert engine_ended(Program(text), -signal.SIGABRT, DUMP).span is None
