"""The Training page: a recipe at the left, the run it leads to at the right."""

import time
from collections.abc import Callable
from uuid import uuid4

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.records.messages import Device, EndReason
from desktop.records.training import Outcome, Predictions, Recipe, Task, TrainingChange, TrainingStep
from desktop.views.theme import Theme, palette
from desktop.views.training.banner import account
from desktop.views.training.controls import KEYS, Controls, State
from desktop.views.training.course import Course
from desktop.views.training.deck import PlotWish
from desktop.views.training.kept_run import KeptRun, kept_run
from desktop.views.training.rate import Rate
from desktop.views.training.recipe_panel import RecipePanel
from desktop.views.training.run_curves import Overlay
from desktop.views.training.run_view import Invitation, RunView

_FRAME_MS = 25
"""The least time between two frames: what comes thirty times a second is drawn as often."""


class TrainingPage(QWidget):
    """Sets up, leads and shows one training at a time. Thread: GUI."""

    start_requested = Signal(Recipe, int)
    """A recipe, and after how many iterations its run is to stand still (0: it goes on freely)."""
    consented = Signal(Recipe)
    """A person allows what the text of this recipe's model wants."""
    pause_requested = Signal()
    resume_requested = Signal()
    advance_requested = Signal(int)
    stop_requested = Signal()
    change_requested = Signal(str, float)
    iteration_requested = Signal()
    save_requested = Signal()
    checkpoint_requested = Signal()
    table_requested = Signal()
    export_requested = Signal(PlotWish)
    run_ended = Signal(KeptRun)
    refreshed = Signal()
    """What has come so far is drawn."""
    looked_at = Signal()
    """The page has come to be seen."""

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Measure the speed of runs by `clock`, in seconds."""
        super().__init__(parent)
        self.panel = RecipePanel(theme)
        self.controls = Controls(theme)
        self.run_view = RunView(theme)
        self._invitation = Invitation(theme)
        self._stack = QStackedWidget()
        self._rate = Rate(clock)
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._frame = QElapsedTimer()
        self.course: Course | None = None
        self._memory = 0
        self._reason: EndReason | None = None
        self._is_resetting = False
        self._build()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setPalette(palette(theme))
        for part in (self.panel, self.controls, self.run_view, self._invitation):
            part.set_theme(theme)

    def show_devices(self, devices: tuple[Device, ...]) -> None:
        """Offer the devices that are there."""
        self.panel.form.show_devices(devices)

    def recipe(self) -> Recipe:
        """Give the recipe as the form has it; raise ValueError where something is wrong."""
        return self.panel.form.recipe()

    def begin(self, recipe: Recipe) -> None:
        """Show that a run by this recipe has begun; what was shown of the one before is gone."""
        self.panel.form.show_recipe(recipe)
        self._begin(Course(recipe))
        self._set_state("running")

    def begin_resumed(self) -> Recipe:
        """Show that a run goes on from a checkpoint, whose recipe is not known yet; give one with the chosen device."""
        device = self.panel.form.entries["device"].value()
        self._begin(Course(Recipe(device=device)))
        self._set_state("pausing")
        return Recipe(device=device)

    def begin_task(self, task: Task, so_far: Outcome, iteration: int) -> None:
        """Show what is to be learned, and how far a resumed run is already."""
        self.panel.form.show_recipe(so_far.recipe)
        course = Course(so_far.recipe, so_far, iteration)
        course.task = task
        self._begin(course)
        self.panel.form.set_running(running=True)

    def append_steps(self, steps: tuple[TrainingStep, ...], paused: bool, memory: int = 0) -> None:  # noqa: FBT001 (a slot's)
        """Take the steps since the last call; `paused` says that the run stands still after them."""
        course = self.course
        if course is None:
            return
        for step in steps:
            course.take(step)
        self._memory = memory or self._memory
        state = self.controls.state
        if paused and state in ("running", "pausing"):
            self._set_state("paused")
        if state == "paused" or paused:
            self._rate.restart(course.total)
        elif steps:
            self._rate.advance(course.total)
        self._refresh_soon()

    def show_predictions(self, predictions: Predictions) -> None:
        """Show what the model answers now."""
        if self.course is not None:
            self.course.predictions = predictions
            self._refresh_soon()

    def note_change(self, change: TrainingChange) -> None:
        """Mark where a number was changed during the run."""
        if self.course is not None:
            self.course.note(change)
            self.panel.form.show_change(change)
            self._refresh_soon()

    def end(self, outcome: Outcome | None, reason: EndReason, error: str = "") -> None:
        """Show how the run ended: why, and in `error` a paragraph where something went wrong."""
        self._reason = reason
        self.refresh()
        self._set_state("idle")
        self._stack.setCurrentWidget(self.run_view)
        self.run_view.banner.show_ending(reason, error or account(outcome))
        if reason == "diverged":
            self.run_view.mark_divergence()
        self._keep(outcome, reason)
        if self._is_resetting:
            self.reset()

    def reset(self) -> None:
        """Go back to before the first iteration of the run that is shown; one that goes on is stopped first."""
        if self.controls.state != "idle":
            self._is_resetting = True
            self.controls.press("stop")
        elif self.course is not None:
            self._is_resetting = False
            self.panel.form.show_recipe(self.course.recipe)
            self._begin(Course(self.course.recipe))
            self.controls.set_state("idle", has_run=False)

    def refresh(self) -> None:
        """Draw what has come so far now; else it is drawn thirty times a second."""
        self._timer.stop()
        self._frame.start()
        if self.course is not None:
            self.run_view.show_run()
            self.run_view.readout.show_course(self.course, self._rate.per_second(), self._memory, self._reason)
            self.refreshed.emit()

    def _begin(self, course: Course) -> None:
        self.course, self._reason, self._memory = course, None, 0
        self._rate.restart(course.total)
        self.run_view.begin(course)
        self._stack.setCurrentWidget(self.run_view)
        self.refresh()

    def _refresh_soon(self) -> None:
        if not self._timer.isActive() and self.isVisible():
            since = self._frame.elapsed() if self._frame.isValid() else _FRAME_MS
            self._timer.start(max(_FRAME_MS - since, 0))

    def _set_state(self, state: State) -> None:
        self.controls.set_state(state)
        self.panel.form.set_running(running=state != "idle")

    def _keep(self, outcome: Outcome | None, reason: EndReason) -> None:
        if self.course is not None and self.course.losses.count:
            seconds = 0.0 if outcome is None else outcome.seconds
            self.run_ended.emit(kept_run(self.course, uuid4().hex, time.time(), reason, seconds))

    def _start(self, iterations: int) -> None:
        self.start_requested.emit(self.recipe(), iterations)

    def _advance(self, iterations: int) -> None:
        if self.controls.state == "idle":
            self._start(iterations)
        else:
            self.advance_requested.emit(iterations)

    def _rest_of_epoch(self) -> int:
        if self.controls.state == "idle" or self.course is None:
            return self.recipe().iterations
        return self.course.rest_of_epoch

    def _consent(self) -> None:
        if self.course is not None:
            self.consented.emit(self.course.recipe)

    def _build(self) -> None:
        controls, form = self.controls, self.panel.form
        controls.start_requested.connect(lambda: self._start(0))
        controls.pause_requested.connect(self.pause_requested)
        controls.resume_requested.connect(self.resume_requested)
        controls.iteration_requested.connect(lambda: self._advance(1))
        controls.epoch_requested.connect(lambda: self._advance(self._rest_of_epoch()))
        controls.stop_requested.connect(self.stop_requested)
        controls.reset_requested.connect(self.reset)
        controls.open_requested.connect(self.iteration_requested)
        controls.save_requested.connect(self.save_requested)
        controls.checkpoint_requested.connect(self.checkpoint_requested)
        form.changed.connect(lambda: controls.set_fault(form.fault()))
        form.number_changed.connect(self.change_requested)
        form.table_requested.connect(self.table_requested)
        self.panel.runs.overlays_changed.connect(self._show_overlays)
        self.panel.runs.recipe_chosen.connect(self._load)
        self.run_view.banner.consent.clicked.connect(self._consent)
        self.run_view.export_requested.connect(self.export_requested)
        self._timer.timeout.connect(self.refresh)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._assemble()

    def _assemble(self) -> None:
        self._stack.addWidget(self._invitation)
        self._stack.addWidget(self.run_view)
        right = QVBoxLayout()
        right.setContentsMargins(16, 10, 16, 12)
        right.setSpacing(12)
        right.addWidget(self.controls)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panel)
        row.addLayout(right, 1)

    def _show_overlays(self, overlays: tuple[Overlay, ...]) -> None:
        if self.course is None:
            self._begin(Course(Recipe()))
        self.run_view.show_overlays(overlays)

    def _load(self, recipe: Recipe) -> None:
        self.panel.form.show_recipe(recipe)
        self.panel.show_recipe()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what has come while the page was not seen."""
        super().showEvent(event)
        self.setFocus()  # so that Space starts
        self.looked_at.emit()
        self._refresh_soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead the training by keys, where no field wants them."""
        name = KEYS.get(Qt.Key(event.key())) if not event.modifiers() else None
        if name is None:
            super().keyPressEvent(event)
        else:
            self.controls.press(name)
