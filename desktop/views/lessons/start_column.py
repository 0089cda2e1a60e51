"""The column at the start page's left: what else than a lesson a person may begin with."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.views.lessons.recent_files import RecentFiles
from desktop.views.lessons.words import reading_font, words
from desktop.views.theme import Theme, box_palette, mixed, palette, text_font

_WIDTH = 214


class StartColumn(QFrame):
    """Buttons, recent files, and whether the page is wanted at the next start. Thread: GUI."""

    new_requested = Signal()
    open_requested = Signal()
    file_chosen = Signal(Path)
    folder_requested = Signal()
    folder_closed = Signal()
    at_start_chosen = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        self.new, self.open = QPushButton(), QPushButton()
        self.folder, self.close_folder = QPushButton(), QPushButton()
        self.at_start = QCheckBox()
        self._name = QLabel("Chainrule")
        self._motto = QLabel(wordWrap=True)
        self._recent_title = QLabel()
        self._none = QLabel(wordWrap=True)
        self._recent = RecentFiles(theme)
        self._build()
        self._connect()
        self.set_theme(theme)
        self.set_language("en")

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List the recent files, the latest first."""
        self._recent.show_files(paths)
        self._none.setVisible(not paths)

    def show_folder(self, folder: str) -> None:
        """Name the teacher's folder whose lessons are shown; "" for none."""
        metrics = self.close_folder.fontMetrics()
        self.close_folder.setText(f"×  {metrics.elidedText(Path(folder).name, Qt.TextElideMode.ElideMiddle, 130)}")
        self.close_folder.setVisible(bool(folder))

    def set_language(self, language: str) -> None:
        """Speak this language from now on."""
        said = words(language)
        told: tuple[tuple[QPushButton | QCheckBox, str, str], ...] = (
            (self.new, said.new_program, said.new_program_tip),
            (self.open, said.open_file, said.open_file_tip),
            (self.folder, said.open_folder, said.open_folder_tip),
            (self.at_start, said.at_start, said.at_start_tip),
        )
        for button, text, tip in told:
            button.setText(text)
            button.setToolTip(tip)
        self.close_folder.setToolTip(said.close_folder_tip)
        self._motto.setText(said.motto)
        self._recent_title.setText(said.recent)
        self._none.setText(said.no_recent)
        self._recent.set_language(language)
        for part in (*(button for button, _, _ in told), self._motto, self._recent_title, self._none):
            part.setFont(reading_font(language, 9.5))

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setPalette(palette(theme))
        hover = mixed(theme.accent, theme.base, 0.08).name()
        self.setStyleSheet(
            f"#start {{ background: {theme.raised}; border: none; border-right: 1px solid {theme.line}; }}"
            f"QPushButton {{ background: {theme.base}; color: {theme.text}; border: 1px solid {theme.line};"
            " border-radius: 5px; padding: 7px 10px; text-align: left; }"
            f"QPushButton:hover {{ background: {hover}; }}"
            f"QPushButton:focus {{ border-color: {theme.accent}; }}"
            f"QLabel {{ color: {theme.text}; }} #muted {{ color: {theme.muted}; }}"
        )
        self.at_start.setPalette(box_palette(theme))
        self._recent.set_theme(theme)

    def _build(self) -> None:
        self.setFixedWidth(_WIDTH)
        name = text_font(17)
        name.setBold(True)
        self._name.setFont(name)
        self.at_start.setChecked(True)
        for label in (self._motto, self._recent_title, self._none):
            label.setObjectName("muted")
        self.close_folder.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 20, 18, 16)
        column.setSpacing(8)
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self._name, self._motto),
            (self.new, self.open),
            (self._recent_title, self._none, self._recent),
        )
        for group in groups:
            for part in group:
                column.addWidget(part)
            column.addSpacing(10)
        column.addStretch(1)
        for button in (self.close_folder, self.folder, self.at_start):
            column.addWidget(button)

    def _connect(self) -> None:
        self.new.clicked.connect(self.new_requested)
        self.open.clicked.connect(self.open_requested)
        self.folder.clicked.connect(self.folder_requested)
        self.close_folder.clicked.connect(self.folder_closed)
        self.at_start.clicked.connect(self.at_start_chosen)
        self._recent.file_chosen.connect(self.file_chosen)
