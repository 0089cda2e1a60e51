"""The wide card over the lessons: where a person left off, one press away."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.records.lesson import Lesson
from desktop.views.lessons.card_picture import paint_picture
from desktop.views.lessons.words import reading_font, words
from desktop.views.theme import Theme, mixed

HEIGHT = 132
_PICTURE_WIDTH = 210
_RADIUS = 8
_MARGIN = 12
_PILL = QSize(116, 34)


class ContinueCard(QAbstractButton):
    """One lesson, drawn wide; a press, Enter or Space opens it. Hidden while there is none. Thread: GUI.

    `left` says that an arrow key left the card: "up" or "down".
    """

    left = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lesson: Lesson | None = None
        self._theme = theme
        self._language = "en"
        self._place = ""
        self._call = ""
        self._name = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # drawn anew as the pointer comes and goes
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_lesson(
        self, lesson: Lesson, language: str, place: tuple[int, int], *, is_begun: bool, is_first: bool
    ) -> None:
        """Offer a lesson, the one at a place (from 1) of so many; `is_first`: nothing was begun before."""
        said, text = words(language), lesson.text(language)
        self.lesson, self._language = lesson, language
        self._place = " · ".join(part for part in (said.lesson_of.format(*place), text.group) if part)
        self._call = said.continue_with if is_begun else said.begin_with if is_first else said.go_on_with
        self._name = said.go_on if is_begun else said.begin
        self.setAccessibleName(f"{self._call}: {text.title}")
        self.setToolTip(f"{text.title}\n{said.card_tip}")
        self.show()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.update()

    def _paint_ground(self, painter: QPainter) -> None:
        theme = self._theme
        is_marked = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(QColor(theme.accent if is_marked else theme.line), 2 if self.hasFocus() else 1))
        painter.setBrush(mixed(theme.accent, theme.base, 0.06) if self.isDown() else QColor(theme.base))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    def _paint_words(self, painter: QPainter, lesson: Lesson, room: QRect) -> None:
        theme = self._theme
        lines = (
            (self._call, 9.0, False, theme.accent, 26),
            (lesson.text(self._language).title, 15.0, True, theme.text, 58),
            (self._place, 9.0, False, theme.muted, 88),
        )
        for text, points, bold, ink, middle in lines:
            font = reading_font(self._language, points)
            font.setBold(bold)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            line = QRect(room.left(), middle - 15 + (HEIGHT - 114) // 2, room.width(), 30)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_pill(self, painter: QPainter, place: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent))
        painter.drawRoundedRect(place, 5, 5)
        font = reading_font(self._language, 10)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.accent_text))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._name)

    def sizeHint(self) -> QSize:
        """Ask for the whole width."""
        return QSize(600, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the card as Space does, and ↑ and ↓ leave it."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.left.emit("up" if event.key() == Qt.Key.Key_Up else "down")
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture, the words and the button."""
        if self.lesson is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        picture = QRect(_MARGIN, _MARGIN, _PICTURE_WIDTH, HEIGHT - 2 * _MARGIN)
        paint_picture(painter, picture, self.lesson, self._theme, spill=_MARGIN - 2)
        pill = QRect(self.width() - _PILL.width() - 22, (HEIGHT - _PILL.height()) // 2, _PILL.width(), _PILL.height())
        left = picture.right() + 22
        self._paint_words(painter, self.lesson, QRect(left, 0, pill.left() - 16 - left, HEIGHT))
        self._paint_pill(painter, pill)
