"""The form in which a person sets a training's numbers, with what is wrong said where it is wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from desktop.records.messages import Device
from desktop.records.training import Recipe
from desktop.views.theme import Theme, code_font, mixed, palette, text_font
from desktop.views.training.recipe_fields import FIELDS, RecipeField, written

_FIELD_WIDTH = 128
_GIGABYTE = 1024**3


class RecipeForm(QWidget):
    """One line for each number of a recipe, and the device it runs on."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fields = {field.name: _NumberField(field) for field in FIELDS}
        self._device = QComboBox()
        self._defaults = QPushButton("The chapter's values")
        self._build()
        self.show_devices((Device("cpu", "CPU"),))
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.setPalette(palette(theme))
        for field in self._fields.values():
            field.set_theme(theme)

    def show_devices(self, devices: tuple[Device, ...]) -> None:
        """Offer these devices, and keep the one that is chosen if it is among them."""
        chosen = self._device.currentData()
        self._device.clear()
        for device in devices:
            self._device.addItem(_device_title(device), device.name)
        self._device.setCurrentIndex(max(self._device.findData(chosen), 0))

    def fault(self) -> str:
        """Give the first thing that is wrong, as a sentence, or ""."""
        return next((field.fault for field in self._fields.values() if field.fault), "")

    def recipe(self) -> Recipe:
        """Give the recipe as it stands; raise ValueError where something is wrong."""
        values = {name: field.value() for name, field in self._fields.items()}
        return Recipe(device=self._device.currentData() or "cpu", **values)  # type: ignore[arg-type]  # by field

    def show_recipe(self, recipe: Recipe) -> None:
        """Fill the form with a recipe."""
        for name, field in self._fields.items():
            field.edit.setText(written(getattr(recipe, name)))
        self._device.setCurrentIndex(max(self._device.findData(recipe.device), 0))

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for row, field in enumerate(self._fields.values()):
            field.add_to(grid, 2 * row)
            field.edit.textChanged.connect(self.changed)
        label = QLabel("&Device")
        label.setBuddy(self._device)
        self._device.setToolTip("Where the tensors live and the training runs")
        self._device.setFixedWidth(_FIELD_WIDTH)
        self._defaults.setFlat(True)
        self._defaults.setToolTip("Put every number back to what the chapter's program says")
        self._defaults.clicked.connect(self._restore)
        last = 2 * len(self._fields)
        grid.addWidget(label, last, 0)
        grid.addWidget(self._device, last, 1)
        grid.addWidget(self._defaults, last + 1, 0, 1, 2, Qt.AlignmentFlag.AlignRight)

    def _restore(self) -> None:
        self.show_recipe(Recipe(device=self._device.currentData() or "cpu"))


class _NumberField:
    """A label, a line to type in, and below them what is wrong with it."""

    def __init__(self, field: RecipeField) -> None:
        self.edit = QLineEdit(field.default)
        self.fault = ""
        self._field = field
        self._theme: Theme | None = None
        self._label = QLabel(field.label)
        self._complaint = QLabel()
        tooltip = f"{field.meaning}\nAllowed: {field.allowed}."
        for widget in (self.edit, self._label):
            widget.setToolTip(tooltip)
        self.edit.setAccessibleName(field.label)
        self.edit.setFont(code_font(9.5))
        self.edit.setFixedWidth(_FIELD_WIDTH)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.edit.textChanged.connect(self._check)
        self._label.setBuddy(self.edit)
        self._complaint.setFont(text_font(9))
        self._complaint.setWordWrap(True)
        self._complaint.hide()

    def add_to(self, grid: QGridLayout, row: int) -> None:
        grid.addWidget(self._label, row, 0)
        grid.addWidget(self.edit, row, 1)
        grid.addWidget(self._complaint, row + 1, 0, 1, 2)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        colours = palette(theme)
        colours.setColor(QPalette.ColorRole.WindowText, QColor(theme.error))
        self._complaint.setPalette(colours)
        self._mark()

    def value(self) -> int | float:
        return self._field.parse(self.edit.text())

    def _check(self) -> None:
        try:
            self.value()
            self.fault = ""
        except ValueError as error:
            self.fault = str(error)
        self._mark()

    def _mark(self) -> None:
        self._complaint.setText(self.fault)
        self._complaint.setVisible(bool(self.fault))
        if self._theme is not None:
            colours = palette(self._theme)
            if self.fault:
                colours.setColor(QPalette.ColorRole.Base, mixed(self._theme.error, self._theme.base, 0.12))
                colours.setColor(QPalette.ColorRole.Text, QColor(self._theme.error))
            self.edit.setPalette(colours)


def _device_title(device: Device) -> str:
    if device.memory is None:
        return device.title
    return f"{device.title} ({device.memory / _GIGABYTE:.0f} GB)"
