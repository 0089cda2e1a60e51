"""One lesson on a card: its picture, its title, and how far a person has come with it."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.records.lesson import Lesson
from desktop.views.lessons.card_picture import paint_picture
from desktop.views.lessons.words import reading_font, words
from desktop.views.theme import Theme, mixed

HEIGHT = 234
_PICTURE_HEIGHT = 156
_MARGIN = 12
_RADIUS = 8
_TITLE_LINES = 2
_TICK = 22


class LessonCard(QAbstractButton):
    """A button as large as a card; Enter and Space press it. Thread: GUI."""

    def __init__(self, lesson: Lesson, theme: Theme, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lesson = lesson
        self._theme = theme
        self._language = language
        self._is_solved = False
        self._is_begun = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # drawn anew as the pointer comes and goes
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.set_language(language)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.update()

    def set_language(self, language: str) -> None:
        """Speak this language from now on, or the lesson's own where it does not."""
        self._language = language
        self._tell()

    def show_progress(self, *, is_solved: bool, is_begun: bool) -> None:
        """Show how far a person has come."""
        self._is_solved, self._is_begun = is_solved, is_begun
        self._tell()

    def _tell(self) -> None:
        said = words(self._language)
        title = self.lesson.text(self._language).title
        self.setToolTip(f"{title}\n{said.card_tip}")
        self.setAccessibleName(f"{title}, {self._state()}" if self._state() else title)
        self.update()

    def _state(self) -> str:
        said = words(self._language)
        return said.solved if self._is_solved else said.begun if self._is_begun else ""

    def _paint_ground(self, painter: QPainter, card: QRectF) -> None:
        theme = self._theme
        is_marked = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(QColor(theme.accent if is_marked else theme.line), 2 if self.hasFocus() else 1))
        painter.setBrush(mixed(theme.accent, theme.base, 0.06) if self.isDown() else QColor(theme.base))
        painter.drawRoundedRect(card, _RADIUS, _RADIUS)

    def _paint_picture(self, painter: QPainter) -> None:
        area = QRect(_MARGIN, _MARGIN, self.width() - 2 * _MARGIN, _PICTURE_HEIGHT - 2 * _MARGIN)
        paint_picture(painter, area, self.lesson, self._theme, spill=_MARGIN)
        line = QColor(self._theme.line)
        painter.setPen(line)
        painter.drawLine(1, _PICTURE_HEIGHT, self.width() - 2, _PICTURE_HEIGHT)

    def _paint_words(self, painter: QPainter) -> None:
        theme = self._theme
        font = reading_font(self._language, 10)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        room = QRect(_MARGIN, _PICTURE_HEIGHT + 9, self.width() - 2 * _MARGIN, HEIGHT - _PICTURE_HEIGHT - 34)
        _draw_lines(painter, room, self.lesson.text(self._language).title)
        painter.setFont(reading_font(self._language, 8.5))
        painter.setPen(QColor(theme.success if self._is_solved else theme.muted))
        low = QRect(_MARGIN, self.height() - 27, self.width() - 2 * _MARGIN, 18)
        painter.drawText(low, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._state())
        painter.setPen(QColor(theme.muted))
        painter.drawText(low, Qt.AlignmentFlag.AlignVCenter, str(self.lesson.number))

    def _paint_tick(self, painter: QPainter) -> None:
        """Draw a tick in a disc at the picture's corner."""
        disc = QRectF(self.width() - _TICK - 8, 8, _TICK, _TICK)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.success))
        painter.drawEllipse(disc)
        pen = QPen(QColor(self._theme.base), 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        middle = disc.center()
        corners = [middle + QPointF(-4.5, 0.5), middle + QPointF(-1.5, 3.5), middle + QPointF(4.5, -3.5)]
        painter.drawPolyline(corners)

    def sizeHint(self) -> QSize:
        """Ask for a card's size."""
        return QSize(240, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the card as Space does."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            event.ignore() if event.key() != Qt.Key.Key_Space else super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1))
        self._paint_picture(painter)
        self._paint_words(painter)
        if self._is_solved:
            self._paint_tick(painter)


def _draw_lines(painter: QPainter, room: QRect, text: str) -> None:
    """Write a text in at most two lines, the second shortened where it must be."""
    metrics = painter.fontMetrics()
    layout = QTextLayout(text, painter.font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top = room.top() + metrics.ascent()
    for number in range(_TITLE_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(room.width())
        part = text[line.textStart() : line.textStart() + line.textLength()]
        if number == _TITLE_LINES - 1:
            part = metrics.elidedText(text[line.textStart() :], Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room.left(), top + number * metrics.lineSpacing(), part.rstrip())
    layout.endLayout()
