"""A field of the form on the screen: its label, what a person edits, and below them what is wrong with it."""

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from desktop.views.theme import Theme, code_font, mixed, palette, text_font
from desktop.views.training.fields import (
    ChoiceField,
    ColumnsField,
    Field,
    FileField,
    NumberField,
    SwitchField,
    TextField,
)

WIDTH = 162


class Entry(QObject):
    """What all fields on the screen have in common. `edit` is the widget a person works on."""

    changed = Signal()
    applied = Signal()
    """A person has finished with it: Enter was pressed, or another field took over."""

    def __init__(self, field: Field, edit: QWidget, tooltip: str) -> None:
        super().__init__(edit)
        self.field = field
        self.edit = edit
        self.fault = ""
        self._theme: Theme | None = None
        self.label = QLabel(field.label)
        self.complaint = QLabel(wordWrap=True)
        for widget in (edit, self.label):
            widget.setToolTip(tooltip)
        edit.setAccessibleName(field.label)
        edit.setFixedWidth(WIDTH)
        self.label.setBuddy(edit)
        self.complaint.setFont(text_font(8.5))
        self.complaint.hide()

    def add_to(self, grid: QGridLayout, row: int) -> None:
        """Stand in two rows of a grid."""
        grid.addWidget(self.label, row, 0)
        grid.addWidget(self.edit, row, 1)
        grid.addWidget(self.complaint, row + 1, 0, 1, 2)

    def set_shown(self, *, shown: bool) -> None:
        """Show or hide the whole field."""
        self.label.setVisible(shown)
        self.edit.setVisible(shown)
        self.complaint.setVisible(shown and bool(self.complaint.text()))

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        colours = palette(theme)
        colours.setColor(QPalette.ColorRole.WindowText, QColor(theme.error))
        self.complaint.setPalette(colours)
        self.mark(self.complaint.text())

    def value(self) -> Any:
        """Give what stands in the field; raise ValueError with a sentence where that is wrong."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Let a value stand in the field."""
        raise NotImplementedError

    def check(self) -> None:
        """See whether what stands in the field is right, and say where it is not."""
        try:
            self.value()
            self.fault = ""
        except ValueError as error:
            self.fault = str(error)
        self.mark(self.fault)
        self.changed.emit()

    def mark(self, fault: str) -> None:
        """Write below the field what is wrong, and colour it; with "" nothing is."""
        self.complaint.setText(fault)
        self.complaint.setVisible(bool(fault) and not self.edit.isHidden())
        if self._theme is not None:
            colours = palette(self._theme)
            if fault:
                colours.setColor(QPalette.ColorRole.Base, mixed(self._theme.error, self._theme.base, 0.12))
                colours.setColor(QPalette.ColorRole.Text, QColor(self._theme.error))
            self.edit.setPalette(colours)


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


class ColumnsEntry(Entry):
    """A menu of columns to tick."""

    def __init__(self, field: ColumnsField) -> None:
        self._button = QToolButton()
        self._menu = QMenu(self._button)
        super().__init__(field, self._button, field.meaning)
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._button.setMenu(self._menu)
        self._menu.triggered.connect(self._tell)
        self._tell()

    def offer(self, columns: tuple[str, ...]) -> None:
        """Offer columns; all but the last are ticked."""
        self._menu.clear()
        for column in columns:
            action = self._menu.addAction(column.replace("&", "&&"))
            action.setData(column)
            action.setCheckable(True)
            action.setChecked(column in columns[:-1])
        self._tell()

    def value(self) -> Any:
        """Give the ticked columns."""
        chosen = tuple(str(action.data()) for action in self._menu.actions() if action.isChecked())
        if not chosen:
            raise ValueError("Choose a CSV file, and at least one of its columns as an input.")
        return chosen

    def show_value(self, value: Any) -> None:
        """Tick these columns; those that are not offered are."""
        offered = {action.data() for action in self._menu.actions()}
        if not offered.issuperset(value):
            self.offer(tuple(value))
        for action in self._menu.actions():
            action.setChecked(action.data() in value)
        self._tell()

    def _tell(self) -> None:
        chosen = [str(action.data()) for action in self._menu.actions() if action.isChecked()]
        text = ", ".join(chosen) or "none"
        self._button.setText(self._button.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, WIDTH - 32))
        self.check()


class FileEntry(Entry):
    """The name of a file, and a button that asks for one."""

    asked = Signal()

    def __init__(self, field: FileField) -> None:
        self._path = ""
        place = QWidget()
        self._name = QLabel()
        self.button = QPushButton("Choose…")
        self.button.setToolTip(field.meaning)
        super().__init__(field, place, field.meaning)
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._name, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self.asked)
        self.check()

    def value(self) -> Any:
        """Give the file's path."""
        if not self._path:
            raise ValueError("Choose a CSV file.")
        return self._path

    def show_value(self, value: Any) -> None:
        """Name a file."""
        self._path = str(value)
        name = self._path.replace("\\", "/").rsplit("/", 1)[-1]
        room = WIDTH - self.button.sizeHint().width() - 8
        self._name.setText(self._name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room))
        self._name.setToolTip(self._path)
        self.check()


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
