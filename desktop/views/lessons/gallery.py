"""The gallery of lessons, the window's first page: find one, see how far you are, open it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.records.lesson import Lesson
from desktop.views.lessons.card_grid import CardGrid
from desktop.views.lessons.language_switch import LanguageSwitch
from desktop.views.lessons.words import reading_font, words
from desktop.views.theme import Theme, palette

_MARGIN = 28


class Gallery(QWidget):
    """Cards of lessons, searched by words. It is shown lessons and progress and asks nobody for them. Thread: GUI.

    `lesson_chosen` has the lesson's key, `language_chosen` its code; `folder_requested` asks for a teacher's folder,
    `folder_closed` to show only ours again.
    """

    lesson_chosen = Signal(str)
    folder_requested = Signal()
    folder_closed = Signal()
    language_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._language = "en"
        self._lessons: tuple[Lesson, ...] = ()
        self._faults: tuple[str, ...] = ()
        self._solved: frozenset[str] = frozenset()
        self._title = QLabel()
        self._count = QLabel()
        self._bar = QProgressBar()
        self._search = QLineEdit()
        self._switch = LanguageSwitch(theme)
        self._folder = QPushButton()
        self._close_folder = QPushButton()
        self._left_out = QLabel()
        self._none = QLabel()
        self._grid = CardGrid(theme)
        self._area = QScrollArea()
        self._build()
        self._connect()
        self.set_theme(theme)
        self.set_language(self._language)

    def show_lessons(self, lessons: Sequence[Lesson], faults: Sequence[str] = ()) -> None:
        """Show these lessons, and a paragraph on each that could not be read."""
        self._lessons, self._faults = tuple(lessons), tuple(faults)
        self._grid.show_lessons(self._lessons)
        self._tell()
        self._find(self._search.text())

    def show_progress(self, solved: frozenset[str], begun: frozenset[str]) -> None:
        """Show which lessons were solved and which were begun, by their keys."""
        self._solved = solved
        self._grid.show_progress(solved, begun)
        self._tell()

    def show_folder(self, folder: str) -> None:
        """Name the teacher's folder whose lessons are among those shown; "" for none."""
        self._close_folder.setText(f"× {Path(folder).name}")
        self._close_folder.setVisible(bool(folder))

    def set_language(self, language: str) -> None:
        """Speak this language from now on."""
        self._language = language
        self._switch.set_language(language)
        self._grid.set_language(language)
        self._tell()
        self._find(self._search.text())

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.setPalette(palette(theme))
        self._switch.set_theme(theme)
        self._grid.set_theme(theme)
        for label, colour in ((self._count, theme.muted), (self._none, theme.muted), (self._left_out, theme.warning)):
            colours = palette(theme)
            colours.setColor(colours.ColorRole.WindowText, QColor(colour))
            label.setPalette(colours)
        self._search.setStyleSheet(
            f"QLineEdit {{ background: {theme.base}; color: {theme.text}; border: 1px solid {theme.line};"
            f" border-radius: 4px; padding: 4px 6px; }} QLineEdit:focus {{ border-color: {theme.accent}; }}"
        )
        self._bar.setStyleSheet(
            f"QProgressBar {{ background: {theme.line}; border: none; border-radius: 2px; }}"
            f"QProgressBar::chunk {{ background: {theme.success}; border-radius: 2px; }}"
        )

    def focus_search(self) -> None:
        """Give the keyboard to the search, what it holds selected."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _build(self) -> None:
        self.setAutoFillBackground(True)
        self._search.setClearButtonEnabled(True)
        self._search.setMinimumWidth(130)
        self._search.setMaximumWidth(280)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(90, 4)
        self._left_out.setWordWrap(True)
        self._left_out.setTextFormat(Qt.TextFormat.PlainText)
        self._left_out.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._left_out.setContentsMargins(_MARGIN, 6, _MARGIN, 6)
        self._close_folder.hide()
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._grid)
        self.setFocusProxy(self._search)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_MARGIN, 18, _MARGIN, 6)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._bar)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._search)
        head.addWidget(self._switch)
        head.addWidget(self._folder)
        head.addWidget(self._close_folder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._left_out)
        column.addWidget(self._none, 1)
        column.addWidget(self._area, 1)

    def _connect(self) -> None:
        self._search.textChanged.connect(self._find)
        self._search.returnPressed.connect(self._open_first)
        self._search.installEventFilter(self)
        self._switch.language_chosen.connect(self.language_chosen)
        self._folder.clicked.connect(self.folder_requested)
        self._close_folder.clicked.connect(self.folder_closed)
        self._grid.lesson_chosen.connect(self.lesson_chosen)
        self._grid.card_focused.connect(self._bring_into_view)
        self._grid.left_upwards.connect(self.focus_search)
        self._grid.typed.connect(self._type)

    def _tell(self) -> None:
        """Say everything anew, in the language that is spoken."""
        said = words(self._language)
        solved = sum(lesson.key in self._solved for lesson in self._lessons)
        title = reading_font(self._language, 16)
        title.setBold(True)
        self._title.setFont(title)
        self._title.setText(said.lessons)
        self._count.setText(said.count.format(solved, len(self._lessons)))
        self._bar.setRange(0, max(len(self._lessons), 1))
        self._bar.setValue(solved)
        self._search.setPlaceholderText(said.find)
        self._search.setToolTip(said.find_tip)
        self._folder.setText(said.open_folder)
        self._folder.setToolTip(said.open_folder_tip)
        self._close_folder.setToolTip(said.close_folder_tip)
        self._none.setText(said.nothing_found)
        self._left_out.setText("\n".join(self._faults))
        self._left_out.setToolTip(said.left_out)
        self._left_out.setVisible(bool(self._faults))
        for part in (self._count, self._search, self._folder, self._close_folder, self._none, self._left_out):
            part.setFont(reading_font(self._language, 9.5))

    def _find(self, text: str) -> None:
        """Show the lessons in whose texts, in any language, every word stands."""
        wanted = text.lower().split()
        keys = frozenset(lesson.key for lesson in self._lessons if all(word in _searched(lesson) for word in wanted))
        self._grid.show_matching(keys)
        self._none.setVisible(not keys and bool(self._lessons))
        self._area.setVisible(bool(keys) or not self._lessons)

    def _open_first(self) -> None:
        for card in self._grid.shown[:1]:
            card.click()

    def _type(self, letter: str) -> None:
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._search.setText(letter)

    def _bring_into_view(self, card: QRect) -> None:
        self._area.ensureVisible(card.center().x(), card.center().y(), 0, card.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin a search with Ctrl+F."""
        if event.matches(QKeySequence.StandardKey.Find):
            self.focus_search()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let ↓ go from the search to the cards, and Esc empty it."""
        if watched is self._search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self._grid.focus_first()
                return True
            if event.key() == Qt.Key.Key_Escape and self._search.text():
                self._search.clear()
                return True
        return super().eventFilter(watched, event)


def _searched(lesson: Lesson) -> str:
    texts = lesson.texts.values()
    parts = [part for text in texts for part in (text.title, text.group, text.question, text.body)]
    return "\n".join((lesson.name, *lesson.finds, *parts)).lower()
