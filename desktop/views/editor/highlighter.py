"""Colours for a program's text, in slices so short that typing never waits for them."""

import time

from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType
from PySide6.QtCore import QSignalBlocker, QTimer
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

    A line whose state is below 0 was not read yet. Of what was changed or is to be painted anew, `_stale` selects the
    end; `_unread` stands in the first line that waits.
    """

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        document.disconnect(self)  # Qt would go through every line of a change at once, be it ten thousand
        self._lexer = LineLexer()
        self._formats: dict[_TokenType, QTextCharFormat | None] = {}
        self._pass_began = 0.0
        self._change: tuple[int, int] | None = None
        self._is_reading = False
        self._stale = QTextCursor(document)
        self._unread: QTextCursor | None = None
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._go_on)
        self._colours = _colours(theme)
        document.contentsChange.connect(self._note_change)
        document.contentsChanged.connect(self._read_change)
        self.read_on(document.firstBlock())

    def set_theme(self, theme: Theme) -> None:
        """Colour everything again, a slice with each turn of the event loop."""
        self._colours = _colours(theme)
        self._formats.clear()
        self._stale.movePosition(QTextCursor.MoveOperation.End)
        self.read_on(self.document().firstBlock())

    def colour(self, block: QTextBlock) -> None:
        """Colour a line before its turn."""
        self._walk_unheard(block, block.position())

    def read_on(self, block: QTextBlock) -> None:
        """Colour, when its turn comes, what stands from a line on and was not read."""
        if self._unread is None or block.position() < self._unread.position():
            self._unread = QTextCursor(block)
        self._timer.start()

    def is_complete(self) -> bool:
        """Say whether every line has its colours."""
        return self._unread is None

    def _note_change(self, start: int, removed: int, added: int) -> None:
        if not self._is_reading:
            self._change = (start, start + added + (removed > 0))

    def _read_change(self) -> None:
        """Colour what was changed, at once as far as a slice reaches."""
        if self._change is None:
            return
        (start, end), self._change = self._change, None
        last = self.document().characterCount() - 1
        self._stale.setPosition(min(max(end, self._stale.position()), last))
        self._is_reading = True
        self._walk(self.document().findBlock(start), end)
        self._is_reading = False
        self._forget_stale()

    def _go_on(self) -> None:
        """Read one slice of what waits: an edit may have left unread lines behind lines that are read."""
        block = self._unread.block() if self._unread else QTextBlock()
        self._unread = None
        self._walk_unheard(block, self.document().characterCount())
        self._forget_stale()

    def _forget_stale(self) -> None:
        if self._unread is None:
            self._stale.setPosition(0)

    def _walk_unheard(self, block: QTextBlock, end: int) -> None:
        """Colour from a line to a position; nobody hears of it.

        Qt would tell of colours as of edits, and call a text modified that keeps no history.
        """
        document = self.document()
        is_modified = document.isModified()
        with QSignalBlocker(document):
            self._walk(block, end)
            document.setModified(is_modified)

    def _walk(self, block: QTextBlock, end: int) -> None:
        """Colour what is stale or unread from a line to a position, or put it off where this slice is over."""
        self._pass_began = time.monotonic()
        while block.isValid() and block.position() <= end:
            if self._is_late():
                self.read_on(block)
                break
            if block.userState() < 0 or block.position() <= self._stale.position():
                self.rehighlightBlock(block)
            block = block.next()

    def _is_late(self) -> bool:
        return time.monotonic() - self._pass_began > SLICE_S

    def _leave_for_later(self, *, follows_unread: bool) -> None:
        """Put a line off. Qt goes on as long as states change: what follows an unread line keeps its own."""
        if not follows_unread:
            self.read_on(self.currentBlock())
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
