"""A lesson's question, what a run must show to answer it, and how far the last run came."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.records.lesson import Check, Lesson
from desktop.views.lessons.check_words import check_words
from desktop.views.lessons.inline import inline_html
from desktop.views.lessons.words import reading_font, words
from desktop.views.theme import Theme, mixed, palette

_GAP, _BAR, _RADIUS = 8, 3, 6
_HELD, _OPEN = "✓", "○"


class QuestionCard(QFrame):
    """Says each check with a tick or an open ring; what is solved leads to the next lesson. Thread: GUI."""

    restore_requested = Signal()
    next_requested = Signal()
    height_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._language = "en"
        self._lesson: Lesson | None = None
        self._held: tuple[bool, ...] | None = None
        self._title = QLabel()
        self._question = QLabel()
        self._state = QLabel()
        self._checks = QLabel()
        self._hint = QLabel()
        self._ask_hint = QPushButton()
        self._restore = QPushButton()
        self._next = QPushButton()
        self._has_next = False
        self._was_solved = False
        self._build()
        self.set_theme(theme)

    @property
    def is_solved(self) -> bool:
        """Whether the last run showed every check."""
        return bool(self._held) and all(self._held or ())

    def show_lesson(self, lesson: Lesson, language: str) -> None:
        """Ask a lesson's question in a language; what the last run showed is kept if it is the same lesson."""
        if self._lesson is None or self._lesson.key != lesson.key:
            self._held = None
            self._ask_hint.setChecked(False)
        self._lesson, self._language = lesson, language
        self._tell()

    def show_verdict(self, held: Sequence[bool] | None) -> None:
        """Say which checks the last run showed; None: there was no run yet."""
        self._held = None if held is None else tuple(held)
        self._tell()

    def show_way(self, *, has_next: bool, was_solved: bool) -> None:
        """Say whether there is a lesson after this one, and whether this one was solved before."""
        self._has_next, self._was_solved = has_next, was_solved
        self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self._next.setStyleSheet(
            f"QPushButton {{ background: {theme.accent}; color: {theme.accent_text}; border: 1px solid {theme.accent};"
            " border-radius: 5px; padding: 6px 12px; font-weight: bold; }"
            f"QPushButton:hover, QPushButton:focus {{ border-color: {theme.text}; }}"
        )
        colours = palette(theme)
        self.setPalette(colours)
        colours.setColor(colours.ColorRole.WindowText, QColor(theme.muted))
        self._hint.setPalette(colours)
        self._tell()

    def _build(self) -> None:
        for label in (self._question, self._state, self._checks, self._hint):
            label.setWordWrap(True)
        for label in (self._question, self._hint, self._checks):
            label.setTextFormat(Qt.TextFormat.RichText)
        self._question.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._hint.hide()
        self._ask_hint.setCheckable(True)
        self._ask_hint.toggled.connect(self._show_hint)
        self._restore.clicked.connect(self.restore_requested)
        self._next.clicked.connect(self.next_requested)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self._ask_hint)
        buttons.addStretch(1)
        buttons.addWidget(self._restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 18, 16)
        column.setSpacing(7)
        for label in (self._title, self._question, self._hint, self._state, self._checks):
            column.addWidget(label)
        column.addWidget(self._next)
        column.addLayout(buttons)

    def _show_hint(self, shown: bool) -> None:  # noqa: FBT001 -- Qt says it so
        self._hint.setVisible(shown)
        self.height_changed.emit()

    def _tell(self) -> None:
        """Say everything anew."""
        said, lesson = words(self._language), self._lesson
        for part in (self._question, self._hint, self._state, self._ask_hint, self._restore, self._next):
            part.setFont(reading_font(self._language, 9.5))
        title = reading_font(self._language, 10)
        title.setBold(True)
        self._title.setFont(title)
        self._title.setText(said.question)
        self._ask_hint.setText(said.hint)
        self._ask_hint.setToolTip(said.hint_tip)
        self._restore.setText(said.put_back)
        self._restore.setToolTip(said.put_back_tip)
        self._next.setText(f"{said.next_lesson}  →")
        self._next.setToolTip(f"{said.next_lesson} (Alt+PgDown)")
        if lesson is not None:
            self._tell_question(lesson)
        self.update()

    def _tell_question(self, lesson: Lesson) -> None:
        said, text = words(self._language), lesson.text(self._language)
        self._question.setText(inline_html(text.question or said.no_question, self._theme))
        self._hint.setText(inline_html(text.hint, self._theme))
        self._ask_hint.setVisible(bool(text.hint))
        self._next.setVisible(self._has_next and (self.is_solved or self._was_solved or not lesson.checks))
        self._checks.setVisible(bool(lesson.checks))
        self._state.setVisible(bool(lesson.checks))
        before = said.done_before if self._was_solved else said.run_it
        self._state.setText(before if self._held is None else said.done if self.is_solved else said.not_yet)
        colours = palette(self._theme)
        colours.setColor(colours.ColorRole.WindowText, QColor(self._state_colour()))
        self._state.setPalette(colours)
        held = self._held or (False,) * len(lesson.checks)
        self._checks.setText("<br>".join(map(self._check_line, lesson.checks, held)))

    def _check_line(self, check: Check, held: bool) -> str:  # noqa: FBT001 -- a row of a zip
        ink = self._theme.success if held else self._theme.muted
        sign = _HELD if held else _OPEN
        said = inline_html(check_words(check, self._language), self._theme)
        return f'<span style="color:{ink}">{sign}</span>&nbsp; <span style="color:{self._theme.muted}">{said}</span>'

    def _state_colour(self) -> str:
        if self._held is None:
            return self._theme.success if self._was_solved else self._theme.muted
        return self._theme.success if self.is_solved else self._theme.warning

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a card with a bar at its edge: of the accent while the question is open, green once it is solved."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ink = self._theme.success if self.is_solved else self._theme.accent
        card = QRectF(self.rect().adjusted(_GAP, 4, -_GAP, -_GAP))
        painter.setBrush(QColor(ink))
        painter.drawRoundedRect(card, _RADIUS, _RADIUS)
        painter.setBrush(mixed(ink, self._theme.base, 0.09))
        painter.drawRoundedRect(card.adjusted(_BAR, 0, 0, 0), _RADIUS, _RADIUS)
