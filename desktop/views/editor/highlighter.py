"""Colours for a program's text, in slices so short that typing never waits for them."""

import time

from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument

from desktop.views.editor.line_lexer import CODE, LineLexer
from desktop.views.editor.positions import to_units
from desktop.views.theme import Theme

SLICE_S = 0.008
"""Seconds that one pass may take; what is left is coloured in the next turns of the event loop."""

NOT_CODE = QTextCharFormat.Property.UserProperty + 1
"""Set on the formats of strings and comments, where a bracket means nothing."""

_UNREAD = -2
_LONGEST_LINE = 2_000


class PythonHighlighter(QSyntaxHighlighter):
    """Colours a document by Pygments' tokens, from the first changed line as far as the change reaches.

    A line whose state is below 0 was not read yet, or anew.
    """

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self.setDocument(None)  # connected again below, so that a pass begins before Qt's own reaction to a change
        self._lexer = LineLexer()
        self._formats: dict[_TokenType, QTextCharFormat | None] = {}
        self._pass_began = 0.0
        self._changed_to = -1
        self._is_walking = False
        self._is_repainting = False
        self._unread: QTextCursor | None = None
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._go_on)
        self._colours = _colours(theme)
        document.contentsChange.connect(self._follow_change)
        self.setDocument(document)

    def set_theme(self, theme: Theme) -> None:
        """Colour everything again, a slice with each turn of the event loop."""
        self._colours = _colours(theme)
        self._formats.clear()
        self._is_repainting = True
        self._put_off(self.document().firstBlock())

    def colour(self, block: QTextBlock) -> None:
        """Colour a line before its turn."""
        self._pass_began = time.monotonic()
        self.rehighlightBlock(block)

    def read_on(self, block: QTextBlock) -> None:
        """Colour what stands from a line on, of which Qt did not tell."""
        self._put_off(block)

    def is_complete(self) -> bool:
        """Say whether every line has its colours."""
        return self._unread is None

    def _follow_change(self, start: int, _removed: int, added: int) -> None:
        if not self._is_walking:
            self._pass_began = time.monotonic()
            self._changed_to = start + added

    def _is_late(self) -> bool:
        return time.monotonic() - self._pass_began > SLICE_S

    def _go_on(self) -> None:
        """Read one slice of what is unread: an edit may have left unread lines behind lines that are read."""
        self._is_walking = True
        self._pass_began = time.monotonic()
        block = self._unread.block() if self._unread else QTextBlock()
        self._unread = None
        while block.isValid() and self._unread is None:
            if self._is_late():
                self._put_off(block)
            elif self._is_repainting or block.userState() < 0:
                self.rehighlightBlock(block)
            block = block.next()
        self._is_repainting &= self._unread is not None
        self._is_walking = False

    def _put_off(self, block: QTextBlock) -> None:
        if self._unread is None or block.position() < self._unread.position():
            self._unread = QTextCursor(block)
        self._timer.start()

    def _leave_for_later(self, *, follows_unread: bool) -> None:
        """Put a line off. Qt goes on while states change: behind the change, where one is unread already, it ends."""
        if not follows_unread:
            self._put_off(self.currentBlock())
        if not follows_unread or self.currentBlock().position() <= self._changed_to:
            self.setCurrentBlockState(_UNREAD)

    def _format_of(self, kind: _TokenType) -> QTextCharFormat | None:
        if kind not in self._formats:
            styles = (self._colours[group] for group in _ancestry(kind) if group in self._colours)
            self._formats[kind] = next(styles, None)
        return self._formats[kind]

    def highlightBlock(self, text: str) -> None:
        """Colour one line, or put it off where this pass has had its time."""
        before = self.previousBlockState()
        follows_unread = before < 0 and self.currentBlock().blockNumber() > 0
        if follows_unread or self._is_late():
            self._leave_for_later(follows_unread=follows_unread)
            return
        state = max(before, CODE)
        if len(text) > _LONGEST_LINE:
            self.setCurrentBlockState(state)
            return
        tokens, after = self._lexer.lex(text, state)
        self.setCurrentBlockState(after)
        for start, end, kind in tokens:
            if (style := self._format_of(kind)) is not None:
                first = to_units(text, start)
                self.setFormat(first, to_units(text, end) - first, style)


def _ancestry(kind: _TokenType) -> list[_TokenType]:
    return kind.split()[::-1]


def _colours(theme: Theme) -> dict[_TokenType, QTextCharFormat]:
    groups = {
        Keyword: theme.keyword,
        Operator.Word: theme.keyword,
        Keyword.Constant: theme.literal,
        Name.Builtin: theme.builtin,
        Name.Exception: theme.builtin,
        Name.Function: theme.function,
        Name.Class: theme.function,
        Name.Decorator: theme.function,
        Number: theme.literal,
        String: theme.string,
        String.Interpol: theme.literal,
        String.Escape: theme.literal,
        Comment: theme.comment,
    }
    return {group: _style(colour, group) for group, colour in groups.items()}


def _style(colour: str, group: _TokenType) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setForeground(QColor(colour))
    style.setFontItalic(group is Comment)
    if group in (String, Comment):
        style.setProperty(NOT_CODE, True)
    return style


def is_code(cursor: QTextCursor) -> bool:
    """Say whether the letter before a caret is code, no string and no comment."""
    unit = cursor.positionInBlock() - 1
    formats = cursor.block().layout().formats()
    return not any(form.start <= unit < form.start + form.length and form.format.property(NOT_CODE) for form in formats)
