"""The window's start page: go on where you left off, find a lesson, see how far you are; or begin something else."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.records.lesson import Lesson
from desktop.views.lessons.card_grid import CardGrid
from desktop.views.lessons.continue_card import ContinueCard
from desktop.views.lessons.gallery_head import MARGIN, GalleryHead
from desktop.views.lessons.left_out import LeftOut
from desktop.views.lessons.start_column import StartColumn
from desktop.views.lessons.words import reading_font, words
from desktop.views.theme import Theme, palette


class Gallery(QWidget):
    """Cards of lessons, searched by words. It is shown lessons and progress and asks nobody for them. Thread: GUI.

    `lesson_chosen` has the lesson's key, `language_chosen` its code; `folder_requested` asks for a teacher's folder,
    `folder_closed` to show only ours again, `read_again_requested` to read it anew. The column at the left speaks for
    itself.
    """

    lesson_chosen = Signal(str)
    folder_requested = Signal()
    folder_closed = Signal()
    read_again_requested = Signal()
    language_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = "en"
        self._lessons: tuple[Lesson, ...] = ()
        self._solved: frozenset[str] = frozenset()
        self._begun: frozenset[str] = frozenset()
        self._next = ""
        self._awaits_lessons = False
        self.column = StartColumn(theme)
        self._head = GalleryHead(theme)
        self._left_out = LeftOut(theme)
        self._state = QLabel()
        self._none = QLabel()
        self._continue = ContinueCard(theme)
        self._grid = CardGrid(theme)
        self._content = QWidget()
        self._area = QScrollArea()
        self._build()
        self._connect()
        self.set_theme(theme)
        self.set_language(self._language)

    def show_lessons(self, lessons: Sequence[Lesson], faults: Sequence[str] = ()) -> None:
        """Show these lessons, and a paragraph on each that could not be read."""
        if tuple(lessons) != self._lessons:
            self._lessons = tuple(lessons)
            self._grid.show_lessons(self._lessons)
        self._left_out.show_faults(faults)
        self._tell()

    def show_progress(self, solved: frozenset[str], begun: frozenset[str], following: str = "") -> None:
        """Show which lessons were solved and which were begun, and which one is to be gone on with, by their keys."""
        self._solved, self._begun, self._next = solved, begun, following
        self._grid.show_progress(solved, begun)
        self._tell()
        if self._awaits_lessons and self._lessons:
            self.focus_first()

    def show_folder(self, folder: str) -> None:
        """Name the teacher's folder whose lessons are among those shown; "" for none."""
        self.column.show_folder(folder)

    def show_reading(self, folder: str) -> None:
        """Say that this folder is still being read; "" says nothing."""
        self._state.setText(words(self._language).reading_folder.format(Path(folder).name) if folder else "")
        self._state.setVisible(bool(folder))

    def set_language(self, language: str) -> None:
        """Speak this language from now on."""
        self._language = language
        for part in (self.column, self._head, self._left_out, self._grid):
            part.set_language(language)
        self._none.setText(words(language).nothing_found)
        for label in (self._none, self._state):
            label.setFont(reading_font(language, 9.5))
        self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setPalette(palette(theme))
        for part in (self.column, self._head, self._left_out, self._continue, self._grid):
            part.set_theme(theme)
        colours = palette(theme)
        colours.setColor(colours.ColorRole.WindowText, QColor(theme.muted))
        for label in (self._none, self._state):
            label.setPalette(colours)

    def focus_search(self) -> None:
        """Give the keyboard to the search, what it holds selected."""
        self._head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._head.search.selectAll()

    def focus_first(self) -> None:
        """Give the keyboard to what one would go on with: the lesson to continue, else the first card."""
        self._awaits_lessons = not self._lessons
        if self._continue.isVisibleTo(self):
            self._continue.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureVisible(0, 0)
        else:
            self._grid.focus_first()

    def _build(self) -> None:
        self.setAutoFillBackground(True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._state.setIndent(MARGIN)
        self._state.hide()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._content)
        self._lay_out()

    def _lay_out(self) -> None:
        content = QVBoxLayout(self._content)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(0)
        content.addWidget(_inset(self._continue))
        content.addWidget(self._grid, 1)
        lessons = QVBoxLayout()
        lessons.setSpacing(0)
        lessons.addWidget(self._head)
        lessons.addWidget(_inset(self._left_out, below=10))
        lessons.addWidget(self._state)
        lessons.addWidget(self._none, 1)
        lessons.addWidget(self._area, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.column)
        row.addLayout(lessons, 1)

    def _connect(self) -> None:
        head, grid = self._head, self._grid
        head.searched.connect(self._find)
        head.entered.connect(self._open_first)
        head.left_downwards.connect(self.focus_first)
        head.language_chosen.connect(self.language_chosen)
        self.column.folder_requested.connect(self.folder_requested)
        self.column.folder_closed.connect(self.folder_closed)
        self._left_out.read_again_requested.connect(self.read_again_requested)
        self._continue.clicked.connect(self._open_next)
        self._continue.left.connect(lambda way: self.focus_search() if way == "up" else grid.focus_first())
        grid.lesson_chosen.connect(self.lesson_chosen)
        grid.card_focused.connect(self._bring_into_view)
        grid.left_upwards.connect(self._go_up)
        grid.typed.connect(self._type)

    def _tell(self) -> None:
        """Show anew what changes with lessons, progress, language and search."""
        self._head.show_progress(sum(lesson.key in self._solved for lesson in self._lessons), len(self._lessons))
        self._find(self._head.search.text())

    def _find(self, text: str) -> None:
        """Show the lessons in whose texts, in any language, every word stands."""
        wanted = text.lower().split()
        keys = frozenset(lesson.key for lesson in self._lessons if all(word in _searched(lesson) for word in wanted))
        self._grid.show_matching(keys)
        self._none.setVisible(not keys and bool(self._lessons))
        self._area.setVisible(bool(keys) or not self._lessons)
        self._offer(None if wanted else next((each for each in self._lessons if each.key == self._next), None))

    def _offer(self, lesson: Lesson | None) -> None:
        self._continue.setVisible(lesson is not None)
        if lesson is not None:
            place = (self._lessons.index(lesson) + 1, len(self._lessons))
            is_begun = lesson.key in self._begun
            self._continue.show_lesson(lesson, self._language, place, is_begun=is_begun, is_first=not self._begun)

    def _open_first(self) -> None:
        for card in self._grid.shown[:1]:
            card.click()

    def _open_next(self) -> None:
        if self._continue.lesson is not None:
            self.lesson_chosen.emit(self._continue.lesson.key)

    def _go_up(self) -> None:
        if self._continue.isVisibleTo(self):
            self.focus_first()
        else:
            self.focus_search()

    def _type(self, letter: str) -> None:
        self._head.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._head.search.setText(letter)

    def _bring_into_view(self, card: QRect) -> None:
        middle = self._grid.mapTo(self._content, QPoint(card.center()))
        self._area.ensureVisible(middle.x(), middle.y(), 0, card.height())

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to what one would go on with."""
        super().showEvent(event)
        if not event.spontaneous():
            self.focus_first()

    def event(self, event: QEvent) -> bool:
        """Want Ctrl+F for the search here, whatever else it finds in the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_find(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin a search with Ctrl+F."""
        if _is_find(event):
            self.focus_search()
        else:
            super().keyPressEvent(event)


def _inset(part: QWidget, below: int = 0) -> QWidget:
    """Put a part between the page's margins; where it is hidden, it takes no room."""
    frame = QWidget()
    row = QVBoxLayout(frame)
    row.setContentsMargins(MARGIN, 0, MARGIN, below)
    row.addWidget(part)
    return frame


def _is_find(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Find)


def _searched(lesson: Lesson) -> str:
    texts = lesson.texts.values()
    parts = [part for text in texts for part in (text.title, text.group, text.question, text.body)]
    return "\n".join((lesson.name, *lesson.finds, *parts)).lower()
