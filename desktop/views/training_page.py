"""The Training page: a recipe at the left, the run it leads to at the right."""

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.records.messages import Device
from desktop.records.training import Outcome, Recipe, TrainingStep
from desktop.views.theme import Theme, palette
from desktop.views.training.banner import account, ending_of
from desktop.views.training.loss_history import LossHistory
from desktop.views.training.parameter_history import ParameterHistory
from desktop.views.training.rate import Rate
from desktop.views.training.recipe_panel import RecipePanel
from desktop.views.training.run_view import Invitation, RunView

_REFRESH_MS = 33


class TrainingPage(QWidget):
    """Sets up, leads and shows one training at a time. Thread: GUI."""

    start_requested = Signal(Recipe)
    pause_requested = Signal()
    resume_requested = Signal()
    step_requested = Signal()
    stop_requested = Signal()

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Measure the speed of runs by `clock`, in seconds."""
        super().__init__(parent)
        self._panel = RecipePanel(theme)
        self._run_view = RunView(theme)
        self._invitation = Invitation(theme)
        self._stack = QStackedWidget()
        self._rate = Rate(clock)
        self._timer = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._recipe = Recipe()
        self._forget()
        self._build()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setPalette(palette(theme))
        self._panel.set_theme(theme)
        self._run_view.set_theme(theme)
        self._invitation.set_theme(theme)

    def show_devices(self, devices: tuple[Device, ...]) -> None:
        """Offer the devices that are there."""
        self._panel.form.show_devices(devices)

    def recipe(self) -> Recipe:
        """Give the recipe as the form has it; raise ValueError where a number is wrong."""
        return self._panel.form.recipe()

    def begin(self, recipe: Recipe) -> None:
        """Show that a run by this recipe has begun; what was shown of the one before is gone."""
        self._recipe = recipe
        self._forget()
        self._panel.form.show_recipe(recipe)
        self._panel.set_state("running")
        self._run_view.begin(recipe)
        self._rate.restart(0)
        self._stack.setCurrentWidget(self._run_view)
        self.refresh()

    def append_steps(self, steps: tuple[TrainingStep, ...], paused: bool) -> None:  # noqa: FBT001 (a slot's)
        """Take the steps since the last call; `paused` says that the run stands still after them."""
        for step in steps:
            self._take(step)
        state = self._panel.buttons.state
        if paused and state in ("running", "pausing"):
            self._panel.set_state("paused")
        if state == "paused" or paused:
            self._rate.restart(self._total)
        elif steps:
            self._rate.advance(self._total)
        if not self._timer.isActive():
            self._timer.start()

    def end(self, outcome: Outcome | None, error: str = "") -> None:
        """Show how the run ended: with its outcome, with an error, or with both."""
        stopped = self._panel.buttons.state == "stopping"
        self.refresh()
        self._panel.set_state("idle")
        self._stack.setCurrentWidget(self._run_view)
        self._run_view.end(ending_of(outcome, error, stopped=stopped), error or account(outcome))

    def refresh(self) -> None:
        """Draw what has come so far now; else it is drawn thirty times a second."""
        self._timer.stop()
        averages = (np.array(self._epoch_middles), np.array(self._averages))
        self._run_view.show_run(self._losses, averages, self._parameters)
        self._run_view.show_speed(self._rate.per_second())

    def _forget(self) -> None:
        self._losses = LossHistory()
        self._parameters = ParameterHistory()
        self._epoch_middles: list[float] = []
        self._averages: list[float] = []
        self._total = 0

    def _take(self, step: TrainingStep) -> None:
        self._total = (step.epoch - 1) * self._recipe.iterations + step.iteration
        self._losses.extend(float(loss) for loss in step.losses)
        self._parameters.append(self._total, step.parameters)
        self._run_view.show_progress(step.epoch, step.iteration)
        if step.summary is not None:
            self._epoch_middles.append(self._total - self._recipe.iterations / 2)
            self._averages.append(float(step.summary.average_loss))
            self._run_view.show_epoch(step.summary)

    def _build(self) -> None:
        buttons = self._panel.buttons
        buttons.start_requested.connect(lambda: self.start_requested.emit(self.recipe()))
        buttons.pause_requested.connect(self.pause_requested)
        buttons.resume_requested.connect(self.resume_requested)
        buttons.step_requested.connect(self.step_requested)
        buttons.stop_requested.connect(self.stop_requested)
        self._timer.timeout.connect(self.refresh)
        self._stack.addWidget(self._invitation)
        self._stack.addWidget(self._run_view)
        right = QVBoxLayout()
        right.setContentsMargins(16, 16, 16, 16)
        right.addWidget(self._stack)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._panel)
        row.addLayout(right, 1)
