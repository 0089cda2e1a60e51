"""Two buttons side by side: in which language the lessons are read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from desktop.views.lessons.words import LANGUAGES, SIGNS, reading_font, words
from desktop.views.theme import Theme

_HEIGHT = 28


class LanguageSwitch(QWidget):
    """One of LANGUAGES is pressed; where there is little room, they stand as SIGNS. Thread: GUI."""

    language_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, short: bool = False) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._buttons = {code: QPushButton((SIGNS if short else LANGUAGES)[code]) for code in LANGUAGES}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for code, button in self._buttons.items():
            button.setCheckable(True)
            button.setFixedHeight(_HEIGHT)
            button.setFont(reading_font(code, 9.5))
            button.setAccessibleName(LANGUAGES[code])
            button.setToolTip(words(code).language_tip)
            button.clicked.connect(lambda _, code=code: self.language_chosen.emit(code))
            self._group.addButton(button)
            row.addWidget(button)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setStyleSheet(
            f"QPushButton {{ background: {theme.base}; color: {theme.text}; border: 1px solid {theme.line};"
            f" padding: 4px 9px; }}"
            f"QPushButton:checked {{ background: {theme.selection}; border-color: {theme.accent}; }}"
            f"QPushButton:focus {{ border-color: {theme.accent}; }}"
            f"QPushButton:hover:!checked {{ background: {theme.raised}; }}"
        )

    def set_language(self, language: str) -> None:
        """Show which language is read."""
        if language in self._buttons:
            self._buttons[language].setChecked(True)
