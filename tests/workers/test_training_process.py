"""The training engine behind the window: started when needed, paused, stepped, stopped, and mortal."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.records.messages import (
    IterationOpened,
    TrainingAdvanced,
    TrainingChanged,
    TrainingEnded,
    TrainingSaved,
)
from desktop.records.recipe import Function, Mlp
from desktop.records.training import Recipe, TrainingChange
from desktop.workers.training_process import TrainingProcess

LONG_MS = 20_000

FAKE_TRAINER = """
    import os
    from desktop.records.messages import *
    from desktop.records.training import Outcome, TrainingChange, TrainingStep
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
            elif isinstance(message, ChangeTraining):
                say(TrainingChanged(message.ticket, TrainingChange(1, 2, message.name, message.value)))
            elif isinstance(message, SaveTraining):
                say(TrainingSaved(message.ticket - 1, "stale"))
                say(TrainingSaved(message.ticket, message.path))
            elif isinstance(message, OpenIteration):
                say(IterationOpened(message.ticket, 1, 2, "text"))
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


def test_questions_are_answered_under_the_trainings_ticket(qtbot: QtBot, trainer: TrainingProcess) -> None:
    """Change, save and open are answered while it goes on; a stale answer is dropped."""
    ticket = begin(qtbot, trainer, Recipe())
    with qtbot.waitSignal(trainer.training_changed, timeout=LONG_MS) as changed:
        trainer.change_training("momentum", 0.5)
    with qtbot.waitSignal(trainer.training_saved, timeout=LONG_MS) as saved:
        trainer.save_training("here")
    with qtbot.waitSignal(trainer.iteration_opened, timeout=LONG_MS) as opened:
        trainer.open_iteration()
    assert changed.args == [TrainingChanged(ticket, TrainingChange(1, 2, "momentum", 0.5))]
    assert saved.args == [TrainingSaved(ticket, "here")]
    assert opened.args == [IterationOpened(ticket, 1, 2, "text")]


def test_an_ended_training_can_still_be_saved(qtbot: QtBot, trainer: TrainingProcess) -> None:
    """Its engine keeps it until the next begins."""
    ticket = begin(qtbot, trainer, Recipe(seed=1))
    with qtbot.waitSignal(trainer.training_ended, timeout=LONG_MS):
        trainer.stop_training()
    with qtbot.waitSignal(trainer.training_saved, timeout=LONG_MS) as saved:
        trainer.save_training("here")
    assert saved.args == [TrainingSaved(ticket, "here")]


def test_the_real_engine_trains_shows_and_saves(qtbot: QtBot, tmp_path: Path) -> None:
    """With the engine itself: task, answers, steps, a change, an end with its reason, a file."""
    process = TrainingProcess()
    recipe = Recipe(batch_size=8, model=Mlp((4,)), target=Function("xor"), iterations=50, epochs=2, threshold=0)
    with qtbot.waitSignals([process.training_begun, process.training_seen], timeout=LONG_MS, order="strict"):
        process.start_training(recipe, paused=True)
    with qtbot.waitSignal(process.training_changed, timeout=LONG_MS):
        process.change_training("learning_rate", 0.1)
    with qtbot.waitSignal(process.training_ended, timeout=LONG_MS) as ended:
        process.resume_training()
    assert ended.args is not None
    assert ended.args[0].reason == "epochs"
    assert ended.args[0].outcome.changes == (TrainingChange(1, 0, "learning_rate", 0.1),)
    with qtbot.waitSignal(process.training_saved, timeout=LONG_MS):
        process.save_training(str(tmp_path / "run"))
    assert (tmp_path / "run").stat().st_size > 0
    process.close()
