"""The Training page, by buttons, keys, fields and the steps of a run."""

from collections.abc import Iterator
from functools import partial
from itertools import count, cycle

import msgspec
import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.records.messages import Device, EndReason
from desktop.records.recipe import Function, Mlp
from desktop.records.training import (
    Epoch,
    Outcome,
    Predictions,
    Recipe,
    Task,
    TrainingChange,
    TrainingStep,
)
from desktop.views.theme import DARK, LIGHT
from desktop.views.training.kept_run import KeptRun
from desktop.views.training_page import TrainingPage

# The offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton
RECIPE = Recipe(iterations=100, epochs=5, threshold=0.5)
TASK = Task(
    ("x1", "x2", "x3"), "y", "scatter", 0, (), (), 4, {"linear.weight": (3.0, 1.0, -2.0), "linear.bias": (0.0,)}
)
PARAMETERS = {"linear.weight": (2.0, 1.0, -1.0), "linear.bias": (0.25,)}


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
    summary = Epoch(epoch, float(np.mean(losses)), 1.25, 1.5, 0.1, validation=0.75) if done else None
    parameters = msgspec.convert(PARAMETERS, dict[str, tuple[float, ...]])
    return TrainingStep(epoch, iteration, losses, dict(parameters), summary, {"linear.weight": 0.5})


def _outcome(*, reached: bool = False) -> Outcome:
    return Outcome(1, reached, "cpu", 0, RECIPE, 2.5, (Epoch(2, 0.25, 1.0, 1.0, 1.0),), {})


def _begin(page: TrainingPage, task: Task = TASK) -> None:
    page.begin(RECIPE)
    page.begin_task(task, msgspec.structs.replace(_outcome(), epochs=()), 0)


def _offered(page: TrainingPage) -> set[str]:
    return {name for name, button in page.controls.buttons.items() if button.isEnabled()}


def _press(page: TrainingPage, name: str) -> None:
    QTest.mouseClick(page.controls.buttons[name], LEFT)


def _edit(page: TrainingPage, field: str) -> QWidget:
    return page.panel.form.entries[field].edit


def _enter(page: TrainingPage, field: str, text: str) -> None:
    edit = _edit(page, field)
    assert isinstance(edit, QLineEdit)
    edit.selectAll()
    QTest.keyClicks(edit, text)


def _choose(page: TrainingPage, field: str, row: int) -> None:
    edit = _edit(page, field)
    QTest.keyClick(edit, Qt.Key.Key_Home)
    for _ in range(row):
        QTest.keyClick(edit, Qt.Key.Key_Down)


def test_start_asks_for_the_recipe_in_the_form(page: TrainingPage, qtbot: QtBot) -> None:
    """What was typed and chosen is what is trained by."""
    page.show_devices((Device("cpu", "CPU"), Device("meta", "Shapes"), Device("cuda:0", "A card", 8 * 1024**3)))
    _enter(page, "learning_rate", "1e-3")
    _enter(page, "batch_size", "16")
    _choose(page, "device", 1)
    _choose(page, "model", 1)
    _enter(page, "widths", "8, 4")
    QTest.mouseClick(_edit(page, "batch_norm"), LEFT, pos=QPoint(8, 8))
    with qtbot.waitSignal(page.start_requested) as asked:
        _press(page, "play")
    model = Mlp((8, 4), batch_norm=True)
    assert asked.args == [Recipe(device="cuda:0", learning_rate=0.001, batch_size=16, model=model), 0]


def test_a_wrong_value_is_marked_and_holds_start_back(page: TrainingPage) -> None:
    """The field says what is wrong, Start says why it cannot, and both recover."""
    _enter(page, "momentum", "1.5")
    entry = page.panel.form.entries["momentum"]
    assert entry.complaint.isVisible()
    assert "less than 1" in entry.complaint.text()
    assert _offered(page) == set()
    assert "less than 1" in page.controls.buttons["play"].toolTip()
    with pytest.raises(ValueError, match="Momentum"):
        page.recipe()
    _enter(page, "momentum", "0.5")
    assert not entry.complaint.isVisible()
    assert _offered(page) == {"play", "iteration", "epoch"}


def test_values_that_do_not_go_together_hold_start_back(page: TrainingPage) -> None:
    """Cross-entropy for a regression is said at the loss; classes make it right."""
    _choose(page, "loss", 3)
    assert page.panel.form.entries["loss"].complaint.isVisible()
    assert "play" not in _offered(page)
    _choose(page, "target", 4)
    assert not page.panel.form.entries["loss"].complaint.isVisible()
    assert page.recipe().target == Function("moons")


def test_only_what_means_something_is_seen(page: TrainingPage) -> None:
    """Fields come and go with the choices they belong to."""
    assert not _edit(page, "widths").isVisible()
    _choose(page, "model", 1)
    assert _edit(page, "widths").isVisible()
    assert _edit(page, "momentum").isVisible()
    _choose(page, "optimizer", 1)
    assert not _edit(page, "momentum").isVisible()
    QTest.mouseClick(page.panel.form.sections["Model"].head, LEFT)
    assert not _edit(page, "widths").isVisible()


def test_the_buttons_lead_through_a_run(page: TrainingPage, qtbot: QtBot) -> None:
    """Pause waits for the run to stand, a step leaves it standing, Resume and Stop do what they say."""
    _begin(page)
    assert _offered(page) == {"play", "stop", "reset"}
    with qtbot.waitSignal(page.pause_requested):
        _press(page, "play")
    assert _offered(page) == {"stop"}
    page.append_steps((_step(1, 50),), paused=True)
    assert _offered(page) == {"play", "iteration", "epoch", "stop", "reset", "open"}
    with qtbot.waitSignal(page.advance_requested) as asked:
        _press(page, "iteration")
    assert asked.args == [1]
    page.append_steps((_step(1, 51, (1.0,)),), paused=True)
    with qtbot.waitSignal(page.advance_requested) as asked:
        _press(page, "epoch")
    assert asked.args == [49]
    with qtbot.waitSignal(page.iteration_requested):
        _press(page, "open")
    with qtbot.waitSignal(page.resume_requested):
        _press(page, "play")
    with qtbot.waitSignal(page.stop_requested):
        _press(page, "stop")
    assert _offered(page) == set()
    page.end(_outcome(), "stopped")
    assert _offered(page) == {"play", "iteration", "epoch", "reset", "open"}


def test_keys_lead_through_a_run(page: TrainingPage, qtbot: QtBot) -> None:
    """Space plays and pauses, letters press the others; in a field they are letters."""
    page.setFocus()
    with qtbot.waitSignal(page.start_requested) as asked:
        QTest.keyClick(page, Qt.Key.Key_E)
    assert asked.args == [Recipe(), 10_000]
    _begin(page)
    with qtbot.waitSignal(page.pause_requested):
        QTest.keyClick(page, Qt.Key.Key_Space)
    page.append_steps((_step(1, 50),), paused=True)
    for key, signal in (
        (Qt.Key.Key_I, page.advance_requested),
        (Qt.Key.Key_E, page.advance_requested),
        (Qt.Key.Key_G, page.iteration_requested),
        (Qt.Key.Key_Space, page.resume_requested),
    ):
        with qtbot.waitSignal(signal):
            QTest.keyClick(page, key)
    with qtbot.assertNotEmitted(page.stop_requested):
        QTest.keyClicks(_edit(page, "learning_rate"), "s")
    with qtbot.waitSignal(page.stop_requested):
        QTest.keyClick(page, Qt.Key.Key_S)


def test_three_numbers_may_be_changed_during_a_run(page: TrainingPage, qtbot: QtBot) -> None:
    """Enter applies what was typed, nothing else can be edited, and the plot marks where."""
    _begin(page)
    assert not _edit(page, "seed").isEnabled()
    _enter(page, "learning_rate", "0.01")
    with qtbot.waitSignal(page.change_requested) as asked:
        QTest.keyClick(_edit(page, "learning_rate"), Qt.Key.Key_Return)
    assert asked.args == ["learning_rate", 0.01]
    with qtbot.assertNotEmitted(page.change_requested):
        QTest.keyClick(_edit(page, "learning_rate"), Qt.Key.Key_Return)
    page.append_steps((_step(1, 50),), paused=False)
    page.note_change(TrainingChange(1, 50, "learning_rate", 0.01))
    page.refresh()
    marks = page.run_view.losses.chart.marks.marks
    assert [(mark.at, mark.name) for mark in marks if mark.upright] == [(50, "learning rate 0.01")]
    page.end(_outcome(), "stopped")
    assert _edit(page, "seed").isEnabled()


def test_reset_shows_the_same_recipe_before_its_first_iteration(page: TrainingPage, qtbot: QtBot) -> None:
    """Reset stops a run, clears its curves, and Start asks for the very same recipe."""
    _begin(page)
    page.append_steps((_step(1, 50),), paused=False)
    with qtbot.waitSignal(page.stop_requested):
        _press(page, "reset")
    page.end(_outcome(), "stopped")
    assert page.course is not None
    assert page.course.total == 0
    assert not page.run_view.banner.isVisible()
    assert "reset" not in _offered(page)
    with qtbot.waitSignal(page.start_requested) as asked:
        _press(page, "play")
    assert asked.args == [RECIPE, 0]


def test_steps_become_curves_and_figures(page: TrainingPage) -> None:
    """Losses, averages, parameters and progress are drawn as the steps say."""
    _begin(page)
    page.append_steps((_step(1, 50), _step(1, 100), _step(2, 50, (0.5,) * 50)), paused=False, memory=300_000_000)
    page.refresh()
    view = page.run_view
    curves = {curve.name: curve.points for curve in view.losses.chart.curves}
    assert len(curves["each iteration"][0]) == 150
    names = [curve.name for curve in view.parameters.chart.curves]
    assert names == ["weight[0]", "weight[1]", "weight[2]", "bias"]
    assert [mark.at for mark in view.parameters.chart.marks.marks] == [3, 1, -2, 0]
    values = {name: label.text() for name, label in view.readout.values.items()}
    assert values["epoch"] == "2"
    assert (values["loss"], values["validation"], values["memory"]) == ("1", "0.75", "300 MB")
    assert (values["expected"], values["predicted"]) == ("1.25", "1.5")
    QTest.mouseClick(view.loss_deck.tabs.buttons["By epoch"], LEFT)
    by_epoch = {curve.name: curve.points[1].tolist() for curve in view.epochs.chart.curves}
    assert by_epoch["training"] == [1.0]
    assert by_epoch["validation"] == [0.75]
    QTest.mouseClick(view.inner_deck.tabs.buttons["Gradients"], LEFT)
    assert [curve.points[1].tolist() for curve in view.gradients.chart.curves] == [[0.5, 0.5, 0.5]]


def test_steps_are_drawn_without_being_asked(page: TrainingPage, qtbot: QtBot) -> None:
    """The plot follows the run by itself."""
    _begin(page)
    page.append_steps((_step(1, 50),), paused=False)
    qtbot.waitUntil(lambda: len(page.run_view.losses.chart.curves[0].points[0]) == 50)


@pytest.mark.parametrize(
    ("reason", "error", "title"),
    [
        ("reached", "", "Threshold reached"),
        ("epochs", "", "Threshold not reached"),
        ("stopped", "", "Stopped"),
        ("diverged", "The loss became NaN in epoch 1.", "Diverged"),
        ("failed", "There is no device cuda:7.", "Failed"),
    ],
)
def test_a_banner_says_how_it_ended(page: TrainingPage, reason: EndReason, error: str, title: str) -> None:
    """Each ending has its own title, and an error its own words."""
    _begin(page)
    page.end(_outcome(), reason, error)
    banner = page.run_view.banner
    assert banner.isVisible()
    assert banner._title.text() == title
    assert banner._text.text() == (error or "After 2 epochs and 2.5 s, with an average loss of 0.25.")
    _begin(page)
    assert not banner.isVisible()


def test_divergence_is_marked_where_it_began(page: TrainingPage) -> None:
    """The plot has a line at the first iteration whose loss was no number."""
    _begin(page)
    page.append_steps((_step(1, 50),), paused=False)
    page.end(_outcome(), "diverged", "The loss became NaN in epoch 1.")
    assert [mark.at for mark in page.run_view.losses.chart.marks.marks if mark.role == "error"] == [51]


def test_a_refused_model_can_be_allowed(page: TrainingPage, qtbot: QtBot) -> None:
    """The banner of a refusal has a button; pressed, it asks for the same recipe with consent."""
    _begin(page)
    page.end(None, "refused", "The model's text opens a file.")
    with qtbot.waitSignal(page.consented) as asked:
        QTest.mouseClick(page.run_view.banner.consent, LEFT)
    assert asked.args == [RECIPE]


def test_a_new_run_starts_from_nothing(page: TrainingPage) -> None:
    """No curve of the run before is left."""
    _begin(page)
    page.append_steps((_step(1, 50), _step(1, 100)), paused=False)
    page.end(_outcome(reached=True), "reached")
    _begin(page)
    assert all(len(curve.points[0]) == 0 for curve in page.run_view.losses.chart.curves)
    assert page.run_view.readout.values["loss"].text() == "–"


def test_a_resumed_run_goes_on_where_it_stood(page: TrainingPage) -> None:
    """Epochs of before are there, and iterations count on."""
    page.begin(RECIPE)
    so_far = Outcome(1, False, "cpu", 0, RECIPE, 1.0, (Epoch(1, 2.0, 1.0, 1.0, 1.0),), {})
    page.begin_task(TASK, so_far, 25)
    page.append_steps((_step(2, 75),), paused=False)
    page.refresh()
    assert page.run_view.losses.chart.curves[0].points[0][0] == 126
    assert page.run_view.readout.values["loss"].text() == "2"


def test_zeros_and_infinities_are_drawn_on_a_log_axis(page: TrainingPage) -> None:
    """A loss of 0 or of infinity raises no warning and leaves the plot in sight."""
    page.begin(Recipe(threshold=0))
    losses = (0.0, 1.0, float("inf"), 2.0)
    page.append_steps((TrainingStep(1, 4, losses, {"linear.bias": ("NaN",)}),), paused=False)
    page.refresh()
    page.grab()
    assert np.isfinite(page.run_view.losses.chart.view_box.viewRange()).all()


def test_moving_the_plot_leaves_the_run_until_follow(page: TrainingPage) -> None:
    """A drag keeps what is looked at while the run goes on; Follow brings the whole run back."""
    _begin(page)
    page.append_steps((_step(1, 50),), paused=False)
    page.refresh()
    chart, deck = page.run_view.losses.chart, page.run_view.loss_deck
    canvas = chart.plot.viewport()
    QTest.mousePress(canvas, LEFT, pos=QPoint(300, 100))
    for x in (310, 340, 400):
        QTest.mouseMove(canvas, QPoint(x, 100))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(400, 100))
    moved = chart.view_box.viewRange()
    assert deck.follow.isEnabled()
    page.append_steps((_step(1, 100),), paused=False)
    page.refresh()
    assert chart.view_box.viewRange() == moved
    QTest.mouseClick(deck.follow, LEFT)
    assert chart.view_box.viewRange()[0][1] >= 100
    assert not deck.follow.isEnabled()


def test_the_pointer_tells_values(page: TrainingPage) -> None:
    """Over the loss plot the iteration and each curve's value stand beside the pointer; away from it they go."""
    _begin(page)
    page.append_steps((_step(1, 50), _step(1, 100)), paused=False)
    page.refresh()
    chart = page.run_view.losses.chart
    canvas = chart.plot.viewport()
    QTest.mouseMove(canvas, QPoint(canvas.width() // 2, canvas.height() // 2))
    assert "iteration" in chart.crosshair.text
    assert "smoothed 1" in chart.crosshair.text
    QTest.mouseMove(canvas, QPoint(5, 5))
    assert chart.crosshair.text == ""


def test_the_log_switch_changes_the_axis(page: TrainingPage) -> None:
    """The threshold's line stands at the same loss on both axes."""
    _begin(page)
    marks = page.run_view.losses.chart.marks
    assert np.allclose(marks.levels(), np.log10(0.5))
    QTest.keyClick(page.run_view.log, Qt.Key.Key_Space)
    assert marks.levels() == (0.5,)


def test_the_curve_is_where_it_should_be(page: TrainingPage) -> None:
    """At the middle of a constant loss stands a pixel of the curve's colour, in either theme."""
    _begin(page)
    page.append_steps((_step(1, 50), _step(1, 100)), paused=False)
    page.refresh()
    for theme in (LIGHT, DARK):
        page.set_theme(theme)
        picture = page.run_view.losses.chart.grab().toImage()
        column = {picture.pixelColor(picture.width() // 2, y).name() for y in range(picture.height())}
        assert theme.curve in column


def test_train_and_eval_are_seen_side_by_side(page: TrainingPage) -> None:
    """A model with dropout has two answers: a switch shows both, and says what eval() does not do."""
    task = Task(("x",), "y", "curve", 0, ((0.0,), (1.0,)), (0.0, 1.0), 10)
    _begin(page, task)
    pane = page.run_view.answers
    assert not pane.both.isVisible()
    page.show_predictions(Predictions(1, 1, ((0.0,), (1.0,)), (0.0, 1.0), (0.1, 0.9), (0.3, 0.7)))
    page.refresh()
    assert "train()" not in [curve.name for curve in pane.chart.curves]
    QTest.mouseClick(pane.both, LEFT, pos=QPoint(8, pane.both.height() // 2))
    assert "train()" in [curve.name for curve in pane.chart.curves]
    assert "Neither stops gradients" in pane._word.text()
    assert pane.csv().splitlines()[:2] == ["x,eval,truth,train", "0.0,0.1,0.0,0.3"]


def test_a_decision_map_is_coloured_by_the_answers(page: TrainingPage) -> None:
    """Where the model says 0 the map has one end's colour, where it says 1 the other's."""
    task = Task(("x1", "x2"), "class", "map", 2, ((-0.5, 0.0), (0.5, 0.0)), (0.0, 1.0), 10)
    _begin(page, task)
    inputs = tuple((float(x), float(y)) for y in (-1, 1) for x in (-1, 1))
    page.show_predictions(Predictions(1, 1, inputs, None, (0.0, 1.0, 0.0, 1.0), columns=2))
    page.refresh()
    decision = page.run_view.answers._maps[0]
    image = decision._image
    assert image.image.tolist() == [[0.0, 1.0], [0.0, 1.0]]
    QApplication.processEvents()  # lays the plot out
    picture = decision.plot.grab().toImage()
    canvas = decision.plot.viewport()
    QTest.mouseMove(canvas, QPoint(canvas.width() // 2 + 90, canvas.height() // 4))
    assert decision._crosshair.text.endswith("class 1")
    left = picture.pixelColor(picture.width() // 2 - 60, picture.height() // 4)
    right = picture.pixelColor(picture.width() // 2 + 90, picture.height() // 4)
    assert left.red() > left.blue()
    assert right.blue() > right.red()


def _moves(canvas: QWidget, box: pg.ViewBox, whole: list[list[float]], ways: Iterator[int]) -> bool:
    """Move the mouse on; say whether what is looked at has moved with it."""
    QTest.mouseMove(canvas, QPoint(next(ways), 60))
    return bool(box.viewRange() != whole)


def test_a_moved_map_stays_until_follow(qtbot: QtBot, page: TrainingPage) -> None:
    """A drag keeps what is looked at of a map; Follow brings the whole plane back.

    The plot takes a hundred moves of the mouse a second and passes over others: the mouse moves until it is heard.
    """
    task = Task(("x1", "x2"), "class", "map", 2, (), (), 10)
    _begin(page, task)
    inputs = tuple((float(x), float(y)) for y in (-1, 1) for x in (-1, 1))
    for answers in ((0.0, 1.0, 0.0, 1.0), (1.0, 1.0, 0.0, 1.0)):
        page.show_predictions(Predictions(1, 1, inputs, None, answers, columns=2))
        page.refresh()
        decision, deck = page.run_view.answers._maps[0], page.run_view.answer_deck
        box = decision.plot.getPlotItem().getViewBox()
        whole = box.viewRange()
        canvas = decision.plot.viewport()
        QTest.mousePress(canvas, LEFT, pos=QPoint(150, 60))
        qtbot.waitUntil(partial(_moves, canvas, box, whole, cycle((160, 180, 220))))
        QTest.mouseRelease(canvas, LEFT, pos=QPoint(220, 60))
        assert box.viewRange() != whole
        QTest.mouseClick(deck.follow, LEFT)
        assert np.allclose(box.viewRange(), whole)


def test_presets_fill_the_form(page: TrainingPage) -> None:
    """A recipe to begin with is chosen from the menu."""
    actions = {action.text(): action for action in page.panel.form.presets.menu().actions()}
    actions["Two moons by an MLP"].trigger()
    assert page.recipe().target == Function("moons", 0.1)
    actions["The chapter's regression"].trigger()
    assert page.recipe() == Recipe()


def test_devices_keep_the_choice(page: TrainingPage) -> None:
    """A list that comes again does not change the device that was chosen; meta is not offered."""
    devices = (Device("cpu", "CPU"), Device("meta", "Shapes only"), Device("cuda:0", "A card"))
    page.show_devices(devices)
    _choose(page, "device", 1)
    page.show_devices(devices)
    assert page.recipe().device == "cuda:0"


def test_an_ended_run_is_given_to_be_kept(page: TrainingPage, qtbot: QtBot) -> None:
    """What is kept has the recipe, the ending and curves; a run without an iteration is not kept."""
    _begin(page)
    with qtbot.assertNotEmitted(page.run_ended):
        page.end(None, "failed", "There is no device cuda:7.")
    _begin(page)
    page.append_steps((_step(1, 50), _step(1, 100)), paused=False)
    with qtbot.waitSignal(page.run_ended) as told:
        page.end(_outcome(reached=True), "reached")
    assert told.args is not None
    run = told.args[0]
    assert isinstance(run, KeptRun)
    assert (run.recipe, run.reason, run.iterations, run.averages.y) == (RECIPE, "reached", 100, (1.0,))
