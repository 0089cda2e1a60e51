"""A plot with its legend above and a word below it: what a deck shows one of."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.theme import Theme, palette, text_font
from desktop.views.training.chart import Chart, Curve
from desktop.views.training.marks import Mark

_SIGNS = {"": "—", "o": "●", "s": "■", "t": "▲"}


class Pane(QWidget):
    """Draws what it is given and can be exported: `picture` is what is seen of it, `csv()` what it is made of."""

    left_alone = Signal(bool)
    """True when the pane follows the run again, False once a person has moved it."""

    def __init__(self, theme: Theme, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.chart = chart
        self._legend = QLabel()
        self._word = QLabel()
        for label in (self._legend, self._word):
            label.setFont(text_font(9))
        # However many curves there are, the plot is as wide as its place.
        self._legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._word.setWordWrap(True)
        self._word.hide()
        chart.left_alone.connect(self.left_alone)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(self._legend)
        self.column.addWidget(chart, 1)
        self.column.addWidget(self._word)
        self.set_theme(theme)

    @property
    def picture(self) -> QWidget:
        """What a picture of the pane shows."""
        return self.chart

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        colours = palette(theme)
        colours.setColor(colours.ColorRole.WindowText, theme.muted)
        for label in (self._legend, self._word):
            label.setPalette(colours)
        self.chart.set_theme(theme)
        self._write_legend(self.chart.curves)

    def show_curves(self, curves: Sequence[Curve], marks: Sequence[Mark] = ()) -> None:
        """Draw these curves and marks."""
        if _legend_of(curves) != _legend_of(self.chart.curves):
            self._write_legend(curves)
        self.chart.show_curves(curves, marks)

    def say(self, word: str) -> None:
        """Write a sentence below the plot, or none ("")."""
        self._word.setText(word)
        self._word.setVisible(bool(word))

    def follow(self) -> None:
        """Show everything again."""
        self.chart.follow()

    def csv(self) -> str:
        """Write every point that is held as a line: curve, x, y."""
        lines = ["curve,x,y"]
        for curve in self.chart.curves:
            name = '"' + curve.name.replace('"', '""') + '"'
            lines += [f"{name},{x!r},{y!r}" for x, y in zip(*map(list, _plain(curve)), strict=True)]
        return "\n".join(lines) + "\n"

    def _write_legend(self, curves: Sequence[Curve]) -> None:
        parts = [
            f'<span style="color:{curve.stroke.colour(self._theme).name()}">{_SIGNS[curve.stroke.symbol]}</span> '
            f"{escape(curve.name)}"
            for curve in curves
            if not curve.named
        ]
        self._legend.setText("&nbsp;&nbsp; ".join(parts))


def _legend_of(curves: Sequence[Curve]) -> list[tuple[str, object]]:
    return [(curve.name, curve.stroke) for curve in curves if not curve.named]


def _plain(curve: Curve) -> tuple[list[float], list[float]]:
    return curve.points[0].tolist(), curve.points[1].tolist()
