"""Training in the real window with a real engine: its buttons, its end, and that runs go on beside it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.app.strides import Strides
from desktop.app.window import MainWindow
from desktop.records.messages import TrainingAdvanced
from desktop.records.run import Run
from desktop.records.training import Recipe, TrainingStep

LONG_MS = 60_000


def press(qtbot: QtBot, window: MainWindow, button: QPushButton) -> None:
    """Press a button of the training's page."""
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def count(messages: list[TrainingAdvanced]) -> int:
    """Count the iterations that were told."""
    return sum(len(step.losses) for message in messages for step in message.steps)


def test_lead_a_training(qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run]) -> None:
    """Start, pause, one iteration, resume and stop do what they say, and a program runs meanwhile."""
    training, page = window._processes.training, window.training_page
    buttons = page._panel.buttons
    heard: list[TrainingAdvanced] = []
    training.training_advanced.connect(heard.append)
    window.show_page(page)
    with qtbot.waitSignal(training.training_advanced, timeout=LONG_MS):
        press(qtbot, window, buttons._start)
    press(qtbot, window, buttons._pause)
    qtbot.waitUntil(lambda: buttons.state == "paused", timeout=LONG_MS)
    before = count(heard)
    with qtbot.waitSignal(training.training_advanced, timeout=LONG_MS):
        press(qtbot, window, buttons._step)
    assert count(heard) == before + 1
    press(qtbot, window, buttons._pause)
    window.show_page(window.program_page)
    assert run_text("print('beside')").output == "beside\n"
    qtbot.waitUntil(lambda: count(heard) > before + 200, timeout=LONG_MS)
    window.show_page(page)
    with qtbot.waitSignal(training.training_ended, timeout=LONG_MS) as blocker:
        press(qtbot, window, buttons._stop)
    assert blocker.args is not None
    assert blocker.args[0].outcome is not None
    assert buttons.state == "idle"
    assert not training.is_busy


def test_engine_that_dies(qtbot: QtBot, window: MainWindow) -> None:
    """A training whose engine is killed ends in a paragraph on the page, and can be started again."""
    training, page = window._processes.training, window.training_page
    window.show_page(page)
    for _ in range(2):
        with qtbot.waitSignal(training.training_advanced, timeout=LONG_MS):
            press(qtbot, window, page._panel.buttons._start)
        child = training._door._child
        assert child is not None
        with qtbot.waitSignal(training.training_ended, timeout=LONG_MS) as blocker:
            child.kill()
        assert blocker.args is not None
        assert "SIGKILL" in blocker.args[0].error
        assert page._panel.buttons.state == "idle"


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
    first, second = ([(step.iteration, step.losses, step.parameters) for step in steps] for steps in taken)
    assert first == second
    assert sum(len(losses) for _, losses, _ in first) == 2000
