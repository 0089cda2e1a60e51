"""The lesson beside the editor: its text, its question, and the way to the next one."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from desktop.records.lesson import Lesson
from desktop.views.lessons.language_switch import LanguageSwitch
from desktop.views.lessons.question_card import QuestionCard
from desktop.views.lessons.reading_page import ReadingPage
from desktop.views.lessons.words import reading_font, words
from desktop.views.theme import Theme, palette

_QUESTION_SHARE = 0.6
"""Of the panel's height, at most: the rest is for reading."""


class LessonPanel(QWidget):
    """Shows the lesson it is given; what to do next is said by signals. Thread: GUI."""

    gallery_requested = Signal()
    previous_requested = Signal()
    next_requested = Signal()
    restore_requested = Signal()
    closed = Signal()
    language_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._language = "en"
        self._lesson: Lesson | None = None
        self._gallery = QPushButton()
        self._place = QLabel()
        self._previous, self._next, self._close = QToolButton(), QToolButton(), QToolButton()
        self._switch = LanguageSwitch(theme, short=True)
        self._title = QLabel()
        self._page = ReadingPage(theme)
        self._question = QuestionCard(theme)
        self._area = QScrollArea()
        self._build()
        self._connect()
        self.set_theme(theme)

    @property
    def lesson(self) -> Lesson | None:
        """The lesson that is shown."""
        return self._lesson

    def show_lesson(self, lesson: Lesson, place: int, total: int, *, was_solved: bool = False) -> None:
        """Show a lesson, the one at a place (from 1) of so many; its question may have been solved before."""
        self._lesson = lesson
        self._place.setText(words(self._language).place.format(place, total))
        self._previous.setEnabled(place > 1)
        self._next.setEnabled(place < total)
        self._question.show_way(has_next=place < total, was_solved=was_solved)
        self._tell()

    def show_verdict(self, held: Sequence[bool] | None) -> None:
        """Say which checks the last run showed; None: there was no run yet."""
        self._question.show_verdict(held)
        self._fit_question()

    def set_language(self, language: str) -> None:
        """Speak this language from now on."""
        self._language = language
        self._switch.set_language(language)
        self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        colours = palette(theme)
        colours.setColor(colours.ColorRole.Window, QColor(theme.base))
        self.setPalette(colours)
        self._area.setPalette(colours)
        self._page.set_theme(theme)
        self._question.set_theme(theme)
        self._switch.set_theme(theme)
        colours.setColor(colours.ColorRole.WindowText, QColor(theme.muted))
        self._place.setPalette(colours)

    def _build(self) -> None:
        self.setAutoFillBackground(True)
        self._previous.setArrowType(Qt.ArrowType.LeftArrow)
        self._next.setArrowType(Qt.ArrowType.RightArrow)
        self._close.setText("×")
        for button in (self._previous, self._next, self._close):
            button.setAutoRaise(True)
        self._previous.setShortcut("Alt+PgUp")
        self._next.setShortcut("Alt+PgDown")
        self._title.setWordWrap(True)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._question)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(10, 8, 8, 4)
        row.setSpacing(2)
        row.addWidget(self._gallery)
        row.addStretch(1)
        row.addWidget(self._previous)
        row.addWidget(self._place)
        row.addWidget(self._next)
        row.addStretch(1)
        row.addWidget(self._switch)
        row.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        title = QHBoxLayout()  # a label's own margins do not outlast a change of style
        title.setContentsMargins(14, 4, 14, 6)
        title.addWidget(self._title)
        column.addLayout(title)
        column.addWidget(self._page, 1)
        column.addWidget(self._area)

    def _connect(self) -> None:
        self._gallery.clicked.connect(self.gallery_requested)
        self._previous.clicked.connect(self.previous_requested)
        self._next.clicked.connect(self.next_requested)
        self._close.clicked.connect(self.closed)
        self._switch.language_chosen.connect(self.language_chosen)
        self._question.restore_requested.connect(self.restore_requested)
        self._question.next_requested.connect(self.next_requested)
        self._question.height_changed.connect(self._fit_question)

    def _tell(self) -> None:
        """Say everything anew, in the language that is spoken."""
        said = words(self._language)
        self._gallery.setText(f"☰ {said.gallery}")
        self._gallery.setFont(reading_font(self._language, 9.5))
        self._gallery.setMinimumWidth(self._gallery.fontMetrics().horizontalAdvance(self._gallery.text()) + 20)
        self._gallery.setToolTip(said.gallery_tip)
        self._previous.setToolTip(f"{said.previous} (Alt+PgUp)")
        self._next.setToolTip(f"{said.next} (Alt+PgDown)")
        self._close.setToolTip(said.close_tip)
        if self._lesson is not None:
            self._tell_lesson(self._lesson)

    def _tell_lesson(self, lesson: Lesson) -> None:
        text = lesson.text(self._language)
        language = self._language if self._language in lesson.texts else next(iter(lesson.texts))
        title = reading_font(language, 14)
        title.setBold(True)
        self._title.setFont(title)
        self._title.setText(text.title)
        self._page.show_text(text.body, language)
        self._question.show_lesson(lesson, self._language)
        self._fit_question()

    def _fit_question(self) -> None:
        """Give the question the height it needs, up to its share; what is more scrolls."""
        layout = self._question.layout()
        needed = max(0, layout.heightForWidth(self.width())) if layout is not None else 0
        self._area.setFixedHeight(min(needed, round(self.height() * _QUESTION_SHARE)))

    def sizeHint(self) -> QSize:
        """Ask for a column that is good to read."""
        return QSize(380, 600)

    def minimumSizeHint(self) -> QSize:
        """Leave room for a narrow column."""
        return QSize(300, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the question's lines anew."""
        super().resizeEvent(event)
        self._fit_question()
