"""The New model form: a name and a list of layers become a class, which can be read while it grows."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.views.editor.highlighter import PythonHighlighter
from desktop.views.layer_editor import LayerEditor
from desktop.views.layer_list import LayerList
from desktop.views.model_layers import Layer, new_layer
from desktop.views.model_shapes import mismatches
from desktop.views.model_text import class_text, name_fault
from desktop.views.theme import Theme, code_font, mixed, palette, text_font

_FIRST_LAYERS = (new_layer("Linear", 3, 8), new_layer("ReLU"), new_layer("Linear", 8, 1))
_FORM_WIDTH = 312


class ModelForm(QDialog):
    """Asks for a model; when it is accepted, `class_text()` is what to insert."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = QLineEdit("Net")
        self._fault = QLabel()
        self._layers = LayerList(theme, _FIRST_LAYERS)
        self._layer = LayerEditor(theme)
        self._preview = QPlainTextEdit()
        self._highlighter = PythonHighlighter(self._preview.document(), theme)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._insert = self._buttons.addButton("Insert", QDialogButtonBox.ButtonRole.AcceptRole)
        self._build()
        self.set_theme(theme)
        self._refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.setPalette(palette(theme))
        self._layers.set_theme(theme)
        self._layer.set_theme(theme)
        self._highlighter.set_theme(theme)
        colours = palette(theme)
        colours.setColor(QPalette.ColorRole.WindowText, QColor(theme.error))
        self._fault.setPalette(colours)
        self._mark_name()

    def class_text(self) -> str:
        """Give the class, a line that makes a model of it, and one that calls that; it needs torch and nn imported."""
        return class_text(self._name.text(), self._layers.layers)

    def _refresh(self) -> None:
        self._mark_name()
        self._show_selected(self._layers.selected)
        is_wrong = bool(name_fault(self._name.text()))
        self._insert.setEnabled(not is_wrong)
        if not is_wrong:
            self._preview.setPlainText(self.class_text())

    def _mark_name(self) -> None:
        fault = name_fault(self._name.text())
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        colours = palette(self._theme)
        if fault:
            colours.setColor(QPalette.ColorRole.Base, mixed(self._theme.error, self._theme.base, 0.12))
            colours.setColor(QPalette.ColorRole.Text, QColor(self._theme.error))
        self._name.setPalette(colours)

    def _show_selected(self, place: int) -> None:
        self._layer.setVisible(place >= 0)
        if place >= 0:
            layers = self._layers.layers
            self._layer.show_layer(layers[place], mismatches(layers)[place])

    def _take_layer(self, layer: Layer) -> None:
        self._layers.replace_selected(layer)

    def _build(self) -> None:
        self.setWindowTitle("New model")
        self.resize(880, 584)
        self._name.setToolTip("The class's name: letters, digits and _, by custom with a capital first")
        self._name.setFont(code_font())
        self._name.textChanged.connect(self._refresh)
        self._name.selectAll()
        self._fault.setFont(text_font(9))
        self._fault.setWordWrap(True)
        self._layers.layers_changed.connect(self._refresh)
        self._layers.layer_selected.connect(self._show_selected)
        self._layer.layer_changed.connect(self._take_layer)
        self._preview.setReadOnly(True)
        self._preview.setFont(code_font())
        self._preview.setFrameShape(QFrame.Shape.NoFrame)
        self._preview.document().setDocumentMargin(12)
        self._preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._preview.setToolTip("What Insert writes into the program")
        self._insert.setToolTip("Write the class below the statement at the caret")
        self._insert.setDefault(True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._lay_out()

    def _lay_out(self) -> None:
        form = QVBoxLayout()
        form.setSpacing(8)
        label = QLabel("Class &name")
        label.setBuddy(self._name)
        for widget in (label, self._name, self._fault):
            form.addWidget(widget)
        form.addSpacing(8)
        form.addWidget(QLabel("Layers"))
        form.addWidget(self._layers, 1)
        form.addSpacing(8)
        form.addWidget(self._layer)
        left = QWidget()
        left.setFixedWidth(_FORM_WIDTH)
        left.setLayout(form)
        form.setContentsMargins(0, 0, 0, 0)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(left)
        both.addWidget(self._preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addLayout(both, 1)
        column.addWidget(self._buttons)
