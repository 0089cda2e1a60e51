"""Cards under the headings of their groups, in as many columns as there is room for; arrow keys walk among them."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop.records.lesson import Lesson
from desktop.views.lessons.card import HEIGHT, LessonCard
from desktop.views.lessons.words import reading_font, words
from desktop.views.theme import Theme, palette

_LEAST_WIDTH, _MOST_WIDTH = 214, 300
_GAP = 14
_HEADING = 46
_MARGIN = 28

_Key = Qt.Key
_STEPS = {
    _Key.Key_Left: QPoint(-1, 0),
    _Key.Key_Right: QPoint(1, 0),
    _Key.Key_Up: QPoint(0, -1),
    _Key.Key_Down: QPoint(0, 1),
}


class CardGrid(QWidget):
    """Shows lessons in their order; those that do not match are hidden. Thread: GUI.

    `left_upwards` says that an arrow key went up from the first row, `typed` that a letter was pressed on a card.
    """

    lesson_chosen = Signal(str)
    card_focused = Signal(QRect)
    left_upwards = Signal()
    typed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._language = "en"
        self._cards: list[LessonCard] = []
        self._headings: list[QLabel] = []
        self._solved: frozenset[str] = frozenset()

    @property
    def shown(self) -> list[LessonCard]:
        """The cards that match, in order."""
        return [card for card in self._cards if not card.isHidden()]

    def show_lessons(self, lessons: Sequence[Lesson]) -> None:
        """Show a card for each lesson."""
        for part in (*self._cards, *self._headings):
            part.hide()
            part.deleteLater()
        self._cards = [self._card(lesson) for lesson in lessons]
        self._headings = [QLabel(self) for _ in self._groups(self._cards)]
        if self._cards:
            self._cards[0].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._refresh()

    def show_matching(self, keys: frozenset[str]) -> None:
        """Show only the cards of these lessons."""
        for card in self._cards:
            card.setVisible(card.lesson.key in keys)
        self._refresh()

    def show_progress(self, solved: frozenset[str], begun: frozenset[str]) -> None:
        """Tick the lessons that were solved, and mark those that were begun."""
        self._solved = solved
        for card in self._cards:
            card.show_progress(is_solved=card.lesson.key in solved, is_begun=card.lesson.key in begun)
        self._refresh()

    def set_language(self, language: str) -> None:
        """Speak this language from now on."""
        self._language = language
        for card in self._cards:
            card.set_language(language)
        self._refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        for card in self._cards:
            card.set_theme(theme)
        self._refresh()

    def focus_first(self) -> None:
        """Give the keyboard to the first card shown."""
        for card in self.shown[:1]:
            self._focus(card)

    def _card(self, lesson: Lesson) -> LessonCard:
        card = LessonCard(lesson, self._theme, self._language, self)
        card.clicked.connect(lambda: self.lesson_chosen.emit(lesson.key))
        card.show()
        return card

    def _groups(self, cards: list[LessonCard]) -> list[tuple[str, list[LessonCard]]]:
        """Give the cards under each heading: those that stand together and name the same one."""
        grouped = groupby(cards, key=lambda card: card.lesson.text(self._language).group)
        return [(name, list(members)) for name, members in grouped]

    def _refresh(self) -> None:
        """Put every part in its place, as wide as the grid is now."""
        groups = self._groups(self.shown)
        while len(self._headings) < len(groups):
            self._headings.append(QLabel(self))
        for heading in self._headings[len(groups) :]:
            heading.hide()
        columns, width = self._columns()
        top = 0
        for heading, (name, cards) in zip(self._headings, groups, strict=False):
            self._write(heading, name, cards)
            heading.setGeometry(_MARGIN, top, max(self.width() - 2 * _MARGIN, 0), _HEADING)
            heading.show()
            top += _HEADING
            for place, card in enumerate(cards):
                row, column = divmod(place, columns)
                card.setGeometry(_MARGIN + column * (width + _GAP), top + row * (HEIGHT + _GAP), width, HEIGHT)
            top += -(-len(cards) // columns) * (HEIGHT + _GAP)
        self.setMinimumHeight(top + _GAP)

    def _write(self, heading: QLabel, name: str, cards: list[LessonCard]) -> None:
        solved = sum(card.lesson.key in self._solved for card in cards)
        count = words(self._language).section_count.format(solved, len(cards))
        heading.setFont(reading_font(self._language, 12))
        heading.setPalette(palette(self._theme))
        heading.setTextFormat(Qt.TextFormat.RichText)
        small = f'<span style="color:{QColor(self._theme.muted).name()}; font-size:9pt">&nbsp;&nbsp;{count}</span>'
        heading.setText(f"<b>{escape(name)}</b>{small}" if name else small)
        heading.setAlignment(Qt.AlignmentFlag.AlignBottom)
        heading.setContentsMargins(0, 0, 0, 10)

    def _columns(self) -> tuple[int, int]:
        """Give how many columns there are, and how wide one is."""
        room = max(self.width() - 2 * _MARGIN, _LEAST_WIDTH)
        columns = max((room + _GAP) // (_LEAST_WIDTH + _GAP), 1)
        return columns, min((room + _GAP) // columns - _GAP, _MOST_WIDTH)

    def _focus(self, card: LessonCard) -> None:
        """Give a card the keyboard; Tab comes back to it."""
        for each in self._cards:
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is card else Qt.FocusPolicy.ClickFocus)
        card.setFocus(Qt.FocusReason.TabFocusReason)
        self.card_focused.emit(card.geometry())

    def _neighbour(self, card: LessonCard, step: QPoint) -> LessonCard | None:
        """Give the next card in a direction: in order along a row, the nearest above or below."""
        shown = self.shown
        if step.x():
            place = shown.index(card) + step.x()
            return shown[place] if 0 <= place < len(shown) else None
        beyond = [each for each in shown if (each.y() - card.y()) * step.y() > 0]
        return min(beyond, key=lambda each: (abs(each.y() - card.y()), abs(each.x() - card.x())), default=None)

    def sizeHint(self) -> QSize:
        """Ask for the height of all rows."""
        return QSize(4 * _LEAST_WIDTH, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards into as many columns as there is room for now."""
        super().resizeEvent(event)
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with arrow keys, Home and End; a letter goes to the search."""
        card = self.focusWidget()
        if not isinstance(card, LessonCard) or card.isHidden():
            super().keyPressEvent(event)
        elif step := _STEPS.get(_Key(event.key())):
            if neighbour := self._neighbour(card, step):
                self._focus(neighbour)
            elif step.y() < 0:
                self.left_upwards.emit()
        elif event.key() in {_Key.Key_Home, _Key.Key_End}:
            self._focus(self.shown[0 if event.key() == _Key.Key_Home else -1])
        elif event.text().strip() and event.text().isprintable():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)
