"""Names and parameters offered while a person types: asked for at the right keys, narrowed down, never in the way."""

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QLabel, QVBoxLayout

from desktop.records.language import Completions, Description, Signatures
from desktop.views.editor.completion_popup import CompletionPopup
from desktop.views.editor.documentation import called
from desktop.views.editor.floating import Floating
from desktop.views.editor.highlighter import is_code
from desktop.views.editor.positions import line_and_column
from desktop.views.theme import Theme, text_font

if TYPE_CHECKING:
    from desktop.views.editor.code_editor import CodeEditor

_DESCRIBE_AFTER_MS = 60
_MOST_SIGNATURES = 3
_WIDEST_TIP, _TIP_MARGIN = 640, 5
_Key = Qt.Key
_PLAIN, _CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


class Assistance(QObject):
    """Asks by signals; answers come by `offer`, `describe` and `show_signatures`, whenever they come."""

    completion_requested = Signal(int, int)
    description_requested = Signal(str)
    signatures_requested = Signal(int, int)

    def __init__(self, editor: "CodeEditor", theme: Theme) -> None:
        super().__init__(editor)
        self._editor = editor
        self._start: QTextCursor | None = None
        self._popup = CompletionPopup(editor, theme)
        self._tip = SignatureTip(editor, theme)
        self._pace = QTimer(self, singleShot=True, interval=_DESCRIBE_AFTER_MS)
        self._pace.timeout.connect(lambda: self.description_requested.emit(self._popup.highlighted()))
        self._popup.name_highlighted.connect(lambda _: self._pace.start())
        self._popup.name_picked.connect(self._write)
        editor.cursorPositionChanged.connect(self._follow_caret)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._popup.set_theme(theme)
        self._tip.set_theme(theme)

    def takes(self, event: QKeyEvent) -> bool:
        """Say whether a key means something to the list or the tip as they are."""
        if event.key() == _Key.Key_Space and event.modifiers() == _CONTROL:
            return True
        if event.key() == _Key.Key_Escape:
            return self._popup.isVisible() or self._tip.isVisible()
        return self._popup.isVisible() and event.modifiers() == _PLAIN and event.key() in self._moves()

    def take(self, event: QKeyEvent) -> None:
        """Do what such a key means."""
        if event.key() == _Key.Key_Space:
            self.ask()
        elif event.key() == _Key.Key_Escape:
            self.close()
        elif (rows := self._moves()[event.key()]) is not None:
            self._popup.move(rows)
        else:
            self._popup.pick()

    def typed(self, text: str) -> None:
        """Offer names after a dot, parameters after a bracket or a comma."""
        cursor = self._editor.textCursor()
        if not text or not is_code(cursor):
            return
        if text == "." and not _after_number(cursor):
            self.ask()
        elif text in "(,":
            self.signatures_requested.emit(*line_and_column(cursor))

    def ask(self) -> None:
        """Ask for the names that may stand at the caret."""
        cursor = self._editor.textCursor()
        self._start = QTextCursor(cursor)
        self._start.setPosition(cursor.position() - len(_word_before(cursor)))
        self._start.setKeepPositionOnInsert(True)
        self._popup.offer(())
        self.completion_requested.emit(*line_and_column(cursor))

    def offer(self, completions: Completions) -> None:
        """Take the names that were asked for last; they may come when the caret is elsewhere by now."""
        self._popup.offer(completions.names)
        if self._start is not None:
            self._narrow(self._start)

    def describe(self, description: Description) -> None:
        """Say more of the highlighted name."""
        self._popup.describe(description)

    def show_signatures(self, signatures: Signatures) -> None:
        """Show the ways to call the function around the caret, or that there is none any more."""
        self._tip.show_signatures(signatures, self._editor.cursorRect())

    def close(self) -> None:
        """Offer nothing."""
        self._start = None
        self._popup.hide()
        self._tip.hide()

    def _moves(self) -> dict[int, int | None]:
        """Give how far keys move in the list; None picks."""
        page = self._popup.page()
        moves: dict[int, int | None] = {_Key.Key_PageUp: -page, _Key.Key_PageDown: page}
        moves |= {_Key.Key_Up: -1, _Key.Key_Down: 1, _Key.Key_Return: None, _Key.Key_Enter: None, _Key.Key_Tab: None}
        return moves

    def _follow_caret(self) -> None:
        if self._start is not None:
            self._narrow(self._start)
        if self._tip.isVisible():
            self.signatures_requested.emit(*line_and_column(self._editor.textCursor()))

    def _narrow(self, start: QTextCursor) -> None:
        cursor = self._editor.textCursor()
        word = _word_before(cursor)
        if cursor.position() - len(word) != start.position() or cursor.hasSelection():
            self._start = None
            self._popup.hide()
        else:
            self._popup.narrow(word, self._place(start))

    def _place(self, start: QTextCursor) -> QRect:
        return self._editor.cursorRect(start)

    def _write(self, name: str) -> None:
        """Put the picked name in place of what was typed of it."""
        start, self._start = self._start, None
        self._popup.hide()
        if start is not None:
            cursor = self._editor.textCursor()
            cursor.setPosition(start.position(), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(name)
            self._editor.setTextCursor(cursor)


class SignatureTip(Floating):
    """The ways to call a function, above the line."""

    def __init__(self, editor: "CodeEditor", theme: Theme) -> None:
        super().__init__(editor, theme)
        self._label = QLabel(wordWrap=True)
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setMargin(_TIP_MARGIN)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self._label)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._take(theme)
        self._label.setFont(text_font(9.5))

    def text(self) -> str:
        """Give what is shown, as HTML."""
        return self._label.text()

    def show_signatures(self, signatures: Signatures, place: QRect) -> None:
        """Show ways to call beside a place in the viewport, or hide where there are none."""
        lines = [called(each, self._theme) for each in signatures.signatures[:_MOST_SIGNATURES]]
        rest = len(signatures.signatures) - len(lines)
        if rest > 0:
            lines.append(f'<span style="color:{self._theme.muted}">and {rest} more</span>')
        if not lines:
            self.hide()
            return
        self._label.setText("<br>".join(lines))
        self._label.setFixedWidth(self._width("<br>".join(lines)))
        self.show_at(place, self.sizeHint(), above=True)

    def _width(self, text: str) -> int:
        """Give the width of the longest line, up to what can be read at a glance."""
        document = QTextDocument()
        document.setDefaultFont(self._label.font())
        document.setHtml(text)
        return min(ceil(document.idealWidth()) + 2 * _TIP_MARGIN, _WIDEST_TIP)


def _word_before(cursor: QTextCursor) -> str:
    before = cursor.block().text()[: cursor.positionInBlock()]
    start = len(before)
    while start and (before[start - 1].isalnum() or before[start - 1] == "_"):
        start -= 1
    return before[start:]


def _after_number(cursor: QTextCursor) -> bool:
    word = QTextCursor(cursor)
    word.movePosition(QTextCursor.MoveOperation.Left)
    return _word_before(word).isdigit()
