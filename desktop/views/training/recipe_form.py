"""The form in which a person sets a training up, with what is wrong said where it is wrong."""

from functools import partial
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.records.messages import Device
from desktop.records.recipe import ProgramModel
from desktop.records.training import Recipe, TrainingChange
from desktop.views.theme import Theme, palette
from desktop.views.training.entries import ChoiceEntry, entry_for
from desktop.views.training.entry import Entry
from desktop.views.training.presets import PRESETS
from desktop.views.training.recipe_fields import LIVE, SECTIONS
from desktop.views.training.recipe_values import conflict, meaningful, recipe_of, values_of
from desktop.views.training.section import Section
from desktop.views.training.table_entries import ColumnsEntry, FileEntry

_GIGABYTE = 1024**3


class RecipeForm(QWidget):
    """The fields of a recipe in sections. Those that mean nothing beside what is chosen are hidden. Thread: GUI."""

    changed = Signal()
    number_changed = Signal(str, float)
    """During a run a person has set one of the numbers that may be changed then."""
    table_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: dict[str, Entry] = {}
        self.sections = {
            title: Section(title, [self._entry(field) for field in fields]) for title, fields in SECTIONS.items()
        }
        self.presets = QToolButton()
        self._text = ""
        self._conflict = ""
        self._running: Recipe | None = None
        self._is_filling = False
        self._build()
        self.show_recipe(Recipe())
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setPalette(palette(theme))
        for section in self.sections.values():
            section.set_theme(theme)

    def show_devices(self, devices: tuple[Device, ...]) -> None:
        """Offer these devices, and keep the one that is chosen if it is among them; meta computes nothing."""
        options = tuple((device.name, _device_title(device)) for device in devices if device.name != "meta")
        self._choice("device").offer(options)

    def show_classes(self, text: str, names: tuple[str, ...]) -> None:
        """Offer the model classes of a program's text."""
        self._text = text
        self._choice("name").offer(tuple((name, name) for name in names))

    def show_table(self, path: str, columns: tuple[str, ...]) -> None:
        """Offer a CSV file with its columns: the last is learned from the others, until a person chooses."""
        self.entries["path"].show_value(path)
        self._columns().offer(columns)
        self._choice("output").offer(tuple((column, column) for column in columns))
        self.entries["output"].show_value(columns[-1])

    def fault(self) -> str:
        """Give the first thing that is wrong, as a sentence, or ""."""
        shown = self._shown()
        faults = (entry.fault for name, entry in self.entries.items() if name in shown and entry.fault)
        return next(faults, "") or self._conflict

    def recipe(self) -> Recipe:
        """Give the recipe as it stands; raise ValueError where something is wrong."""
        if fault := self.fault():
            raise ValueError(fault)
        return recipe_of(self._values(), self._text)

    def show_recipe(self, recipe: Recipe) -> None:
        """Fill the form with a recipe."""
        if isinstance(recipe.model, ProgramModel):
            self.show_classes(recipe.model.text, (recipe.model.name,))
        values = values_of(recipe)
        self._is_filling = True
        if values["output"]:
            self._choice("output").offer(tuple((name, name) for name in (*values["inputs"], values["output"])))
        for name, entry in self.entries.items():
            entry.show_value(values[name])
        self._is_filling = False
        self._on_changed()

    def set_running(self, *, running: bool) -> None:
        """Let only what may be changed during a run be changed while one goes on."""
        self._running = None
        for name, entry in self.entries.items():
            entry.edit.setEnabled(not running or name in LIVE)
        self.presets.setEnabled(not running)
        if running and not self.fault():
            self._running = self.recipe()

    def show_change(self, change: TrainingChange) -> None:
        """Show a number as it was changed during a run."""
        entry = self.entries[change.name]
        entry.show_value(int(change.value) if change.name == "batch_size" else change.value)

    def _entry(self, field: Any) -> Entry:
        entry = entry_for(field)
        self.entries[field.name] = entry
        return entry

    def _choice(self, name: str) -> ChoiceEntry:
        return cast("ChoiceEntry", self.entries[name])

    def _columns(self) -> ColumnsEntry:
        return cast("ColumnsEntry", self.entries["inputs"])

    def _values(self) -> dict[str, Any]:
        """Give what stands in every field; what is wrong is None."""
        return {name: None if entry.fault else entry.value() for name, entry in self.entries.items()}

    def _shown(self) -> frozenset[str]:
        return meaningful(self._values())

    def _on_changed(self) -> None:
        if self._is_filling:
            return
        values = self._values()
        shown = meaningful(values)
        for name, entry in self.entries.items():
            entry.set_shown(shown=name in shown)
        self._mark_conflict(values, shown)
        self.changed.emit()

    def _mark_conflict(self, values: dict[str, Any], shown: frozenset[str]) -> None:
        wrong = any(entry.fault for name, entry in self.entries.items() if name in shown)
        place, self._conflict = ("", "") if wrong else conflict(values)
        for name, entry in self.entries.items():
            entry.mark(self._conflict if name == place else entry.fault)

    def _on_applied(self, name: str) -> None:
        entry = self.entries[name]
        if self._running is None or entry.fault or self._conflict:
            return
        value = entry.value()
        if value != getattr(self._running, name):
            self._running = self.recipe()
            self.number_changed.emit(name, float(value))

    def _build(self) -> None:
        for name, entry in self.entries.items():
            entry.changed.connect(self._on_changed)
            if name in LIVE:
                entry.applied.connect(partial(self._on_applied, name))
            if isinstance(entry, FileEntry):
                entry.asked.connect(self.table_requested)
        menu = QMenu(self)
        for title, recipe in PRESETS.items():
            menu.addAction(title, partial(self.show_recipe, recipe))
        self.presets.setText("Begin with…")
        self.presets.setToolTip("Fill the form with a recipe that learns something in a minute")
        self.presets.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.presets.setMenu(menu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(4)
        column.addWidget(self.presets)
        for section in self.sections.values():
            column.addWidget(section)
        column.addStretch(1)


def _device_title(device: Device) -> str:
    if device.memory is None:
        return device.title
    return f"{device.title} ({device.memory / _GIGABYTE:.0f} GB)"
