"""The line over the lessons: how many are solved, the search, the language."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QProgressBar, QWidget

from desktop.views.lessons.language_switch import LanguageSwitch
from desktop.views.lessons.words import reading_font, words
from desktop.views.theme import Theme, palette

MARGIN = 28


class GalleryHead(QWidget):
    """Tells what is searched for, and that ↓ or Enter was pressed in the search. Thread: GUI."""

    searched = Signal(str)
    left_downwards = Signal()
    entered = Signal()
    language_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self._title = QLabel()
        self._count = QLabel()
        self._bar = QProgressBar()
        self._switch = LanguageSwitch(theme)
        self._language = "en"
        self._solved, self._total = 0, 0
        self._build()
        self.search.textChanged.connect(self.searched)
        self.search.returnPressed.connect(self.entered)
        self.search.installEventFilter(self)
        self._switch.language_chosen.connect(self.language_chosen)
        self.set_theme(theme)

    def show_progress(self, solved: int, total: int) -> None:
        """Show how many lessons are solved of how many."""
        self._solved, self._total = solved, total
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(solved)
        self._count.setText(words(self._language).count.format(solved, total))

    def set_language(self, language: str) -> None:
        """Speak this language from now on."""
        self._language = language
        self._switch.set_language(language)
        said = words(language)
        title = reading_font(language, 16)
        title.setBold(True)
        self._title.setFont(title)
        self._title.setText(said.lessons)
        self.search.setPlaceholderText(said.find)
        self.search.setToolTip(said.find_tip)
        for part in (self._count, self.search):
            part.setFont(reading_font(language, 9.5))
        self.show_progress(self._solved, self._total)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._switch.set_theme(theme)
        colours = palette(theme)
        colours.setColor(colours.ColorRole.WindowText, QColor(theme.muted))
        self._count.setPalette(colours)
        self.search.setStyleSheet(
            f"QLineEdit {{ background: {theme.base}; color: {theme.text}; border: 1px solid {theme.line};"
            f" border-radius: 4px; padding: 4px 6px; }} QLineEdit:focus {{ border-color: {theme.accent}; }}"
        )
        self._bar.setStyleSheet(
            f"QProgressBar {{ background: {theme.line}; border: none; border-radius: 2px; }}"
            f"QProgressBar::chunk {{ background: {theme.success}; border-radius: 2px; }}"
        )

    def _build(self) -> None:
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(150)
        self.search.setMaximumWidth(280)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(110, 5)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 18, MARGIN, 10)
        row.setSpacing(12)
        for part in (self._title, self._bar, self._count):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.search, 2)
        row.addWidget(self._switch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let ↓ go from the search to the cards, and Esc empty it (also while Esc would stop a program)."""
        if watched is self.search and isinstance(event, QKeyEvent):
            is_clearing = event.key() == Qt.Key.Key_Escape and bool(self.search.text())
            if event.type() == QEvent.Type.ShortcutOverride and is_clearing:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
                self.left_downwards.emit()
                return True
            if event.type() == QEvent.Type.KeyPress and is_clearing:
                self.search.clear()
                return True
        return super().eventFilter(watched, event)
