"""The list of a model's layers, in the order they are called, with the buttons that change it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.views.model_layers import KINDS, Layer, new_layer
from desktop.views.model_shapes import fitted, mismatches
from desktop.views.theme import Theme, code_font, palette

_ROW_HEIGHT = 24


class LayerList(QWidget):
    """Layers a person can add, remove and move; those that do not fit their predecessors are marked."""

    layers_changed = Signal()
    layer_selected = Signal(int)

    def __init__(self, theme: Theme, layers: tuple[Layer, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layers = list(layers)
        self._list = _Rows()
        self._add = QToolButton()
        self._remove = _button("Remove", "Take the selected layer out (Delete)")
        self._up = _button("↑", "Call the selected layer earlier (Alt+Up)")
        self._down = _button("↓", "Call the selected layer later (Alt+Down)")
        self._build()
        self.set_theme(theme)
        self._show(0)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers, first to last."""
        return tuple(self._layers)

    @property
    def selected(self) -> int:
        """The place of the selected layer, or -1."""
        return self._list.currentRow()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.setPalette(palette(theme))
        self._show(self.selected)

    def replace_selected(self, layer: Layer) -> None:
        """Put another layer in place of the selected one."""
        if self.selected >= 0:
            self._layers[self.selected] = layer
            self._change(self.selected)

    def add(self, name: str) -> None:
        """Add a layer of a kind below the selected one, its first number fitted to those before it."""
        place = self.selected + 1
        self._layers.insert(place, fitted(new_layer(name), self._layers[:place]))
        self._change(place)

    def remove_selected(self) -> None:
        """Take the selected layer out."""
        if self.selected >= 0:
            place = self.selected
            del self._layers[place]
            self._change(min(place, len(self._layers) - 1))

    def move_selected(self, by: int) -> None:
        """Move the selected layer by one place, up (-1) or down (1)."""
        place = self.selected
        if place >= 0 and 0 <= place + by < len(self._layers):
            self._layers[place], self._layers[place + by] = self._layers[place + by], self._layers[place]
            self._change(place + by)

    def _change(self, selected: int) -> None:
        self._show(selected)
        self.layers_changed.emit()

    def _show(self, selected: int) -> None:
        self._list.blockSignals(True)
        self._list.clear()
        for layer, mismatch in zip(self._layers, mismatches(self._layers), strict=True):
            item = QListWidgetItem(f"⚠ {layer.text()}" if mismatch else layer.text())
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            item.setToolTip(mismatch.message if mismatch else layer.kind.meaning)
            if mismatch:
                item.setForeground(QColor(self._theme.warning))
            self._list.addItem(item)
        self._list.setCurrentRow(selected)
        self._list.blockSignals(False)
        self._tell_selected(selected)

    def _tell_selected(self, row: int) -> None:
        self._remove.setEnabled(row >= 0)
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < len(self._layers) - 1)
        self.layer_selected.emit(row)

    def _build(self) -> None:
        menu = QMenu(self._add)
        menu.setToolTipsVisible(True)
        for kind in KINDS:
            action = menu.addAction(kind.name)
            action.setToolTip(kind.meaning)
            action.triggered.connect(lambda _checked=False, name=kind.name: self.add(name))
        self._add.setText("Add layer")
        self._add.setToolTip("Add a layer below the selected one")
        self._add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._add.setMenu(menu)
        self._remove.clicked.connect(self.remove_selected)
        self._up.clicked.connect(lambda: self.move_selected(-1))
        self._down.clicked.connect(lambda: self.move_selected(1))
        self._list.currentRowChanged.connect(self._tell_selected)
        self._list.remove_asked.connect(self.remove_selected)
        self._list.move_asked.connect(self.move_selected)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._add)
        row.addStretch(1)
        for button in (self._up, self._down, self._remove):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._list, 1)
        column.addLayout(row)


class _Rows(QListWidget):
    """The rows, with the keys that change their order."""

    remove_asked = Signal()
    move_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFont(code_font(9.5))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setToolTip("The layers, first to last. Delete removes, Alt+↑ and Alt+↓ move")
        self.setAccessibleName("Layers")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove and move by keys; leave the rest to Qt."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_asked.emit()
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_asked.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)


def _button(text: str, tooltip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tooltip)
    return button
