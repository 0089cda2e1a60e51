"""The runs that were kept: which are drawn beside the present one, what they are called, what is noted of them."""

from collections.abc import Callable, Sequence
from functools import partial

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.records.training import Recipe
from desktop.views.empty_state import paint_empty_state
from desktop.views.theme import Theme, palette, text_font
from desktop.views.training.kept_run import KeptRun
from desktop.views.training.progress import duration
from desktop.views.training.run_curves import Overlay
from desktop.views.training.run_row import NUMBER, RUN, RunRow

_MOST_NAME, _MOST_NOTE = 200, 2_000
_EDITABLE = Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled


class RunList(QWidget):
    """Shows the runs, the latest first. What a person changes is told as the run as it is then. Thread: GUI."""

    overlays_changed = Signal(tuple)
    run_changed = Signal(KeptRun)
    run_deleted = Signal(KeptRun)
    run_restored = Signal(KeptRun)
    recipe_chosen = Signal(Recipe)
    import_requested = Signal()
    export_requested = Signal(KeptRun)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = _List()
        self._row = RunRow(theme, self.list)
        self.note = QLineEdit(placeholderText="Note", maxLength=_MOST_NOTE)
        self.said = QLabel()
        self.buttons = {
            "use": _button("Use recipe", "Fill the recipe's form with this run's"),
            "delete": _button("Delete", "Delete this run (Del); it can be undone"),
            "export": _button("Export…", "Write this run to a JSON file"),
            "import": _button("Import…", "Read a run from a JSON file"),
            "undo": _button("Undo", "Bring the deleted run back"),
        }
        self._deleted: list[KeptRun] = []
        self._build()
        self.set_theme(theme)
        self._offer()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        colours = palette(theme)
        self.setPalette(colours)
        self.list.set_theme(theme)
        self._row.set_theme(theme)
        colours.setColor(colours.ColorRole.WindowText, QColor(theme.muted))
        self.said.setPalette(colours)
        self.list.viewport().update()

    def runs(self) -> tuple[KeptRun, ...]:
        """Give every run, the latest first."""
        return tuple(self._run_of(self.list.item(row)) for row in range(self.list.count()))

    def add(self, run: KeptRun) -> None:
        """Put a run into the list, by the time it was made."""
        times = [other.created for other in self.runs()]
        place = next((row for row, time in enumerate(times) if time <= run.created), len(times))
        item = QListWidgetItem()
        item.setFlags(_EDITABLE | Qt.ItemFlag.ItemIsSelectable)
        item.setCheckState(Qt.CheckState.Unchecked)
        self._fill(item, run)
        self._quietly(lambda: self.list.insertItem(place, item))
        self._offer()

    def overlays(self) -> tuple[Overlay, ...]:
        """Give the runs that are to be drawn beside the present one."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(
            Overlay(self._run_of(item), int(item.data(NUMBER)))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        )

    def say(self, word: str) -> None:
        """Write a sentence below the list."""
        self.said.setText(word)
        self.said.setVisible(bool(word))

    def delete(self) -> None:
        """Take the selected run out of the list."""
        item = self._current()
        if item is None:
            return
        run = self._run_of(item)
        self.list.takeItem(self.list.row(item))
        self._deleted.append(run)
        self.say(f"Deleted “{run.name}”.")
        self._offer()
        self.run_deleted.emit(run)
        self.overlays_changed.emit(self.overlays())

    def drop(self, run: KeptRun) -> None:
        """Take a run out of the list without a word."""
        for row, other in enumerate(self.runs()):
            if other.id == run.id:
                self._quietly(partial(self.list.takeItem, row))
        self._offer()

    def undo(self) -> None:
        """Bring back the run that was deleted last."""
        run = self._deleted.pop()
        self.add(run)
        self.say("")
        self._offer()
        self.run_restored.emit(run)

    def _fill(self, item: QListWidgetItem, run: KeptRun) -> None:
        item.setData(RUN, run)
        item.setText(run.name)
        took = f"{run.iterations:,} iterations in {duration(run.seconds)}"
        item.setToolTip(f"{took}. Tick to draw it beside the present run; F2 or a double click renames it")

    def _current(self) -> QListWidgetItem | None:
        return self.list.currentItem()  # None where nothing is selected, whatever its annotation says

    def _run_of(self, item: QListWidgetItem) -> KeptRun:
        run: KeptRun = item.data(RUN)
        return run

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        run, name = self._run_of(item), item.text().strip()[:_MOST_NAME]
        if name != run.name:
            run = msgspec.structs.replace(run, name=name or run.name)
            self._quietly(lambda: self._fill(item, run))
            self.run_changed.emit(run)
        checked = item.checkState() == Qt.CheckState.Checked
        if checked != (item.data(NUMBER) is not None):
            self._quietly(lambda: item.setData(NUMBER, self._free_number() if checked else None))
        self.overlays_changed.emit(self.overlays())

    def _free_number(self) -> int:
        taken = {self.list.item(row).data(NUMBER) for row in range(self.list.count())}
        return next(number for number in range(1, self.list.count() + 2) if number not in taken)

    def _on_note_edited(self) -> None:
        item = self._current()
        if item is None or self.note.text() == self._run_of(item).note:
            return
        run = msgspec.structs.replace(self._run_of(item), note=self.note.text())
        self._quietly(lambda: self._fill(item, run))
        self.run_changed.emit(run)

    def _offer(self) -> None:
        item = self._current()
        for name in ("use", "delete", "export"):
            self.buttons[name].setEnabled(item is not None)
        self.note.setEnabled(item is not None)
        self.note.setText("" if item is None else self._run_of(item).note)
        self.buttons["undo"].setVisible(bool(self._deleted))

    def _quietly(self, change: Callable[[], object]) -> None:
        """Change items without hearing of it: these changes are not the person's."""
        self.list.blockSignals(True)
        change()
        self.list.blockSignals(False)

    def _selected(self, then: Callable[[KeptRun], object]) -> None:
        if (item := self._current()) is not None:
            then(self._run_of(item))

    def _build(self) -> None:
        self.list.setItemDelegate(self._row)
        self.list.itemChanged.connect(self._on_item_changed)
        self.list.currentItemChanged.connect(lambda *_: self._offer())
        self.list.delete_requested.connect(self.delete)
        self.note.setToolTip("What you want to remember of this run; Enter keeps it")
        self.note.editingFinished.connect(self._on_note_edited)
        self.said.setFont(text_font(9))
        self.said.setWordWrap(True)
        self.said.hide()
        buttons = self.buttons
        buttons["use"].clicked.connect(lambda: self._selected(lambda run: self.recipe_chosen.emit(run.recipe)))
        buttons["export"].clicked.connect(lambda: self._selected(self.export_requested.emit))
        buttons["import"].clicked.connect(self.import_requested)
        buttons["delete"].clicked.connect(self.delete)
        buttons["undo"].clicked.connect(self.undo)
        self._assemble((("use", "delete"), ("export", "import")))

    def _assemble(self, rows: Sequence[Sequence[str]]) -> None:
        grid = QGridLayout()
        grid.setSpacing(6)
        for row, names in enumerate(rows):
            for column, name in enumerate(names):
                grid.addWidget(self.buttons[name], row, column)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 11, 0)
        column_layout.setSpacing(6)
        column_layout.addWidget(self.list, 1)
        column_layout.addWidget(self.note)
        column_layout.addWidget(self.said)
        column_layout.addWidget(self.buttons["undo"])
        column_layout.addLayout(grid)


class _List(QListWidget):
    """The list itself; while it is empty it says what will stand here."""

    delete_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._theme: Theme | None = None
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName("Runs")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete on Del."""
        if event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the runs, or say that there are none."""
        super().paintEvent(event)
        if self.count() == 0 and self._theme is not None:
            hint = "Every run is kept here when it ends. Tick some to see their losses side by side."
            paint_empty_state(self.viewport(), self._theme, "No runs yet", hint)


def _button(text: str, tooltip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tooltip)
    return button
