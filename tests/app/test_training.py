"""Training in the real window with a real engine: its buttons, its end, and that runs go on beside it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.app.strides import Strides
from desktop.app.window import MainWindow
from desktop.records.messages import TrainingAdvanced, TrainingEnded
from desktop.records.recipe import Function, Mlp
from desktop.records.run import Run
from desktop.records.training import Recipe, TrainingStep
from desktop.views.training_page import TrainingPage

LONG_MS = 60_000
MOONS = Recipe(
    learning_rate=0.01,
    batch_size=16,
    iterations=20,
    epochs=3,
    threshold=0,
    model=Mlp((8,), dropout=0.5),
    target=Function("moons", 0.1),
    loss="bce",
    optimizer="adam",
)


def press(qtbot: QtBot, page: TrainingPage, name: str) -> None:
    """Press a button of the training's page."""
    button = page.controls.buttons[name]
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def count(messages: list[TrainingAdvanced]) -> int:
    """Count the iterations that were told."""
    return sum(len(step.losses) for message in messages for step in message.steps)


def losses(messages: list[TrainingAdvanced]) -> list[object]:
    """Give the losses that were told."""
    return [loss for message in messages for step in message.steps for loss in step.losses]


def test_lead_a_training(qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run]) -> None:
    """Start, pause, one iteration, resume and stop do what they say, and a program runs meanwhile."""
    training, page = window._processes.training, window.training_page
    heard: list[TrainingAdvanced] = []
    training.training_advanced.connect(heard.append)
    window.show_page(page)
    with qtbot.waitSignal(training.training_advanced, timeout=LONG_MS):
        press(qtbot, page, "play")
    press(qtbot, page, "play")
    qtbot.waitUntil(lambda: page.controls.state == "paused", timeout=LONG_MS)
    before = count(heard)
    with qtbot.waitSignal(training.training_advanced, timeout=LONG_MS):
        press(qtbot, page, "iteration")
    assert count(heard) == before + 1
    press(qtbot, page, "play")
    window.show_page(window.program_page)
    assert run_text("print('beside')").output == "beside\n"
    qtbot.waitUntil(lambda: count(heard) > before + 200, timeout=LONG_MS)
    window.show_page(page)
    with qtbot.waitSignal(training.training_ended, timeout=LONG_MS) as blocker:
        press(qtbot, page, "stop")
    assert blocker.args is not None
    assert blocker.args[0].outcome is not None
    assert blocker.args[0].reason == "stopped"
    assert page.controls.state == "idle"
    assert not training.is_busy


def test_one_epoch_and_reset(qtbot: QtBot, window: MainWindow) -> None:
    """One epoch from rest stands still at its end; after Reset another gives the same losses, bit for bit."""
    training, page = window._processes.training, window.training_page
    window.show_page(page)
    page.panel.form.show_recipe(MOONS)
    taken = []
    for _ in range(2):
        heard: list[TrainingAdvanced] = []
        training.training_advanced.connect(heard.append)
        press(qtbot, page, "epoch")
        qtbot.waitUntil(lambda: page.controls.state == "paused" and count(heard) == 20, timeout=LONG_MS)  # noqa: B023 # it is waited for here
        training.training_advanced.disconnect(heard.append)
        taken.append(losses(heard))
        with qtbot.waitSignal(training.training_ended, timeout=LONG_MS):
            press(qtbot, page, "reset")
        assert page.course is not None
        assert page.course.total == 0
    assert len(taken[0]) == 20
    assert taken[0] == taken[1]


def test_numbers_change_and_an_iteration_opens(qtbot: QtBot, window: MainWindow) -> None:
    """A learning rate typed during a run is taken and marked; the next iteration comes as a program that runs."""
    training, page = window._processes.training, window.training_page
    window.show_page(page)
    page.panel.form.show_recipe(MOONS)
    press(qtbot, page, "iteration")
    qtbot.waitUntil(lambda: page.controls.state == "paused", timeout=LONG_MS)
    edit = page.panel.form.entries["learning_rate"].edit
    assert isinstance(edit, QLineEdit)
    edit.selectAll()
    qtbot.keyClicks(edit, "0.5")
    with qtbot.waitSignal(training.training_changed, timeout=LONG_MS):
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert page.course is not None
    assert [(change.name, change.value) for change in page.course.changes] == [("learning_rate", 0.5)]
    with qtbot.waitSignals([window.runs.run_shown, window.graphs.graph_shown], timeout=LONG_MS):
        press(qtbot, page, "open")
    assert "backward()" in window.program_page.editor.toPlainText()
    assert window.graphs.flow is not None
    assert window.graphs.flow.updated
    qtbot.waitUntil(lambda: window.program_page.player.position() > 0, timeout=LONG_MS)
    with qtbot.waitSignal(training.training_ended, timeout=LONG_MS):
        press(qtbot, page, "stop")


def test_a_map_of_two_moons(qtbot: QtBot, window: MainWindow) -> None:
    """A model with dropout on two inputs is seen as a map, in eval mode and beside it in train mode."""
    training, page = window._processes.training, window.training_page
    window.show_page(page)
    page.panel.form.show_recipe(MOONS)
    with qtbot.waitSignal(training.training_ended, timeout=LONG_MS) as ended:
        press(qtbot, page, "play")
    assert ended.args is not None
    assert ended.args[0].reason == "epochs"
    page.refresh()
    answers = page.run_view.answers
    assert answers._maps[0]._image.image is not None
    assert not answers._maps[1].isVisible()
    qtbot.keyClick(answers.both, Qt.Key.Key_Space)
    assert answers._maps[1].isVisible()


def test_divergence_says_why(qtbot: QtBot, window: MainWindow) -> None:
    """A learning rate far too large ends in a banner that says where and what helps."""
    training, page = window._processes.training, window.training_page
    window.show_page(page)
    page.panel.form.show_recipe(Recipe(learning_rate=1e6))
    with qtbot.waitSignal(training.training_ended, timeout=LONG_MS) as ended:
        press(qtbot, page, "play")
    assert ended.args is not None
    message = ended.args[0]
    assert isinstance(message, TrainingEnded)
    assert message.reason == "diverged"
    assert page.run_view.banner._title.text() == "Diverged"
    assert "learning rate" in page.run_view.banner._text.text()


def test_engine_that_dies(qtbot: QtBot, window: MainWindow) -> None:
    """A training whose engine is killed ends in a paragraph on the page, and can be started again."""
    training, page = window._processes.training, window.training_page
    window.show_page(page)
    for _ in range(2):
        with qtbot.waitSignal(training.training_advanced, timeout=LONG_MS):
            press(qtbot, page, "play")
        child = training._door._child
        assert child is not None
        with qtbot.waitSignal(training.training_ended, timeout=LONG_MS) as blocker:
            child.kill()
        assert blocker.args is not None
        assert "SIGKILL" in blocker.args[0].error
        assert page.controls.state == "idle"


def test_strides_repeat(qtbot: QtBot, window: MainWindow) -> None:
    """A training taken in strides gives the same steps each time, whatever the engine's own pace."""
    training = window._processes.training
    recipe = Recipe(iterations=1000, epochs=2)
    taken: list[list[TrainingStep]] = []
    for _ in range(2):
        strides = Strides(training, 250)
        with qtbot.waitSignal(strides.ended, timeout=LONG_MS):
            strides.start(recipe)
        taken.append(strides.steps)
        assert strides.begun is not None
        assert strides.begun.task.known["linear.weight"] == (3.0, 1.0, -2.0)
    first, second = (
        [(step.iteration, step.losses, step.parameters, step.gradients) for step in steps] for steps in taken
    )
    assert first == second
    assert sum(len(losses) for _, losses, _, _ in first) == 2000
