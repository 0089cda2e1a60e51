"""The right side of the Training page: a run as figures, curves and, in the end, a banner."""

from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.records.training import Epoch, Recipe
from desktop.views.empty_state import paint_empty_state
from desktop.views.theme import Theme, mixed, palette, text_font
from desktop.views.training.banner import Ending, RunBanner
from desktop.views.training.loss_history import LossHistory, Points
from desktop.views.training.loss_plot import TrainingPlot
from desktop.views.training.parameter_history import ParameterHistory
from desktop.views.training.parameter_plot import ParameterPlot
from desktop.views.training.readout import TrainingReadout


class RunView(QWidget):
    """Draws what it is given; it keeps nothing of a run itself."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._banner = RunBanner(theme)
        self._readout = TrainingReadout(theme)
        self._loss = TrainingPlot(theme)
        self._parameters = ParameterPlot(theme, self._loss)
        self._log = QCheckBox("&Log axis")
        self._follow = QPushButton("&Follow")
        self._legend = [QLabel(text) for text in ("each iteration", "smoothed", "average of an epoch", "threshold")]
        self._build()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setPalette(palette(theme))
        for part in (self._banner, self._readout, self._loss, self._parameters):
            part.set_theme(theme)
        box = palette(theme)
        box.setColor(box.ColorRole.Base, mixed(theme.muted, theme.base, 0.25))
        self._log.setPalette(box)
        colours = (theme.muted, theme.curve, theme.leaf_border, theme.success)
        for label, colour in zip(self._legend, colours, strict=True):
            shades = palette(theme)
            shades.setColor(shades.ColorRole.WindowText, QColor(colour))
            label.setPalette(shades)

    def begin(self, recipe: Recipe) -> None:
        """Start from nothing, for a run by this recipe."""
        self._banner.hide()
        self._readout.begin(recipe)
        self._loss.set_threshold(recipe.threshold)
        self._loss.follow()

    def end(self, ending: Ending, text: str) -> None:
        """Say how the run ended."""
        self._banner.show_ending(ending, text)

    def show_run(self, losses: LossHistory, averages: Points, parameters: ParameterHistory) -> None:
        """Draw the curves so far."""
        self._loss.show_losses(losses, averages)
        self._parameters.show_parameters(parameters)

    def show_progress(self, epoch: int, iteration: int) -> None:
        """Tell how far the run is."""
        self._readout.show_progress(epoch, iteration)

    def show_epoch(self, epoch: Epoch) -> None:
        """Tell what came of the last epoch."""
        self._readout.show_epoch(epoch)

    def show_speed(self, per_second: float | None) -> None:
        """Tell how fast the run goes."""
        self._readout.show_speed(per_second)

    def _build(self) -> None:
        self._log.setChecked(True)
        self._log.setToolTip("Draw losses by their powers of ten")
        self._log.toggled.connect(lambda checked: self._loss.set_log(logarithmic=checked))
        self._follow.setToolTip("Show the whole run again, and go on with it")
        self._follow.setFlat(True)
        self._follow.setEnabled(False)
        self._follow.clicked.connect(self._loss.follow)
        self._loss.left_alone.connect(self._follow.setDisabled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._banner)
        column.addWidget(self._readout)
        column.addLayout(self._loss_part(), 3)
        column.addWidget(self._parameters, 2)

    def _loss_part(self) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(QLabel("Loss"))
        for label in self._legend:
            label.setFont(text_font(9))
            row.addWidget(label)
        row.addStretch(1)
        row.addWidget(self._follow)
        row.addWidget(self._log)
        part = QVBoxLayout()
        part.setSpacing(4)
        part.addLayout(row)
        part.addWidget(self._loss, 1)
        return part


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
        hint = "Press Start: the loss falls here, live, and the parameters find their way to 3, 1, -2 and 0."
        paint_empty_state(self, self._theme, "No training yet", hint)
