"""The right side of the Training page: a run as figures and plots and, in the end, a banner."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSplitter, QVBoxLayout, QWidget

from desktop.views.empty_state import paint_empty_state
from desktop.views.theme import Theme, box_palette, palette
from desktop.views.training.answer_pane import AnswerPane
from desktop.views.training.banner import RunBanner
from desktop.views.training.chart import Chart
from desktop.views.training.course import Course
from desktop.views.training.deck import Deck, PlotWish
from desktop.views.training.marks import Mark, nameless
from desktop.views.training.pane import Pane
from desktop.views.training.readout import Readout
from desktop.views.training.run_curves import (
    Overlay,
    change_marks,
    epoch_curves,
    gradient_curves,
    loss_curves,
    parameter_curves,
    parameter_marks,
    threshold_marks,
)


class RunView(QWidget):
    """Draws what it is given; it keeps nothing of a run itself. Only what is seen is drawn."""

    export_requested = Signal(PlotWish)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = RunBanner(theme)
        self.readout = Readout(theme)
        self.log = QCheckBox("&Log")
        self.losses = Pane(theme, Chart(theme, "iteration"))
        self.epochs = Pane(theme, Chart(theme, "epoch"))
        self.parameters = Pane(theme, Chart(theme, "iteration"))
        self.gradients = Pane(theme, Chart(theme, "iteration"))
        self.answers = AnswerPane(theme)
        self.loss_deck = Deck(theme, {"Loss": self.losses, "By epoch": self.epochs}, [self.log])
        self.answer_deck = Deck(theme, {"Predictions": self.answers}, [self.answers.both])
        self.inner_deck = Deck(theme, {"Parameters": self.parameters, "Gradients": self.gradients})
        self._course: Course | None = None
        self._overlays: tuple[Overlay, ...] = ()
        self._diverged = False
        self._build()
        self.set_theme(theme)

    @property
    def decks(self) -> tuple[Deck, ...]:
        """The groups of plots."""
        return self.loss_deck, self.answer_deck, self.inner_deck

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setPalette(palette(theme))
        self.banner.set_theme(theme)
        self.readout.set_theme(theme)
        for deck in self.decks:
            deck.set_theme(theme)
        for check in (self.log, self.answers.both):
            check.setPalette(box_palette(theme))

    def begin(self, course: Course) -> None:
        """Show a run from its beginning."""
        self.banner.hide()
        self._course, self._diverged = course, False
        self.answers.show_task(course.task)
        for deck in self.decks:
            deck.current.follow()

    def show_overlays(self, overlays: Sequence[Overlay]) -> None:
        """Draw other runs beside this one."""
        self._overlays = tuple(overlays)
        self.show_run()
        self.loss_deck.current.follow()

    def mark_divergence(self) -> None:
        """Mark where the loss stopped being a number: after the last iteration there is."""
        self._diverged = True
        self.show_run()

    def show_run(self) -> None:
        """Draw the run as it stands."""
        course = self._course
        if course is None:
            return
        where = [*change_marks(course), *self._end_marks(course)]
        if self.losses.isVisible():
            self.losses.show_curves(loss_curves(course, self._overlays), [*threshold_marks(course), *where])
        if self.epochs.isVisible():
            self.epochs.show_curves(epoch_curves(course, self._overlays), threshold_marks(course))
        if self.parameters.isVisible():
            self.parameters.show_curves(parameter_curves(course), [*parameter_marks(course), *map(nameless, where)])
        if self.gradients.isVisible():
            self.gradients.show_curves(gradient_curves(course), [*map(nameless, where)])
        self.answers.show_predictions(course.predictions)

    def _end_marks(self, course: Course) -> list[Mark]:
        return [Mark(course.total + 1, "not a number from here", "error", upright=True)] if self._diverged else []

    def _build(self) -> None:
        self.log.setChecked(True)
        self.log.setToolTip("Draw losses by their powers of ten")
        self.log.toggled.connect(self._set_log)
        self._set_log(logarithmic=True)
        self.gradients.chart.set_log(logarithmic=True)
        for deck in self.decks:
            deck.turned.connect(self.show_run)
            deck.export_requested.connect(self.export_requested)
        right = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        right.addWidget(self.answer_deck)
        right.addWidget(self.inner_deck)
        body = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        body.addWidget(self.loss_deck)
        body.addWidget(right)
        body.setStretchFactor(0, 3)
        body.setStretchFactor(1, 2)
        for splitter, sizes in ((body, (600, 400)), (right, (500, 500))):
            splitter.setHandleWidth(16)
            splitter.setSizes(sizes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addWidget(self.readout)
        column.addWidget(body, 1)

    def _set_log(self, logarithmic: bool) -> None:  # noqa: FBT001 # a slot's
        for pane in (self.losses, self.epochs):
            pane.chart.set_log(logarithmic=logarithmic)


class Invitation(QWidget):
    """What stands here before the first run."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Say how to begin."""
        hint = (
            "Press Start or Space: the loss falls here, live, and the parameters find their way to 3, 1, -2 and 0.\n"
            "“Begin with…” offers other things to learn: a sine, XOR, two moons, spirals."
        )
        paint_empty_state(self, self._theme, "No training yet", hint)
