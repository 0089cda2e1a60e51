"""One tensor on a page: head line, statistics, slice, heat map, histogram, and the way out."""

from collections.abc import Generator

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QProgressBar, QToolButton, QVBoxLayout, QWidget

from desktop.views.tensor_view.axes import Axes, first_axes
from desktop.views.tensor_view.background import Background
from desktop.views.tensor_view.cells import Cells, overview
from desktop.views.tensor_view.colour_key import ColourKey
from desktop.views.tensor_view.grid import Grid
from desktop.views.tensor_view.heat_map import HeatMap
from desktop.views.tensor_view.histogram import Histogram
from desktop.views.tensor_view.slice_bar import SliceBar
from desktop.views.tensor_view.survey import Survey, Values, survey
from desktop.views.tensor_view.way_out import WayOut
from desktop.views.tensor_view.words import element_text, head_text, pixel_text, statistics_text
from desktop.views.theme import Theme, code_font, palette, text_font

_AT_ONCE = 1 << 17
"""Elements whose statistics are taken while a person waits: some five milliseconds."""
_PARTS = {"real": "real part", "imag": "imaginary part", "abs": "magnitude"}
_HUNDRED = 100


class TensorPage(QWidget):
    """Shows one array. What takes long is done beside the window, and a bar tells how far it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values: Values = np.empty(0)
        self._drawn: Values = np.empty(0)
        self._axes = first_axes(())
        self._survey: Survey | None = None
        self._head, self._statistics, self._readout = QLabel(), QLabel(), QLabel()
        self._part, self._bar = QComboBox(), QProgressBar()
        self._slice = SliceBar()
        self._map, self._key, self._histogram = HeatMap(theme), ColourKey(theme), Histogram(theme)
        self._log_colours = _log_button("Colours on a logarithmic scale: small values are told apart too")
        self._log_counts = _log_button("Counts on a logarithmic scale: a single value is seen beside a million")
        self._out = WayOut(theme)
        self._measuring, self._condensing = Background(self), Background(self)
        self._build()
        self._connect()
        self._arrange()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.setPalette(palette(theme))
        quiet = palette(theme)
        quiet.setColor(quiet.ColorRole.WindowText, QColor(theme.muted))
        for label in (self._statistics, self._readout):
            label.setPalette(quiet)
        for part in (self._map, self._key, self._histogram, self._out):
            part.set_theme(theme)
        self._tell_statistics()

    def set_tensor(self, name: str, values: Values, dtype: str) -> None:
        """Show an array of any shape; `dtype` is PyTorch's name for it."""
        self._values = values
        self._axes = first_axes(values.shape)
        self._head.setText(head_text(name, dtype, values.shape))
        self._out.set_tensor(values, name, dtype)
        self._part.setVisible(values.dtype.kind == "c")
        self._slice.set_axes(self._axes)
        for part in (self._map, self._key, self._slice):
            part.setEnabled(values.size > 0)
        self._measure()

    def give_up(self) -> None:
        """Let go of the array and of all work on it."""
        self._measuring.give_up()
        self._condensing.give_up()
        self._values = self._drawn = np.empty(0)
        self._map.set_cells(None)

    def _measure(self) -> None:
        """Take statistics anew, and then draw: the colours need the largest magnitude."""
        self._survey = None
        self._histogram.set_survey(None)
        self._map.set_cells(None)
        self._tell_statistics()
        few = self._values.size <= _AT_ONCE
        self._bar.setVisible(not few)
        self._bar.setValue(0)
        work = _measured(self._values, str(self._part.currentData()))
        self._measuring.begin(work, self._take_survey, at_once=few)

    def _take_survey(self, measured: tuple[Survey, Values]) -> None:
        self._survey, self._drawn = measured
        self._bar.hide()
        self._histogram.set_survey(self._survey)
        self._tell_statistics()
        self._scale()
        self._cut(self._axes)

    def _scale(self) -> None:
        if self._survey is not None:
            log = self._log_colours.isChecked()
            self._map.set_scale(self._survey.limit, log=log)
            self._key.set_survey(self._survey, log=log)

    def _cut(self, axes: Axes) -> None:
        """Show another slice, as soon as it is condensed."""
        self._axes = axes
        if not self._values.size:
            self._readout.clear()
            return
        self._out.set_matrix(axes.matrix(self._values))
        if self._survey is None:
            return  # once it is measured, this slice is shown
        matrix = axes.matrix(self._drawn)

        def show(condensed: Grid | None) -> None:
            self._map.set_cells(Cells(matrix, condensed))
            self._tell_nothing()

        self._condensing.begin(overview(matrix), show, at_once=matrix.size <= _AT_ONCE)

    def _tell_statistics(self) -> None:
        self._statistics.setText("Measuring…" if self._survey is None else statistics_text(self._survey, self._theme))

    def _tell_cell(self, row: int, column: int) -> None:
        self._readout.setText(element_text(self._values, self._axes.index(row, column)))

    def _tell_nothing(self) -> None:
        self._readout.setText(pixel_text(self._map.camera()))

    def _tell_progress(self, share: float) -> None:
        self._bar.setValue(round(share * _HUNDRED))

    def _set_log_counts(self, log: bool) -> None:  # noqa: FBT001 (a signal's slot takes its value by place)
        self._histogram.set_log(log=log)

    def _build(self) -> None:
        self._head.setTextFormat(Qt.TextFormat.RichText)
        self._head.setFont(text_font(10))
        self._statistics.setTextFormat(Qt.TextFormat.RichText)
        self._statistics.setFont(text_font(9))
        self._readout.setFont(code_font(9))
        for label in (self._head, self._statistics):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for data, words in _PARTS.items():
            self._part.addItem(words, data)
        self._part.setToolTip("Which part of the complex values is drawn")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setToolTip("How much of the tensor is measured")
        room = self._bar.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # the picture does not jump when the bar goes
        self._bar.setSizePolicy(room)

    def _connect(self) -> None:
        self._slice.axes_changed.connect(self._cut)
        self._part.currentIndexChanged.connect(self._measure)
        self._map.cell_pointed.connect(self._tell_cell)
        self._map.pointing_ended.connect(self._tell_nothing)
        self._log_colours.toggled.connect(self._scale)
        self._log_counts.toggled.connect(self._set_log_counts)
        self._measuring.advanced.connect(self._tell_progress)
        self._map.copy_requested.connect(self._out.copy)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(6)
        for part in (self._head, self._statistics, self._bar, self._part, self._slice):
            column.addWidget(part)
        column.addWidget(self._map, 1)
        column.addWidget(self._readout)
        column.addLayout(_beside(self._key, self._log_colours))
        column.addLayout(_beside(self._histogram, self._log_counts))
        column.addWidget(self._out)


def _measured(values: Values, part: str) -> Generator[float, None, tuple[Survey, Values]]:
    """Take the statistics of values, or of a part of complex ones, and return them with what is to be drawn."""
    drawn = values
    if values.dtype.kind == "c":
        drawn = abs(values) if part == "abs" else getattr(values, part)
    taken = yield from survey(drawn)
    return taken, drawn


def _log_button(tip: str) -> QToolButton:
    button = QToolButton()
    button.setText("log")
    button.setCheckable(True)
    button.setToolTip(tip)
    button.setFont(text_font(8.5))
    return button


def _beside(picture: QWidget, button: QToolButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(picture, 1)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return row
