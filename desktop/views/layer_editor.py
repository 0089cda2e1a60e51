"""The fields of one layer: what kind it is, its numbers, and what does not fit."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.views.model_layers import KINDS, Argument, Layer, new_layer
from desktop.views.model_shapes import Mismatch
from desktop.views.theme import Theme, palette, text_font


class LayerEditor(QWidget):
    """Shows one layer and says when a person has changed it."""

    layer_changed = Signal(Layer)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer = new_layer(KINDS[0].name)
        self._kind = QComboBox()
        self._meaning = QLabel()
        self._fields: list[QSpinBox | QDoubleSpinBox] = []
        self._form = QFormLayout()
        self._complaint = QLabel()
        self._mend = QPushButton()
        self._fitting: int | None = None
        self._build()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        colours = palette(theme)
        colours.setColor(colours.ColorRole.WindowText, QColor(theme.muted))
        self._meaning.setPalette(colours)
        colours.setColor(colours.ColorRole.WindowText, QColor(theme.warning))
        self._complaint.setPalette(colours)

    def show_layer(self, layer: Layer, mismatch: Mismatch | None) -> None:
        """Show a layer, and what is wrong with it."""
        if layer.kind is not self._layer.kind or not self._fields:
            self._make_fields(layer)
        self._layer = layer
        self._kind.setCurrentText(layer.kind.name)
        self._meaning.setText(layer.kind.meaning)
        for field, value in zip(self._fields, layer.values, strict=True):
            _set_value(field, value)
        self._show_mismatch(mismatch)

    def _show_mismatch(self, mismatch: Mismatch | None) -> None:
        self._fitting = mismatch.fitting if mismatch else None
        self._complaint.setText(mismatch.message if mismatch else "")
        self._complaint.setVisible(mismatch is not None)
        self._mend.setVisible(self._fitting is not None)
        self._mend.setText(f"Set to {self._fitting:,}" if self._fitting is not None else "")

    def _make_fields(self, layer: Layer) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self._fields = [_field(argument) for argument in layer.kind.arguments]
        for index, (argument, field) in enumerate(zip(layer.kind.arguments, self._fields, strict=True)):
            field.valueChanged.connect(lambda value, place=index: self._change(place, value))
            self._form.addRow(argument.label, field)

    def _change(self, index: int, value: float) -> None:
        if value != self._layer.values[index]:
            self._layer = self._layer.with_value(index, value)
            self.layer_changed.emit(self._layer)

    def _change_kind(self, index: int) -> None:
        if KINDS[index] is not self._layer.kind:
            self.layer_changed.emit(new_layer(KINDS[index].name))

    def _set_fitting(self) -> None:
        if self._fitting is not None:
            self._change(0, self._fitting)

    def _build(self) -> None:
        self._kind.addItems([kind.name for kind in KINDS])
        self._kind.setToolTip("What this layer is; another kind starts with its own numbers")
        self._kind.activated.connect(self._change_kind)
        self._meaning.setWordWrap(True)
        self._meaning.setFont(text_font(9))
        self._complaint.setWordWrap(True)
        self._mend.setAutoDefault(False)
        self._mend.setToolTip("Take the number that fits the layers before")
        self._mend.clicked.connect(self._set_fitting)
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        warning = QHBoxLayout()
        warning.addWidget(self._complaint, 1)
        warning.addWidget(self._mend)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._kind)
        column.addWidget(self._meaning)
        column.addLayout(self._form)
        column.addLayout(warning)
        column.addStretch(1)


def _field(argument: Argument) -> QSpinBox | QDoubleSpinBox:
    field: QSpinBox | QDoubleSpinBox
    if argument.is_whole:
        field = QSpinBox()
        field.setRange(int(argument.low), int(argument.high))
    else:
        field = QDoubleSpinBox(decimals=2, singleStep=0.05)
        field.setRange(argument.low, argument.high)
    field.setToolTip(f"{argument.name}: from {argument.low:,} to {argument.high:,}")
    return field


def _set_value(field: QSpinBox | QDoubleSpinBox, value: float) -> None:
    if isinstance(field, QSpinBox):
        field.setValue(int(value))
    else:
        field.setValue(value)
