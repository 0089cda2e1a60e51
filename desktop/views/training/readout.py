"""Where a training is, in numbers: the epoch, the speed, the time left, the loss, the memory; and a bar."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop.records.messages import EndReason
from desktop.views.tensor_text import number_text
from desktop.views.theme import Theme, code_font, palette, text_font
from desktop.views.training.course import Course
from desktop.views.training.progress import (
    memory_words,
    place_words,
    share_done,
    threshold_words,
    time_left,
    to_threshold,
)

_FIGURES = {
    "epoch": ("Epoch", "The epoch under way"),
    "speed": ("Iterations/s", "Iterations a second, over the last two seconds"),
    "left": ("Time left", "To the threshold as far as one can see, or else to the last epoch"),
    "loss": ("Average loss", "Of the last finished epoch"),
    "validation": ("Validation", "The loss after the last epoch, in eval mode, on examples that are not trained on"),
    "expected": ("True y", "What is right at the sample point"),
    "predicted": ("Predicted y", "What the model gave there after the last finished epoch"),
    "memory": ("Memory", "What the training's process holds, or PyTorch on an accelerator"),
}
_NONE = "–"
_WHOLE = 1_000
_WIDTH = 62


class Readout(QWidget):
    """Figures in a row, and below them a bar and where the run is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values = {name: QLabel(_NONE) for name in _FIGURES}
        self._captions = {name: QLabel(caption) for name, (caption, _) in _FIGURES.items()}
        self.bar = QProgressBar(textVisible=False)
        self.words = QLabel()
        self._build()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setPalette(palette(theme))
        quiet = palette(theme)
        quiet.setColor(quiet.ColorRole.WindowText, QColor(theme.muted))
        for label in (*self._captions.values(), self.words):
            label.setPalette(quiet)

    def show_course(
        self, course: Course, per_second: float | None, memory: int, reason: EndReason | None = None
    ) -> None:
        """Tell where a run is, or (`reason`) was; `per_second` counts iterations, `memory` bytes (0: not known)."""
        more = to_threshold(course) if reason is None else None
        epoch = course.last_epoch
        self._write("epoch", f"{course.epoch:,}")
        self._write("speed", _NONE if per_second is None else f"{per_second:,.0f}")
        self._write("left", time_left(course, more, per_second) if reason is None else _NONE)
        self._write("loss", _NONE if epoch is None else number_text(epoch.average_loss))
        checked = None if epoch is None else epoch.validation
        self._write("validation", _NONE if checked is None else number_text(checked))
        self._write("expected", _NONE if epoch is None else number_text(epoch.expected))
        self._write("predicted", _NONE if epoch is None else number_text(epoch.predicted))
        self._write("memory", memory_words(memory))
        done = 1.0 if reason == "reached" else share_done(course, more)
        if int(_WHOLE * done) != self.bar.value():
            self.bar.setValue(int(_WHOLE * done))  # Qt paints at once, whether there is something new or not
        self._tell_place(course, "" if reason else f"  ·  {threshold_words(course, more, per_second)}")

    def _tell_place(self, course: Course, prospect: str) -> None:
        if (words := place_words(course) + prospect) != self.words.text():
            self.words.setText(words)

    def _write(self, name: str, text: str) -> None:
        if self.values[name].text() != text:
            self.values[name].setText(text)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        for column, (name, (_, tooltip)) in enumerate(_FIGURES.items()):
            caption, value = self._captions[name], self.values[name]
            caption.setFont(text_font(8.5))
            value.setFont(code_font(11))
            value.setMinimumWidth(_WIDTH)
            for row, label in enumerate((caption, value)):
                label.setToolTip(tooltip)
                grid.addWidget(label, row, column)
            grid.setColumnStretch(column, 1)
        self.bar.setFixedHeight(6)
        self.bar.setRange(0, _WHOLE)
        self.bar.setToolTip("How much is done: up to the threshold as far as one can see, or else of all epochs")
        self.words.setFont(text_font(9))
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.setSpacing(6)
        column_layout.addLayout(grid)
        column_layout.addWidget(self.bar)
        column_layout.addWidget(self.words)
