"""The training engine behind the window: started when needed, paused, stepped, stopped, and mortal."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.records.messages import TrainingAdvanced, TrainingEnded
from desktop.records.training import Recipe
from desktop.workers.training_process import TrainingProcess

LONG_MS = 20_000

FAKE_TRAINER = """
    import os
    from desktop.records.messages import *
    from desktop.records.training import Outcome, TrainingStep
    from desktop.records.wire import FrameReader, frame

    def say(message):
        os.write(1, frame(message))

    def step(ticket, iteration, paused):
        say(TrainingAdvanced(ticket, (TrainingStep(1, iteration, (0.5,), {}),), paused))

    say(EngineReady("fake", ()))
    reader = FrameReader(ToEngine)
    recipe = None
    while data := os.read(0, 65536):
        for message in reader.feed(data):
            if isinstance(message, StartTraining):
                recipe = message.recipe
                step(message.ticket, 1, False)
            elif isinstance(message, PauseTraining):
                step(message.ticket, 2, True)
            elif isinstance(message, ResumeTraining) and message.iterations is None:
                os.abort()
            elif isinstance(message, ResumeTraining):
                step(message.ticket, 2 + message.iterations, True)
            elif isinstance(message, StopTraining) and recipe.seed != 13:
                say(TrainingEnded(message.ticket, Outcome(1, False, "cpu", 0, recipe, 0.1, (), {})))
"""


@pytest.fixture
def trainer(child: Callable[[str], str]) -> Iterator[TrainingProcess]:
    """Give a training process whose engine is the tests' own, not started."""
    process = TrainingProcess(module=child(FAKE_TRAINER))
    yield process
    process.close()


def begin(qtbot: QtBot, trainer: TrainingProcess, recipe: Recipe) -> int:
    """Start a training and wait for its first step."""
    with qtbot.waitSignal(trainer.training_advanced, timeout=LONG_MS):
        return trainer.start_training(recipe)


def test_pause_step_stop(qtbot: QtBot, trainer: TrainingProcess) -> None:
    """Each wish is answered by the engine under the training's ticket."""
    heard: list[TrainingAdvanced] = []
    trainer.training_advanced.connect(heard.append)
    ticket = begin(qtbot, trainer, Recipe(epochs=3))
    trainer.pause_training()
    trainer.resume_training(1)
    with qtbot.waitSignal(trainer.training_ended, timeout=LONG_MS) as blocker:
        trainer.stop_training()
    assert [(message.ticket, message.steps[0].iteration, message.paused) for message in heard] == [
        (ticket, 1, False),
        (ticket, 2, True),
        (ticket, 3, True),
    ]
    assert blocker.args is not None
    assert blocker.args[0].outcome.recipe.epochs == 3
    assert not trainer.is_busy


def test_crash(qtbot: QtBot, trainer: TrainingProcess) -> None:
    """A crash ends the training in one paragraph, and the next training works."""
    begin(qtbot, trainer, Recipe())
    with qtbot.waitSignal(trainer.training_ended, timeout=LONG_MS) as blocker:
        trainer.resume_training()
    assert blocker.args is not None
    ended = blocker.args[0]
    assert isinstance(ended, TrainingEnded)
    assert ended.outcome is None
    assert "SIGABRT" in ended.error
    begin(qtbot, trainer, Recipe())


def test_engine_that_never_starts(qtbot: QtBot) -> None:
    """A training whose engine cannot start ends with the reason, which is told apart too."""
    process = TrainingProcess(module="no_such_module")
    with qtbot.waitSignals([process.unavailable, process.training_ended], timeout=LONG_MS):
        process.start_training(Recipe())
    assert not process.is_busy
    assert not process.is_ready
    process.close()


def test_stop_in_a_long_iteration(qtbot: QtBot, trainer: TrainingProcess) -> None:
    """A stop that the engine does not answer ends the training all the same, and the next training works."""
    begin(qtbot, trainer, Recipe(seed=13))
    with qtbot.waitSignal(trainer.training_ended, timeout=LONG_MS) as blocker:
        trainer.stop_training()
    assert blocker.args is not None
    assert "stopped" in blocker.args[0].error
    begin(qtbot, trainer, Recipe())
