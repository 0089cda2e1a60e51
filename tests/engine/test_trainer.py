"""The trainer: the generator's numbers out of a thread, and a remote hand that is obeyed to the iteration."""

import gc
import math
import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from desktop.engine import trainer as trainer_module
from desktop.engine.trainer import Trainer
from desktop.engine.training import BLOCK, Training, train
from desktop.records.messages import (
    ChangeTraining,
    FromEngine,
    IterationOpened,
    OpenIteration,
    SaveTraining,
    StartTraining,
    TrainingAdvanced,
    TrainingBegun,
    TrainingChanged,
    TrainingEnded,
    TrainingSaved,
    TrainingSeen,
)
from desktop.records.recipe import Function, Mlp, ProgramModel
from desktop.records.training import Recipe, TrainingStep
from desktop.records.wire import FrameReader, frame

Kind = TypeVar("Kind")
WAIT_S = 60
ENDLESS = Recipe(epochs=1_000, threshold=0)


class Desk:
    """A trainer and what it sent, each message through a frame as on the wire."""

    def __init__(self) -> None:
        self._messages: queue.Queue[bytes] = queue.Queue()
        self._reader = FrameReader[FromEngine](FromEngine)
        self.trainer = Trainer(lambda message: self._messages.put(frame(message)))

    def any(self) -> FromEngine:
        """Wait for one message."""
        (message,) = self._reader.feed(self._messages.get(timeout=WAIT_S))
        return message

    def next(self) -> TrainingAdvanced | TrainingEnded:
        """Wait for one message on how far the run is."""
        while not isinstance(message := self.any(), TrainingAdvanced | TrainingEnded):
            assert isinstance(message, TrainingBegun | TrainingSeen)
        return message

    def until(self, kind: type[Kind]) -> Kind:
        """Wait for a message of a kind, passing over others."""
        while not isinstance(message := self.any(), kind):
            pass
        return message

    def until_paused(self) -> list[TrainingStep]:
        """Collect steps up to the message that says the run stands still."""
        steps: list[TrainingStep] = []
        while True:
            message = self.next()
            assert isinstance(message, TrainingAdvanced)
            steps.extend(message.steps)
            if message.paused:
                return steps

    def until_ended(self) -> tuple[list[TrainingAdvanced], TrainingEnded]:
        """Collect messages up to the last one, and see that it is the last."""
        advanced = []
        while isinstance(message := self.next(), TrainingAdvanced):
            advanced.append(message)
        return advanced, message

    def close(self) -> None:
        """End the run and wait until its thread is gone."""
        self.trainer.stop()
        for thread in threading.enumerate():
            if thread.name.startswith("training "):
                thread.join(WAIT_S)

    def is_quiet(self) -> bool:
        """Say whether nothing more was sent."""
        return self._messages.empty()


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Give a desk whose thread is gone in the end."""
    desk = Desk()
    yield desk
    desk.close()


def losses_of(steps: list[TrainingStep]) -> list[float]:
    """Join the losses of steps."""
    return [float(loss) for step in steps for loss in step.losses]


def generated(recipe: Recipe, count: int) -> list[float]:
    """Take the first losses that the generator gives."""
    losses: list[float] = []
    for step in train(recipe):
        losses.extend(float(loss) for loss in step.losses)
        if len(losses) >= count:
            break
    return losses[:count]


def start_paused(desk: Desk, recipe: Recipe = ENDLESS) -> list[TrainingStep]:
    """Start a run and let it stand still at once; give the steps it took."""
    desk.trainer.start(StartTraining(1, recipe))
    desk.trainer.pause()
    return desk.until_paused()


def test_a_run_gives_what_the_generator_gives(desk: Desk) -> None:
    """Losses, epochs and parameters from the thread equal the generator's; one TrainingEnded is the last message."""
    recipe = Recipe(iterations=300, epochs=3)
    desk.trainer.start(StartTraining(5, recipe))
    advanced, ended = desk.until_ended()
    desk.close()
    expected = list(train(recipe))
    steps = [step for message in advanced for step in message.steps]
    assert losses_of(steps) == losses_of(expected)
    assert ended.outcome is not None
    assert [epoch.average_loss for epoch in ended.outcome.epochs] == [
        step.summary.average_loss for step in expected if step.summary is not None
    ]
    assert ended.outcome.parameters == expected[-1].parameters == steps[-1].parameters
    assert ended.error == ""
    assert {message.ticket for message in advanced} | {ended.ticket} == {5}
    assert desk.is_quiet()


def test_a_reached_threshold_ends_the_run(desk: Desk) -> None:
    """The outcome says that the threshold was reached."""
    desk.trainer.start(StartTraining(1, Recipe(iterations=200, learning_rate=0.05)))
    _advanced, ended = desk.until_ended()
    assert ended.outcome is not None
    assert ended.outcome.reached


def test_a_pause_stands_still_and_one_iteration_is_one(desk: Desk) -> None:
    """After a pause the next iteration taken is the very next one, alone, and the run stands still again."""
    taken = len(losses_of(start_paused(desk)))
    for extra in range(1, 4):
        desk.trainer.resume(1)
        (step,) = desk.until_paused()
        assert (step.iteration, len(step.losses)) == (taken + extra, 1)


def test_iterations_asked_for_twice_add_up(desk: Desk) -> None:
    """Two quick requests are both obeyed, also where the second comes before the first is done."""
    before = losses_of(start_paused(desk))
    desk.trainer.resume(3)
    desk.trainer.resume(4)
    taken: list[float] = []
    while len(taken) < 7:
        taken += losses_of(desk.until_paused())
    assert before + taken == generated(ENDLESS, len(before) + 7)
    desk.trainer.resume(1)
    assert len(losses_of(desk.until_paused())) == 1


def test_resume_goes_on_freely(desk: Desk) -> None:
    """A resumed run goes on to its end as if it had never stood still."""
    recipe = Recipe(iterations=2_000, epochs=1)
    steps = start_paused(desk, recipe)
    desk.trainer.resume()
    advanced, ended = desk.until_ended()
    steps += [step for message in advanced for step in message.steps]
    assert losses_of(steps) == generated(recipe, 2_000)
    assert ended.outcome is not None


def test_a_pause_in_counted_iterations_ends_them(desk: Desk) -> None:
    """A pause while a million iterations are granted stands still at once: one more is the very next."""
    start_paused(desk)
    desk.trainer.resume(1_000_000)
    message = desk.next()
    assert isinstance(message, TrainingAdvanced)
    desk.trainer.pause()
    last = [*message.steps, *desk.until_paused()][-1]
    desk.trainer.resume(1)
    (step,) = desk.until_paused()
    assert (step.iteration, len(step.losses)) == (last.iteration + 1, 1)


def test_stop_ends_a_going_run_with_what_it_has(desk: Desk) -> None:
    """The outcome holds the parameters of the last step that was sent, and no error."""
    desk.trainer.start(StartTraining(1, ENDLESS))
    first = desk.next()
    desk.trainer.stop()
    advanced, ended = desk.until_ended()
    last = [message for message in [first, *advanced] if isinstance(message, TrainingAdvanced)][-1].steps[-1]
    assert ended.outcome is not None
    assert ended.outcome.parameters == last.parameters
    assert (ended.outcome.reached, ended.error) == (False, "")


def test_stop_ends_a_run_that_stands_still(desk: Desk) -> None:
    """A paused run can be stopped."""
    start_paused(desk)
    desk.trainer.stop()
    advanced, ended = desk.until_ended()
    assert advanced == []
    assert ended.outcome is not None


def test_a_second_start_ends_the_first_run(desk: Desk) -> None:
    """The first run's TrainingEnded comes before anything of the second, which begins anew."""
    desk.trainer.start(StartTraining(1, ENDLESS))
    desk.trainer.start(StartTraining(2, Recipe(seed=3, iterations=150, epochs=1)))
    first, first_ended = desk.until_ended()
    second, second_ended = desk.until_ended()
    assert {message.ticket for message in first} <= {1}
    assert first_ended.ticket == 1
    assert {message.ticket for message in second} | {second_ended.ticket} == {2}
    steps = [step for message in second for step in message.steps]
    assert losses_of(steps) == generated(Recipe(seed=3), 150)


def test_an_unknown_device_is_a_clear_error(desk: Desk) -> None:
    """Nothing is trained, and the error names the devices there are."""
    desk.trainer.start(StartTraining(1, Recipe(device="cuda:99")))
    advanced, ended = desk.until_ended()
    assert advanced == []
    assert ended.outcome is None
    assert "'cuda:99'" in ended.error
    assert "Torch offers: cpu" in ended.error


def test_divergence_keeps_everything_before_it(desk: Desk) -> None:
    """All finite losses come, then the end with an outcome and the reason."""
    desk.trainer.start(StartTraining(1, Recipe(learning_rate=10)))
    advanced, ended = desk.until_ended()
    losses = losses_of([step for message in advanced for step in message.steps])
    assert losses
    assert all(map(math.isfinite, losses))
    assert f"at iteration {len(losses) + 1}" in ended.error
    assert ended.outcome is not None
    assert ended.outcome.parameters == advanced[-1].steps[-1].parameters


def test_an_error_of_torchs_becomes_words(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where torch itself fails in the middle, the end says so, the outcome is kept, and the next run works."""

    def fail(_training: Training, _limit: int) -> TrainingStep:
        raise RuntimeError("CUDA error: out of memory")

    with monkeypatch.context() as broken:
        broken.setattr(Training, "advance", fail)
        desk.trainer.start(StartTraining(1, ENDLESS))
        _advanced, ended = desk.until_ended()
    assert "RuntimeError" in ended.error
    assert "CUDA error: out of memory" in ended.error
    assert ended.outcome is not None
    desk.trainer.start(StartTraining(2, Recipe(iterations=10, epochs=1)))
    assert desk.until_ended()[1].error == ""


def test_messages_stay_small(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However seldom messages are sent, none holds more than some thousand losses."""
    monkeypatch.setattr(trainer_module, "MESSAGE_S", 1e9)
    monkeypatch.setattr(trainer_module, "SEEN_S", 1e9)
    desk.trainer.start(StartTraining(1, Recipe(iterations=5_000, epochs=1)))
    advanced, _ended = desk.until_ended()
    sizes = [len(losses_of(list(message.steps))) for message in advanced]
    assert sum(sizes) == 5_000
    assert len(sizes) == 3
    assert max(sizes) < trainer_module.LOSSES_IN_A_MESSAGE + BLOCK


def test_without_a_run_nothing_happens(desk: Desk) -> None:
    """Pause, resume and stop before any run, or after its end, send nothing."""
    for _attempt in range(2):
        desk.trainer.pause()
        desk.trainer.resume()
        desk.trainer.stop()
        desk.close()
        assert desk.is_quiet()
        desk.trainer.start(StartTraining(1, Recipe(iterations=5, epochs=1)))
        desk.until_ended()


def test_a_pause_is_answered_however_soon_it_comes(desk: Desk) -> None:
    """Resume and pause at once, or a pause while standing still: each pause hears that the run stands still."""
    start_paused(desk)
    for _attempt in range(20):
        desk.trainer.resume()
        desk.trainer.pause()
        desk.until_paused()
        desk.trainer.pause()
        assert desk.until_paused() == []


def test_a_run_begins_with_its_task_and_a_look(desk: Desk) -> None:
    """Before its first step it says what is to be learned, that nothing is done yet, and what the model answers."""
    desk.trainer.start(StartTraining(3, ENDLESS, paused=True))
    begun, seen = desk.any(), desk.any()
    assert isinstance(begun, TrainingBegun)
    assert isinstance(seen, TrainingSeen)
    assert (begun.ticket, begun.iteration, begun.so_far.epochs) == (3, 0, ())
    assert begun.task == Training(ENDLESS).task()
    assert seen.predictions == Training(ENDLESS).predictions()
    message = desk.next()
    assert isinstance(message, TrainingAdvanced)
    assert (message.steps, message.paused, message.memory > 0) == ((), True, True)
    desk.trainer.resume(1)
    assert losses_of(desk.until_paused()) == generated(ENDLESS, 1)


def test_starting_again_gives_the_same(desk: Desk) -> None:
    """Reset is a start by the same recipe: the second run's messages hold what the first's held."""
    recipe = Recipe(iterations=150, epochs=2, batch_size=4, model=Mlp((8,), dropout=0.2), target=Function("sine", 0.1))
    runs = []
    for ticket in (1, 2):
        desk.trainer.start(StartTraining(ticket, recipe))
        advanced, ended = desk.until_ended()
        assert ended.outcome is not None
        runs.append((losses_of([s for message in advanced for s in message.steps]), ended.outcome.parameters))
    assert runs[0] == runs[1]


def test_reasons_of_an_end(desk: Desk) -> None:
    """The end says why: threshold reached, epochs done, stopped, diverged, refused or failed."""
    recipes = {
        "reached": Recipe(iterations=200, learning_rate=0.05),
        "epochs": Recipe(iterations=2, epochs=2),
        "diverged": Recipe(learning_rate=10),
        "failed": Recipe(device="cuda:99"),
        "refused": Recipe(model=ProgramModel("import os\n", "Net")),
    }
    for ticket, (reason, recipe) in enumerate(recipes.items()):
        desk.trainer.start(StartTraining(ticket, recipe))
        ended = desk.until(TrainingEnded)
        assert ended.reason == reason
        assert bool(ended.error) == (reason not in {"reached", "epochs"})
        assert bool(ended.findings) == (reason == "refused")
    desk.trainer.start(StartTraining(9, ENDLESS))
    desk.trainer.stop()
    assert desk.until(TrainingEnded).reason == "stopped"


def test_a_change_is_answered_and_counts_from_there(desk: Desk) -> None:
    """The losses are those of a training that is changed after the iteration the answer names."""
    taken = start_paused(desk)
    desk.trainer.ask(ChangeTraining(1, "learning_rate", 0.05))
    changed = desk.until(TrainingChanged)
    assert changed.change is not None
    assert (changed.change.iteration, changed.error) == (len(losses_of(taken)), "")
    desk.trainer.resume(50)
    losses = losses_of(desk.until_paused())
    oracle = Training(ENDLESS)
    while oracle.progress().iteration < changed.change.iteration:
        oracle.advance(changed.change.iteration - oracle.progress().iteration)
    oracle.change("learning_rate", 0.05)
    assert losses == list(oracle.advance(50).losses)
    desk.trainer.ask(ChangeTraining(1, "momentum", 2.0))
    refused = desk.until(TrainingChanged)
    assert (refused.change, "momentum" in refused.error) == (None, True)


@pytest.mark.parametrize("when", ["going", "paused", "ended"])
def test_a_run_is_saved_and_goes_on_from_the_file(desk: Desk, tmp_path: Path, when: str) -> None:
    """Whether a run goes on, stands still or is over, its checkpoint resumes as if it had never been stopped."""
    path = tmp_path / "run"
    recipe = Recipe(iterations=3_000, epochs=2, threshold=0)
    desk.trainer.start(StartTraining(1, recipe, paused=True))
    desk.trainer.resume(None if when == "going" else 100)
    if when == "ended":
        desk.until_paused()
        desk.trainer.stop()
        desk.until(TrainingEnded)
    desk.trainer.ask(SaveTraining(1, str(path)))
    saved = desk.until(TrainingSaved)
    assert (saved.path, saved.error) == (str(path), "")
    desk.trainer.stop()
    desk.trainer.start(StartTraining(2, Recipe(), resume=str(path)))
    begun = desk.until(TrainingBegun)
    assert begun.ticket == 2
    assert begun.so_far.recipe == recipe
    advanced, ended = desk.until_ended()
    done = 3_000 * len(begun.so_far.epochs) + begun.iteration
    assert losses_of([step for message in advanced for step in message.steps]) == generated(recipe, 6_000)[done:]
    assert ended.reason == "epochs"


def test_what_cannot_be_saved_or_resumed_is_said(desk: Desk, tmp_path: Path) -> None:
    """A folder that is not there and a file that is no checkpoint end in one paragraph each."""
    start_paused(desk)
    desk.trainer.ask(SaveTraining(1, str(tmp_path / "no" / "run")))
    assert "cannot be written" in desk.until(TrainingSaved).error
    (tmp_path / "foreign").write_text("no checkpoint")
    desk.trainer.start(StartTraining(2, Recipe(), resume=str(tmp_path / "foreign")))
    desk.until(TrainingEnded)
    ended = desk.until(TrainingEnded)
    assert (ended.ticket, ended.reason, ended.outcome) == (2, "failed", None)
    assert "cannot be read as a checkpoint" in ended.error


def test_an_iteration_opens_and_is_then_taken(desk: Desk) -> None:
    """The program is that of the next iteration; asking for it takes nothing."""
    taken = start_paused(desk)
    desk.trainer.ask(OpenIteration(1))
    opened = desk.until(IterationOpened)
    assert (opened.epoch, opened.iteration, opened.error) == (1, len(losses_of(taken)), "")
    assert "loss.backward()" in opened.text
    desk.trainer.resume(1)
    assert losses_of(desk.until_paused()) == generated(ENDLESS, opened.iteration + 1)[-1:]


def test_questions_about_other_runs_are_refused(desk: Desk) -> None:
    """Without a run, with another's ticket, or of a run that never began, each question is answered by words."""
    desk.trainer.ask(SaveTraining(1, "nowhere"))
    assert "not here any more" in desk.until(TrainingSaved).error
    desk.trainer.start(StartTraining(2, Recipe(device="cuda:99")))
    desk.until(TrainingEnded)
    desk.trainer.ask(OpenIteration(1))
    assert "not here any more" in desk.until(IterationOpened).error
    desk.trainer.ask(OpenIteration(2))
    assert "never began" in desk.until(IterationOpened).error
    desk.trainer.start(StartTraining(3, Recipe(iterations=1, epochs=1)))
    desk.until(TrainingEnded)
    desk.trainer.ask(ChangeTraining(3, "momentum", 0.5))
    assert "has ended" in desk.until(TrainingChanged).error


def test_nothing_grows_but_the_epochs() -> None:
    """A run of many blocks holds no more objects than one of few: a step that was sent is forgotten."""
    training = Training(Recipe(iterations=10**9))

    def grown(blocks: int) -> int:
        gc.collect()
        before = len(gc.get_objects())
        for _block in range(blocks):
            training.advance(BLOCK)
        gc.collect()
        return len(gc.get_objects()) - before

    grown(3)
    assert grown(100) <= grown(5) + 10
