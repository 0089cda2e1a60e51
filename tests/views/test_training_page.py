"""The Training page, by buttons, fields and the steps of a run."""

from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.records.messages import Device
from desktop.records.training import Epoch, Outcome, Recipe, TrainingStep
from desktop.views.theme import DARK, LIGHT
from desktop.views.training_page import TrainingPage

if TYPE_CHECKING:
    from desktop.records.record import Number

# The offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton
RECIPE = Recipe(iterations=100, epochs=5, threshold=0.5)


@pytest.fixture
def page(qtbot: QtBot) -> TrainingPage:
    """Show a page whose clock goes on a second each time it is asked."""
    seconds = count()
    widget = TrainingPage(LIGHT, clock=lambda: float(next(seconds)))
    qtbot.addWidget(widget)
    widget.resize(1400, 800)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def _step(epoch: int, iteration: int, losses: tuple[float, ...] = (1.0,) * 50) -> TrainingStep:
    done = iteration == RECIPE.iterations
    summary = Epoch(epoch, float(np.mean(losses)), 1.25, 1.5, 0.1) if done else None
    parameters: dict[str, tuple[Number, ...]] = {"linear.weight": (2.0, 1.0, -1.0), "linear.bias": (0.25,)}
    return TrainingStep(epoch, iteration, losses, parameters, summary)


def _outcome(*, reached: bool) -> Outcome:
    return Outcome(1, reached, "cpu", 0, RECIPE, 2.5, (Epoch(2, 0.25, 1.0, 1.0, 1.0),), {})


def _buttons(page: TrainingPage) -> dict[str, QPushButton]:
    buttons = page._panel.buttons
    return {"start": buttons._start, "pause": buttons._pause, "step": buttons._step, "stop": buttons._stop}


def _offered(page: TrainingPage) -> set[str]:
    return {name for name, button in _buttons(page).items() if button.isEnabled()}


def _press(page: TrainingPage, name: str) -> None:
    QTest.mouseClick(_buttons(page)[name], LEFT)


def _enter(page: TrainingPage, field: str, text: str) -> None:
    edit = page._panel.form._fields[field].edit
    edit.selectAll()
    QTest.keyClicks(edit, text)


def test_start_asks_for_the_recipe_in_the_form(page: TrainingPage, qtbot: QtBot) -> None:
    """What was typed and chosen is what is trained by."""
    page.show_devices((Device("cpu", "CPU"), Device("cuda:0", "A card", 8 * 1024**3)))
    _enter(page, "learning_rate", "1e-3")
    _enter(page, "batch_size", "16")
    page._panel.form._device.setCurrentIndex(1)
    with qtbot.waitSignal(page.start_requested) as asked:
        _press(page, "start")
    assert asked.args == [Recipe(device="cuda:0", learning_rate=0.001, batch_size=16)]


def test_a_wrong_value_is_marked_and_holds_start_back(page: TrainingPage) -> None:
    """The field says what is wrong, Start says why it cannot, and both recover."""
    _enter(page, "momentum", "1.5")
    field = page._panel.form._fields["momentum"]
    assert field._complaint.isVisible()
    assert "less than 1" in field._complaint.text()
    assert _offered(page) == set()
    assert "less than 1" in page._panel._reason.text()
    with pytest.raises(ValueError, match="Momentum"):
        page.recipe()
    _enter(page, "momentum", "0.5")
    assert not field._complaint.isVisible()
    assert _offered(page) == {"start"}


def test_the_buttons_lead_through_a_run(page: TrainingPage, qtbot: QtBot) -> None:
    """Pause waits for the run to stand, a step leaves it standing, Resume and Stop do what they say."""
    page.begin(RECIPE)
    assert _offered(page) == {"pause", "stop"}
    assert not page._panel.form.isEnabled()
    with qtbot.waitSignal(page.pause_requested):
        _press(page, "pause")
    assert _offered(page) == {"stop"}
    page.append_steps((_step(1, 50),), paused=True)
    assert _offered(page) == {"pause", "step", "stop"}
    with qtbot.waitSignal(page.step_requested):
        _press(page, "step")
    page.append_steps((_step(1, 51, (1.0,)),), paused=True)
    assert _offered(page) == {"pause", "step", "stop"}
    with qtbot.waitSignal(page.resume_requested):
        _press(page, "pause")
    assert _offered(page) == {"pause", "stop"}
    with qtbot.waitSignal(page.stop_requested):
        _press(page, "stop")
    assert _offered(page) == set()
    page.end(_outcome(reached=False), "")
    assert _offered(page) == {"start"}
    assert page._panel.form.isEnabled()


def test_steps_become_curves_and_figures(page: TrainingPage) -> None:
    """Losses, averages, parameters and progress are drawn as the steps say."""
    page.begin(RECIPE)
    page.append_steps((_step(1, 50), _step(1, 100), _step(2, 50, (0.5,) * 50)), paused=False)
    page.refresh()
    view = page._run_view
    assert len(view._loss._raw.xData) == 150
    assert view._loss._averages.xData.tolist() == [50.0]
    assert view._loss._averages.yData.tolist() == [1.0]
    assert [label.text() for label in view._parameters._labels] == [
        "w₁ +2.0000",
        "w₂ +1.0000",
        "w₃ -1.0000",
        "b +0.2500",
    ]
    values = {name: label.text() for name, label in view._readout._values.items()}
    assert values == {"epoch": "2", "speed": "150", "loss": "1", "expected": "1.25", "predicted": "1.5"}
    assert view._readout._iterations.value() == 500
    assert view._readout._epochs.value() == 200


def test_steps_are_drawn_without_being_asked(page: TrainingPage, qtbot: QtBot) -> None:
    """The plot follows the run by itself."""
    page.begin(RECIPE)
    page.append_steps((_step(1, 50),), paused=False)
    qtbot.waitUntil(lambda: page._run_view._loss._raw.xData is not None and len(page._run_view._loss._raw.xData) == 50)


@pytest.mark.parametrize(
    ("outcome", "error", "asked", "title"),
    [
        (_outcome(reached=True), "", "", "Threshold reached"),
        (_outcome(reached=False), "", "", "Threshold not reached"),
        (_outcome(reached=False), "", "stop", "Stopped"),
        (_outcome(reached=False), "The loss became NaN in epoch 1.", "", "Diverged"),
        (None, "There is no device cuda:7.", "", "Failed"),
    ],
)
def test_a_banner_says_how_it_ended(
    page: TrainingPage, outcome: Outcome | None, error: str, asked: str, title: str
) -> None:
    """Each ending has its own title, and an error its own words."""
    page.begin(RECIPE)
    if asked:
        _press(page, asked)
    page.end(outcome, error)
    banner = page._run_view._banner
    assert banner.isVisible()
    assert banner._title.text() == title
    assert banner._text.text() == (error or "After 2 epochs and 2.5 s, with an average loss of 0.25.")
    page.begin(RECIPE)
    assert not banner.isVisible()


def test_a_new_run_starts_from_nothing(page: TrainingPage) -> None:
    """No curve of the run before is left."""
    page.begin(RECIPE)
    page.append_steps((_step(1, 50), _step(1, 100)), paused=False)
    page.end(_outcome(reached=True), "")
    page.begin(RECIPE)
    assert page._run_view._loss._raw.getData()[0] is None
    assert page._run_view._readout._values["loss"].text() == "–"


def test_zeros_and_infinities_are_drawn_on_a_log_axis(page: TrainingPage) -> None:
    """A loss of 0 or of infinity raises no warning and leaves the plot in sight."""
    page.begin(Recipe(threshold=0))
    losses = (0.0, 1.0, float("inf"), 2.0)
    page.append_steps((TrainingStep(1, 4, losses, {"linear.bias": ("NaN",)}),), paused=False)
    page.refresh()
    page.grab()
    assert np.isfinite(page._run_view._loss.view_box.viewRange()).all()


def test_moving_the_plot_leaves_the_run_until_follow(page: TrainingPage) -> None:
    """A drag keeps what is looked at while the run goes on; Follow brings the whole run back."""
    page.begin(RECIPE)
    page.append_steps((_step(1, 50),), paused=False)
    page.refresh()
    plot = page._run_view._loss
    canvas = plot._plot.viewport()
    QTest.mousePress(canvas, LEFT, pos=QPoint(400, 100))
    for x in (410, 440, 500):
        QTest.mouseMove(canvas, QPoint(x, 100))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(500, 100))
    moved = plot.view_box.viewRange()
    assert page._run_view._follow.isEnabled()
    page.append_steps((_step(1, 100),), paused=False)
    page.refresh()
    assert plot.view_box.viewRange() == moved
    QTest.mouseClick(page._run_view._follow, LEFT)
    assert plot.view_box.viewRange()[0][1] >= 100
    assert not page._run_view._follow.isEnabled()


def test_the_log_switch_changes_the_axis(page: TrainingPage, qtbot: QtBot) -> None:
    """The threshold's line stands at the same loss on both axes."""
    page.begin(RECIPE)
    plot = page._run_view._loss
    assert plot._threshold.value() == np.log10(0.5)
    QTest.keyClick(page._run_view._log, Qt.Key.Key_Space)
    assert plot._threshold.value() == 0.5


def test_the_curve_is_where_it_should_be(page: TrainingPage) -> None:
    """At the middle of a constant loss stands a pixel of the curve's colour, in either theme."""
    page.begin(RECIPE)
    page.append_steps((_step(1, 50), _step(1, 100)), paused=False)
    page.refresh()
    for theme in (LIGHT, DARK):
        page.set_theme(theme)
        assert theme.curve in _colours_of_column(page)


def _colours_of_column(page: TrainingPage) -> set[str]:
    plot = page._run_view._loss
    picture = plot.grab().toImage()
    return {picture.pixelColor(picture.width() // 2, y).name() for y in range(picture.height())}


def test_the_form_goes_back_to_the_chapter(page: TrainingPage) -> None:
    """One click restores every number."""
    _enter(page, "epochs", "3")
    QTest.mouseClick(page._panel.form._defaults, LEFT)
    assert page.recipe() == Recipe()


def test_devices_keep_the_choice(page: TrainingPage) -> None:
    """A list that comes again does not change the device that was chosen."""
    devices = (Device("cpu", "CPU"), Device("cuda:0", "A card"))
    page.show_devices(devices)
    page._panel.form._device.setCurrentIndex(1)
    page.show_devices(devices)
    assert page.recipe().device == "cuda:0"
