"""What is marked in the text without being part of it: the current line, spans, brackets, placeholders."""

from collections.abc import Iterator
from itertools import islice

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from desktop.records.finding import Fix
from desktop.records.text import Span
from desktop.views.editor.brackets import bracket_pair
from desktop.views.editor.finding_marks import FindingMarks
from desktop.views.editor.positions import select
from desktop.views.theme import Theme, mixed

_MOST_MATCHES = 200
"""That are drawn at once, of those in view."""


class Marks:
    """Keeps the marks of one editor and hands them to it, the weakest first."""

    def __init__(self, editor: QPlainTextEdit, theme: Theme) -> None:
        self._editor = editor
        self._theme = theme
        self._span: QTextCursor | None = None
        self._error: QTextCursor | None = None
        self._erring_line = ""
        self._places: tuple[QTextCursor, ...] = ()
        self._wants: tuple[QTextCursor, ...] = ()
        self._matches: tuple[tuple[int, int], ...] = ()
        self.findings = FindingMarks(editor, theme)
        editor.verticalScrollBar().valueChanged.connect(self._follow_scrolling)

    def set_theme(self, theme: Theme) -> None:
        """Mark in these colours from now on."""
        self._theme = theme
        self.findings.set_theme(theme)
        self.refresh()

    def set_span(self, span: Span | None) -> None:
        """Light up the source of a node, or nothing."""
        self._span = select(self._editor.document(), span) if span else None
        self.refresh()

    def set_error(self, span: Span | None) -> None:
        """Underline the place of an error, or nothing; a span without width marks the character at it."""
        self._error = select(self._editor.document(), span) if span else None
        if self._error and not self._error.hasSelection():
            self._error.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
        self._erring_line = self._line_of_error()
        self.refresh()

    def follow_edit(self) -> None:
        """Take the mark of an error away once its line is another: nobody knows whether it would be there again."""
        if self._error is not None and self._line_of_error() != self._erring_line:
            self.set_error(None)

    def apply(self, fix: Fix) -> None:
        """Write a fix into the text; what it mends is marked no more, be it a finding or the error itself."""
        mended = self.findings.apply(fix)
        error = self._error.selectionStart() if self._error is not None else -1
        if any(place.selectionStart() <= error < place.selectionEnd() for place in mended):
            self.set_error(None)
        self.refresh()

    def set_places(self, places: tuple[QTextCursor, ...]) -> None:
        """Tint the placeholders that are still to be filled."""
        self._places = places
        self.refresh()

    def set_wants(self, spans: tuple[Span, ...]) -> None:
        """Underline what a program wants consent for, or nothing."""
        self._wants = tuple(select(self._editor.document(), span) for span in spans)
        self.refresh()

    def set_matches(self, matches: tuple[tuple[int, int], ...]) -> None:
        """Tint what was found, from one position of the document to another, as far as that is worth drawing."""
        self._matches = matches
        self.refresh()

    def error_line(self) -> int | None:
        """Give the line (from 1) where the error is now, after any edits."""
        if self._error is None:
            return None
        return self._editor.document().findBlock(self._error.selectionStart()).blockNumber() + 1

    def refresh(self) -> None:
        """Mark again, after the caret moved."""
        marks = [self._current_line()]
        if self._span:
            marks.append(_mark(self._span, _ground(QColor(self._theme.span))))
        ground = mixed(self._theme.accent, self._theme.base, 0.18)
        marks += [_mark(place, _ground(ground)) for place in self._places]
        found = mixed(self._theme.warning, self._theme.base, 0.28)
        marks += [_mark(self._range(*match), _ground(found)) for match in self._matches_in_view()]
        marks += self._brackets()
        marks += self.findings.marks()
        if self._error:
            marks.append(_mark(self._error, self._wave()))
        marks += [_mark(want, self._want()) for want in self._wants]
        self._editor.setExtraSelections(marks)

    def _line_of_error(self) -> str:
        if self._error is None:
            return ""
        return self._editor.document().findBlock(self._error.selectionStart()).text()

    def _current_line(self) -> QTextEdit.ExtraSelection:
        style = _ground(QColor(self._theme.current_line))
        style.setProperty(QTextFormat.Property.FullWidthSelection, True)
        cursor = self._editor.textCursor()
        cursor.clearSelection()
        return _mark(cursor, style)

    def _brackets(self) -> list[QTextEdit.ExtraSelection]:
        style = _ground(mixed(self._theme.accent, self._theme.base, 0.25))
        pair = bracket_pair(self._editor.textCursor()) or ()
        return [_mark(self._range(place, place + 1), style) for place in pair]

    def _matches_in_view(self) -> Iterator[tuple[int, int]]:
        """Give the matches in view: a long text may hold thousands."""
        if not self._matches:
            return iter(())
        top = self._editor.cursorForPosition(QPoint(0, 0)).position()
        last = self._editor.cursorForPosition(QPoint(0, self._editor.viewport().height())).block()
        bottom = last.position() + last.length()
        return islice((match for match in self._matches if match[1] >= top and match[0] < bottom), _MOST_MATCHES)

    def _follow_scrolling(self) -> None:
        if self._matches:
            self.refresh()

    def _range(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self._editor.document())
        last = self._editor.document().characterCount() - 1
        cursor.setPosition(min(start, last))
        cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _want(self) -> QTextCharFormat:
        style = QTextCharFormat()
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(QColor(self._theme.warning))
        style.setBackground(mixed(self._theme.warning, self._theme.base, 0.16))
        return style

    def _wave(self) -> QTextCharFormat:
        style = QTextCharFormat()
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(QColor(self._theme.error))
        return style


def _ground(colour: QColor) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setBackground(colour)
    return style


def _mark(cursor: QTextCursor, style: QTextCharFormat) -> QTextEdit.ExtraSelection:
    mark = QTextEdit.ExtraSelection()
    mark.cursor = cursor
    mark.format = style
    return mark
