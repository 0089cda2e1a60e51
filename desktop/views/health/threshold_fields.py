"""The thresholds as fields: a number each, for the measure that is shown."""

import math

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QToolButton, QWidget

from desktop.views.health.bar_rows import Measure
from desktop.views.health.verdict import Thresholds
from desktop.views.tensor_text import number_text
from desktop.views.theme import Theme, palette, text_font

_FIELD_WIDTH = 68
_BOTH = "\nA parameter is marked only where its norm and its ratio both say so"


class ThresholdFields(QWidget):
    """Two fields and a button back to what they were. A text that is no positive number is marked and not told."""

    thresholds_changed = Signal(Thresholds)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._thresholds = Thresholds()
        self._measure: Measure = "norm"
        self._low_label, self._high_label = QLabel("vanishing <"), QLabel("exploding >")
        self._unit = QLabel("× largest")
        self._low, self._high, self._reset = QLineEdit(), QLineEdit(), QToolButton()
        self._build()
        self.set_theme(theme)
        self.set_measure("norm")

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.setPalette(palette(theme))
        self._mark()

    def set_measure(self, measure: Measure) -> None:
        """Offer the thresholds of a measure."""
        self._measure = measure
        of_norms = measure == "norm"
        self._unit.setVisible(of_norms)
        low = (
            "share of the largest parameter's gradient norm" if of_norms else "ratio of gradient norm to weights' norm"
        )
        high = "gradient norm" if of_norms else "ratio of gradient norm to weights' norm"
        self._low.setToolTip(f"Below this {low} a gradient vanishes{_BOTH}")
        self._high.setToolTip(f"Above this {high} a gradient explodes{_BOTH}")
        self.set_thresholds(self._thresholds)

    def set_thresholds(self, thresholds: Thresholds) -> None:
        """Show these numbers; nothing is told."""
        self._thresholds = thresholds
        low, high = self._numbers()
        for field, value in ((self._low, low), (self._high, high)):
            if _positive(field.text()) != value:
                field.setText(number_text(value))
        self._reset.setEnabled(thresholds != Thresholds())
        self._mark()

    def _numbers(self) -> tuple[float, float]:
        limits = self._thresholds
        if self._measure == "norm":
            return limits.vanishing_share, limits.exploding_norm
        return limits.vanishing_ratio, limits.exploding_ratio

    def _take(self) -> None:
        self._mark()
        low, high = _positive(self._low.text()), _positive(self._high.text())
        if low is None or high is None or (low, high) == self._numbers():
            return
        if self._measure == "norm":
            self._tell(replace(self._thresholds, vanishing_share=low, exploding_norm=high))
        else:
            self._tell(replace(self._thresholds, vanishing_ratio=low, exploding_ratio=high))

    def _go_back(self) -> None:
        self._tell(Thresholds())

    def _tell(self, thresholds: Thresholds) -> None:
        self.set_thresholds(thresholds)
        self.thresholds_changed.emit(thresholds)

    def _mark(self) -> None:
        """Write what is no positive number in the colour of errors."""
        for field in (self._low, self._high):
            colours = palette(self._theme)
            if _positive(field.text()) is None:
                colours.setColor(colours.ColorRole.Text, QColor(self._theme.error))
            field.setPalette(colours)

    def _build(self) -> None:
        self.setFont(text_font(9))
        for field, name in ((self._low, "Vanishing below"), (self._high, "Exploding above")):
            field.setFixedWidth(_FIELD_WIDTH)
            field.setAccessibleName(name)
            field.textEdited.connect(self._take)
        self._reset.setText("↺")
        self._reset.setToolTip("Back to the thresholds Chainrule begins with")
        self._reset.clicked.connect(self._go_back)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(3)
        for row, parts in enumerate(((self._low_label, self._low, self._unit), (self._high_label, self._high))):
            for column, part in enumerate(parts):
                grid.addWidget(part, row, column)
        grid.addWidget(self._reset, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(2, 1)


def _positive(text: str) -> float | None:
    """Read a finite number above 0, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value < math.inf else None
