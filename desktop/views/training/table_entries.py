"""The fields for a table: its file, and which of its columns go in."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from desktop.views.training.entry import WIDTH, Entry
from desktop.views.training.fields import ColumnsField, FileField


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
