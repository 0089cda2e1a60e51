"""The fields in which a person types, chooses or ticks."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from desktop.views.theme import Theme, box_palette, code_font
from desktop.views.training.entry import Entry
from desktop.views.training.fields import (
    ChoiceField,
    ColumnsField,
    Field,
    FileField,
    NumberField,
    SwitchField,
    TextField,
)
from desktop.views.training.table_entries import ColumnsEntry, FileEntry


class LineEntry(Entry):
    """A number or a text that is typed."""

    def __init__(self, field: NumberField | TextField) -> None:
        self._line = QLineEdit()
        self._field = field
        super().__init__(field, self._line, f"{field.meaning}\nAllowed: {field.allowed}.")
        self._line.setFont(code_font(9.5))
        if isinstance(field, NumberField):
            self._line.setAlignment(Qt.AlignmentFlag.AlignRight)
        else:
            self._line.setPlaceholderText(field.example)
        self._line.textChanged.connect(self.check)
        self._line.editingFinished.connect(self.applied)

    def value(self) -> Any:
        """Read what was typed."""
        return self._field.parse(self._line.text())

    def show_value(self, value: Any) -> None:
        """Write a value."""
        self._line.setText(self._field.write(value))
        self._line.setCursorPosition(0)


class ChoiceEntry(Entry):
    """A list to choose from."""

    def __init__(self, field: ChoiceField) -> None:
        self._box = QComboBox()
        self._lacking = field.lacking
        super().__init__(field, self._box, field.meaning)
        self.offer(field.options)
        self._box.currentIndexChanged.connect(self.check)

    def offer(self, options: tuple[tuple[str, str], ...]) -> None:
        """Offer values with their titles, and keep the one that is chosen if it is among them."""
        chosen = self._box.currentData()
        self._box.blockSignals(True)
        self._box.clear()
        for value, title in options:
            self._box.addItem(title, value)
        self._box.setCurrentIndex(max(self._box.findData(chosen), 0) if options else -1)
        self._box.blockSignals(False)
        self.check()

    def value(self) -> Any:
        """Give what is chosen."""
        if self._box.currentIndex() < 0:
            raise ValueError(self._lacking)
        return self._box.currentData()

    def show_value(self, value: Any) -> None:
        """Choose a value, where it is offered."""
        self._box.setCurrentIndex(max(self._box.findData(value), 0) if self._box.count() else -1)


class SwitchEntry(Entry):
    """A box to tick."""

    def __init__(self, field: SwitchField) -> None:
        self._box = QCheckBox()
        super().__init__(field, self._box, field.meaning)
        self._box.toggled.connect(self.check)

    def value(self) -> Any:
        """Say whether it is ticked."""
        return self._box.isChecked()

    def show_value(self, value: Any) -> None:
        """Tick it or not."""
        self._box.setChecked(bool(value))

    def _colours(self, theme: Theme) -> QPalette:
        return box_palette(theme)


def entry_for(field: Field) -> Entry:
    """Make the field of the form for a field of a recipe."""
    match field:
        case NumberField() | TextField():
            return LineEntry(field)
        case ChoiceField():
            return ChoiceEntry(field)
        case SwitchField():
            return SwitchEntry(field)
        case ColumnsField():
            return ColumnsEntry(field)
        case FileField():
            return FileEntry(field)
