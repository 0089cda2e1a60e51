"""Checks of gradients as the window asks for them: a real engine answers, is stopped, and lives on."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.records.messages import (
    CheckAnswer,
    CheckGradient,
    FetchTensor,
    GradientChecked,
    GradientChecking,
    GradientUnchecked,
    HeldTensor,
    TensorPart,
)
from desktop.records.run import Program, Run
from desktop.workers.engine_process import EngineProcess

LONG_MS = 60_000
CUBE = "import torch\nx = torch.tensor([1.0, 2.0], requires_grad=True)\n(x ** 3).sum().backward()\n"
IN_DOUBLE = "import torch\nif torch.get_default_dtype() is torch.float64:\n    {then}\n" + CUBE
SPINNING = IN_DOUBLE.format(then="while True: pass")
DEAF = IN_DOUBLE.format(
    then="while True:\n        try:\n            while True: pass\n        except BaseException: pass"
)

MUTE = """
    import os
    from desktop.records.messages import EngineReady
    from desktop.records.wire import frame

    os.write(1, frame(EngineReady("mute", ())))
    while os.read(0, 65536):
        pass
"""


@pytest.fixture
def engine(qtbot: QtBot) -> Iterator[EngineProcess]:
    """Give an engine that is ready."""
    process = EngineProcess()
    with qtbot.waitSignal(process.ready, timeout=LONG_MS):
        process.start()
    yield process
    process.close()


class Answers:
    """What an engine says about checks."""

    def __init__(self, engine: EngineProcess) -> None:
        self.heard: list[CheckAnswer] = []
        engine.gradient_answered.connect(self._on_answered)

    def last(self, ticket: int) -> GradientChecked | GradientUnchecked | None:
        """Give the one last answer to a check, if it has come."""
        found = [each for each in self.heard if each.ticket == ticket and not isinstance(each, GradientChecking)]
        assert len(found) <= 1
        return found[0] if found else None

    def _on_answered(self, ticket: int, answer: CheckAnswer) -> None:
        assert ticket == answer.ticket
        self.heard.append(answer)


def ran(qtbot: QtBot, engine: EngineProcess, text: str) -> tuple[int, str]:
    """Run a text; give its ticket and the id of its leaf."""
    with qtbot.waitSignal(engine.run_finished, timeout=LONG_MS) as blocker:
        engine.run(Program(text))
    assert blocker.args is not None
    ticket, run = blocker.args
    assert isinstance(run, Run)
    return ticket, next(node.id for node in run.graphs[0].nodes if node.kind == "leaf")


def test_a_gradient_is_checked_and_tensors_are_still_there(qtbot: QtBot, engine: EngineProcess) -> None:
    """The engine answers a check, and after it gives tensors of the same run."""
    answers = Answers(engine)
    run, leaf = ran(qtbot, engine, CUBE)
    ticket = engine.check(CheckGradient(0, run, leaf, 1))
    qtbot.waitUntil(lambda: answers.last(ticket) is not None, timeout=LONG_MS)
    answer = answers.last(ticket)
    assert isinstance(answer, GradientChecked)
    assert [each.autograd for each in answer.elements] == [3.0, 12.0]
    assert answer.all_agree
    with qtbot.waitSignal(engine.tensor_answered, timeout=LONG_MS) as blocker:
        engine.ask(FetchTensor(0, run, HeldTensor("value", leaf)))
    assert blocker.args is not None
    assert isinstance(blocker.args[1], TensorPart)


def test_a_stopped_check_leaves_the_run(qtbot: QtBot, engine: EngineProcess) -> None:
    """Stopping ends a check that spins; the same engine goes on, with the run's tensors."""
    answers = Answers(engine)
    run, leaf = ran(qtbot, engine, SPINNING)
    with qtbot.assertNotEmitted(engine.ready):
        first, second = (engine.check(CheckGradient(0, run, leaf, 1)) for _ in range(2))
        engine.stop_checking()
        qtbot.waitUntil(lambda: answers.last(second) is not None, timeout=LONG_MS)
    assert answers.last(first) == GradientUnchecked(first, "The check was stopped.")
    assert answers.last(second) == GradientUnchecked(second, "The check was stopped.")
    with qtbot.waitSignal(engine.tensor_answered, timeout=LONG_MS) as blocker:
        engine.ask(FetchTensor(0, run, HeldTensor("value", leaf)))
    assert blocker.args is not None
    assert isinstance(blocker.args[1], TensorPart)


@pytest.mark.parametrize("text", [SPINNING, DEAF], ids=["spinning", "deaf"])
def test_another_run_ends_a_check(qtbot: QtBot, engine: EngineProcess, text: str) -> None:
    """A run that is asked for while a check goes on is run, in a new engine if the check does not give way."""
    answers = Answers(engine)
    run, leaf = ran(qtbot, engine, text)
    ticket = engine.check(CheckGradient(0, run, leaf, 1))
    again, _ = ran(qtbot, engine, CUBE)
    assert again == run + 1
    assert isinstance(answers.last(ticket), GradientUnchecked)


def test_a_check_that_stops_for_nobody_costs_the_engine(qtbot: QtBot, child: Callable[[str], str]) -> None:
    """An engine that does not answer a stop is given up; the check is answered all the same."""
    process = EngineProcess(module=child(MUTE))
    answers = Answers(process)
    with qtbot.waitSignal(process.ready, timeout=LONG_MS):
        process.start()
    with qtbot.waitSignal(process.ready, timeout=LONG_MS):
        ticket = process.check(CheckGradient(0, 1, "n0", 1))
        process.stop_checking()
    answer = answers.last(ticket)
    assert isinstance(answer, GradientUnchecked)
    assert "has ended" in answer.reason
    process.close()


def test_a_check_without_an_engine_is_answered(qtbot: QtBot) -> None:
    """A check that is asked for before there is an engine is answered, not forgotten."""
    process = EngineProcess()
    answers = Answers(process)
    ticket = process.check(CheckGradient(0, 1, "n0", 1))
    assert answers.last(ticket) is None
    qtbot.waitUntil(lambda: answers.last(ticket) is not None, timeout=LONG_MS)
    process.close()
