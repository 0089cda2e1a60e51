"""Where a training is, in numbers: the epoch, the speed, the last epoch's loss and prediction."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop.records.training import Epoch, Recipe
from desktop.views.tensor_text import number_text
from desktop.views.theme import Theme, code_font, palette, text_font

_FIGURES = (
    ("epoch", "Epoch", "The epoch under way"),
    ("speed", "Iterations a second", "Over the last two seconds"),
    ("loss", "Average loss", "Of the last finished epoch"),
    ("expected", "True y", "What the function gives at the sample point"),
    ("predicted", "Predicted y", "What the model gave there after the last finished epoch"),
)
_NONE = "–"


class TrainingReadout(QWidget):
    """Figures in a row, and below them the bars of the epoch and of the run."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = {name: QLabel(_NONE) for name, _, _ in _FIGURES}
        self._captions = [QLabel(caption) for _, caption, _ in _FIGURES]
        self._iterations = _bar("Iterations of this epoch that are done")
        self._epochs = _bar("Epochs that are done; a run ends earlier where it reaches its threshold")
        self._progress = QLabel()
        self._recipe = Recipe()
        self._build()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setPalette(palette(theme))
        quiet = palette(theme)
        quiet.setColor(quiet.ColorRole.WindowText, QColor(theme.muted))
        for label in (*self._captions, self._progress):
            label.setPalette(quiet)

    def begin(self, recipe: Recipe) -> None:
        """Start from nothing, for a run by this recipe."""
        self._recipe = recipe
        for value in self._values.values():
            value.setText(_NONE)
        self.show_progress(1, 0)

    def show_progress(self, epoch: int, iteration: int) -> None:
        """Tell the epoch under way and how many of its iterations are done."""
        recipe = self._recipe
        self._values["epoch"].setText(f"{epoch:,}")
        self._progress.setText(
            f"iteration {iteration:,} of {recipe.iterations:,} in epoch {epoch:,} of at most {recipe.epochs:,}"
        )
        _fill(self._iterations, iteration, recipe.iterations)
        _fill(self._epochs, epoch - 1 + (iteration == recipe.iterations), recipe.epochs)

    def show_speed(self, per_second: float | None) -> None:
        """Tell how fast it goes, where that is known."""
        self._values["speed"].setText(_NONE if per_second is None else f"{per_second:,.0f}")

    def show_epoch(self, epoch: Epoch) -> None:
        """Tell what came of the last epoch."""
        self._values["loss"].setText(number_text(epoch.average_loss))
        self._values["expected"].setText(number_text(epoch.expected))
        self._values["predicted"].setText(number_text(epoch.predicted))

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(40)
        grid.setVerticalSpacing(0)
        for column, (name, _, tooltip) in enumerate(_FIGURES):
            self._captions[column].setFont(text_font(9))
            self._values[name].setFont(code_font(14))
            self._values[name].setMinimumWidth(96)
            for row, label in enumerate((self._captions[column], self._values[name])):
                label.setToolTip(tooltip)
                grid.addWidget(label, row, column)
        grid.setColumnStretch(len(_FIGURES), 1)
        self._progress.setFont(text_font(9))
        bars = QHBoxLayout()
        bars.setSpacing(8)
        bars.addWidget(self._iterations, 3)
        bars.addWidget(self._epochs, 1)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.setSpacing(8)
        column_layout.addLayout(grid)
        column_layout.addLayout(bars)
        column_layout.addWidget(self._progress)


def _bar(tooltip: str) -> QProgressBar:
    bar = QProgressBar(textVisible=False)
    bar.setFixedHeight(8)
    bar.setToolTip(tooltip)
    bar.setRange(0, 1_000)
    return bar


def _fill(bar: QProgressBar, done: int, total: int) -> None:
    # Parts of a thousand: Qt's bars count in 32 bits, a recipe need not.
    bar.setValue(1_000 * min(done, total) // total)
