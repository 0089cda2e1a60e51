"""Whatever a program does short of ending the process, the guard answers with a Run."""

from collections.abc import Callable
from typing import Never

import pytest

from desktop.engine import guard
from desktop.engine.guard import NOT_RECORDED, Guard, not_recorded
from desktop.engine.run import Silence
from desktop.records.run import Program

BACKWARD = "import torch\n(torch.ones(2, requires_grad=True) * 2).sum().backward()"


def raising(error: BaseException) -> Callable[..., Never]:
    """Give a function that raises."""

    def fail(*_: object) -> Never:
        raise error

    return fail


def test_finished() -> None:
    """A program that does nothing wrong is recorded as ever, under the name it was given."""
    run = Guard().run(Program(BACKWARD), Silence())
    assert (run.status, len(run.flows), run.error) == ("finished", 1, None)


@pytest.mark.parametrize("error", [ZeroDivisionError("ours"), SystemExit("ours"), GeneratorExit("ours")])
def test_what_cannot_be_recorded(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """An error of ours is told as ours, with its reason and traceback, and ends nothing."""
    monkeypatch.setattr(guard, "run", raising(error))
    run = Guard().run(Program(BACKWARD), Silence())
    assert run.status == "failed"
    assert run.error is not None
    assert run.error.type == NOT_RECORDED
    assert "ours" in run.error.message
    assert type(error).__name__ in run.error.traceback


def test_stopped_while_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupt that comes while the record is written stops the run like any other."""
    monkeypatch.setattr(guard, "run", raising(KeyboardInterrupt()))
    run = Guard().run(Program(BACKWARD), Silence())
    assert run.status == "stopped"
    assert run.error is not None
    assert run.error.type == "Stopped"


def test_unknown_device() -> None:
    """A device that is not there is wrong usage, not a fault."""
    run = Guard().run(Program("", device="abacus"), Silence())
    assert run.error is not None
    assert run.error.type == "UsageError"
    assert "abacus" in run.error.message


def test_limit_is_named() -> None:
    """A program that runs out of memory is told how much it was allowed."""
    run = Guard().run(Program("bytearray(10**13)", memory_mb=700), Silence())
    assert run.status == "stopped"
    assert run.error is not None
    assert run.error.message == "The program may take 700 MiB more than the engine has; that limit was reached."


def test_reason_is_bounded() -> None:
    """However long the reason, the message stays one a person reads."""
    run = not_recorded(Program(""), ValueError("x" * 10**6))
    assert run.error is not None
    assert len(run.error.message) < 500
    assert len(run.error.traceback) <= 4000
