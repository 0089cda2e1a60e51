"""A field of the form on the screen: its label, what a person edits, and below them what is wrong with it."""

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.views.theme import Theme, mixed, palette, text_font
from desktop.views.training.fields import Field

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
            colours = self._colours(self._theme)
            if fault:
                colours.setColor(QPalette.ColorRole.Base, mixed(self._theme.error, self._theme.base, 0.12))
                colours.setColor(QPalette.ColorRole.Text, QColor(self._theme.error))
            self.edit.setPalette(colours)

    def _colours(self, theme: Theme) -> QPalette:
        """Give the colours of `edit` where nothing is wrong."""
        return palette(theme)
