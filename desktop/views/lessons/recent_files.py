"""The programs that were opened or saved last, a line each: the name, and under it the folder."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from desktop.views.lessons.words import words
from desktop.views.theme import Theme, mixed, text_font

_SHOWN = 5
_LINE = 42


class RecentFiles(QWidget):
    """A list that the keyboard walks with Tab and arrow keys. Thread: GUI."""

    file_chosen = Signal(Path)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._language = "en"
        self._files: list[_File] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_files(self, paths: Sequence[Path]) -> None:
        """List these files, the latest first."""
        for file in self._files:
            file.hide()
            file.deleteLater()
        self._files = [self._file(path) for path in paths[:_SHOWN]]
        self.set_language(self._language)

    def set_language(self, language: str) -> None:
        """Speak this language from now on."""
        self._language = language
        for file in self._files:
            file.setToolTip(f"{file.path}\n{words(language).recent_tip}")

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        for file in self._files:
            file.set_theme(theme)

    def _file(self, path: Path) -> "_File":
        file = _File(path, self._theme, self)
        file.clicked.connect(lambda: self.file_chosen.emit(path))
        self._column.addWidget(file)
        return file

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with ↑ and ↓."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        focused = self.focusWidget()
        if step == 0 or not isinstance(focused, _File):
            super().keyPressEvent(event)
            return
        place = min(max(self._files.index(focused) + step, 0), len(self._files) - 1)
        self._files[place].setFocus(Qt.FocusReason.TabFocusReason)


class _File(QAbstractButton):
    def __init__(self, path: Path, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.path = path
        self._theme = theme
        self.setFixedHeight(_LINE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # drawn anew as the pointer comes and goes
        self.setAccessibleName(f"{path.name}, {path.parent}")

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.update()

    def _paint_line(self, painter: QPainter, top: int, text: str, points: float, mode: Qt.TextElideMode) -> None:
        painter.setFont(text_font(points))
        room = QRect(8, top, self.width() - 16, 18)
        shown = painter.fontMetrics().elidedText(text, mode, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def sizeHint(self) -> QSize:
        """Ask for a line."""
        return QSize(160, _LINE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the line as Space does, and arrow keys go to the list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the name over its folder."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        if self.hasFocus() or self.underMouse():
            painter.setPen(QColor(theme.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(mixed(theme.accent, theme.raised, 0.08))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)
        painter.setPen(QColor(theme.text))
        self._paint_line(painter, 4, self.path.name, 9.5, Qt.TextElideMode.ElideRight)
        painter.setPen(QColor(theme.muted))
        self._paint_line(painter, 20, _short(self.path.parent), 8.5, Qt.TextElideMode.ElideMiddle)


def _short(folder: Path) -> str:
    """Name a folder as a person does: the home's folders from "~"."""
    home = Path.home()
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)
