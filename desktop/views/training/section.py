"""A part of the form under a title that folds it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop.views.theme import Theme, palette, text_font
from desktop.views.training.entry import Entry


class Section(QWidget):
    """Some fields, open at first; it opens by itself where a field in it is wrong."""

    def __init__(self, title: str, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = tuple(entries)
        self.head = _Head(title)
        self._body = QWidget()
        self.head.setToolTip(f"Fold or unfold: {title}")
        self.head.toggled.connect(self._fold)
        grid = QGridLayout(self._body)
        grid.setContentsMargins(6, 0, 0, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(0, 1)
        for row, entry in enumerate(self.entries):
            entry.add_to(grid, 2 * row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.head)
        column.addWidget(self._body)
        self._fold(opened=True)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setPalette(palette(theme))
        self.head.set_theme(theme)
        for entry in self.entries:
            entry.set_theme(theme)

    def open(self) -> None:
        """Unfold."""
        self.head.setChecked(True)

    def _fold(self, opened: bool) -> None:  # noqa: FBT001 # a slot's
        self._body.setVisible(opened)


class _Head(QPushButton):
    """The title, with an arrow that says whether the section is open."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._theme: Theme | None = None
        self.setCheckable(True)
        self.setChecked(True)
        self.setFont(text_font(10))
        self.setFixedHeight(24)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the arrow, the title and a quiet line."""
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.setPen(QColor(self._theme.accent if self.underMouse() or self.hasFocus() else self._theme.text))
        arrow = "▾" if self.isChecked() else "▸"
        painter.drawText(
            self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{arrow} {self.text()}"
        )
