"""Which slice of a tensor is shown: two choices of a dimension, and a slider for each of the others."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from desktop.views.tensor_view.axes import Axes
from desktop.views.theme import text_font

_LETTERS = 3
"""Of a choice's words that are seen however narrow the bar."""


class SliceBar(QWidget):
    """Shows some Axes and tells those a person chose. Without a choice to make it takes no room."""

    axes_changed = Signal(Axes)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axes = Axes((), None, None, ())
        self._rows, self._columns, self._swap = QComboBox(), QComboBox(), QToolButton()
        self._choices = QWidget()
        self._sliders = QGridLayout()
        self._shown: tuple[int, ...] | None = None
        self._build()

    def set_axes(self, axes: Axes) -> None:
        """Show these axes; nothing is told."""
        self._axes = axes
        self._fill(self._rows, axes.rows)
        self._fill(self._columns, axes.columns)
        self._choices.setVisible(axes.rows is not None)
        if self._shown != axes.others:
            self._offer_sliders(axes)
        self.setVisible(axes.rows is not None or bool(axes.others))

    def _fill(self, choice: QComboBox, axis: int | None) -> None:
        choice.blockSignals(True)
        choice.clear()
        for place, size in enumerate(self._axes.shape):
            choice.addItem(f"dim {place}")
            choice.setItemData(place, f"{size:,} elements", Qt.ItemDataRole.ToolTipRole)
        choice.setCurrentIndex(-1 if axis is None else axis)
        choice.blockSignals(False)

    def _offer_sliders(self, axes: Axes) -> None:
        self._shown = axes.others
        while (item := self._sliders.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for row, axis in enumerate(axes.others):
            self._offer_slider(row, axis, axes)

    def _offer_slider(self, row: int, axis: int, axes: Axes) -> None:
        last = axes.shape[axis] - 1
        slider, value = QSlider(Qt.Orientation.Horizontal), QLabel()
        slider.setRange(0, max(last, 0))
        slider.setValue(axes.at[axis])
        slider.setPageStep(max(1, axes.shape[axis] // 10))
        slider.setToolTip(f"Where dimension {axis} is cut; ← → go from one slice to the next")
        slider.setAccessibleName(f"Index in dimension {axis}")
        value.setText(_index_text(axes.at[axis], last))
        value.setMinimumWidth(value.fontMetrics().horizontalAdvance(_index_text(last, last)))
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        slider.valueChanged.connect(partial(self._cut, axis, value))
        for column, widget in enumerate((QLabel(f"dim {axis}"), slider, value)):
            self._sliders.addWidget(widget, row, column)

    def _cut(self, axis: int, label: QLabel, index: int) -> None:
        label.setText(_index_text(index, self._axes.shape[axis] - 1))
        self._choose(self._axes.cut(axis, index))

    def _choose(self, axes: Axes) -> None:
        self.set_axes(axes)
        self.axes_changed.emit(axes)

    def _choose_rows(self, axis: int) -> None:
        self._choose(self._axes.with_rows(axis))

    def _choose_columns(self, axis: int) -> None:
        self._choose(self._axes.with_columns(axis))

    def _exchange(self) -> None:
        self._choose(self._axes.swapped())

    def _build(self) -> None:
        self.setFont(text_font(9))
        self._rows.setToolTip("The dimension that runs down the rows")
        self._columns.setToolTip("The dimension that runs along the columns")
        self._swap.setText("⇄")
        self._swap.setToolTip("Exchange rows and columns")
        self._rows.currentIndexChanged.connect(self._choose_rows)
        self._columns.currentIndexChanged.connect(self._choose_columns)
        self._swap.clicked.connect(self._exchange)
        row = QHBoxLayout(self._choices)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for choice in (self._rows, self._columns):  # so that a narrow column beside the graph holds them
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(_LETTERS)
        for part in (QLabel("rows"), self._rows, self._swap, QLabel("by"), self._columns):
            row.addWidget(part)
        row.addStretch(1)
        self._sliders.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._choices)
        column.addLayout(self._sliders)


def _index_text(index: int, last: int) -> str:
    return f"{index:,} / {last:,}"
