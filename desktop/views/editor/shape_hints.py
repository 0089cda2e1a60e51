"""Shapes at the ends of lines, faint and beside the text: they follow their lines and never move anything."""

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QTextBlock

from desktop.records.preview import LineHint, Preview, Seen
from desktop.views.editor.shape_words import hint_texts
from desktop.views.theme import Theme, mixed

if TYPE_CHECKING:
    from desktop.views.editor.code_editor import CodeEditor

_FRESH, _STALE = 0.85, 0.5
"""Shares of the muted colour: a hint of the text as it stands, and one of the text before."""
_GAP = 3
"""Letters between the text and its hint."""


_Held = TypeVar("_Held")


class ShapeHints(QObject):
    """Keeps the hints of one editor with their lines, through all edits."""

    def __init__(self, editor: "CodeEditor", theme: Theme) -> None:
        super().__init__(editor)
        self._editor = editor
        self._theme = theme
        self._is_shown = True
        self._texts: dict[int, tuple[str, ...]] = {}
        self._stale: set[int] = set()
        self._seen: dict[int, list[Seen]] = {}
        self._written: dict[int, str] = {}
        self._tensors: set[str] = set()
        self._lines = editor.blockCount()
        editor.document().contentsChange.connect(self._follow_edit)

    def set_theme(self, theme: Theme) -> None:
        """Write in these colours from now on."""
        self._theme = theme

    def set_shown(self, *, shown: bool) -> None:
        """Show hints or not; what there is to see under the mouse stays."""
        self._is_shown = shown
        self._editor.viewport().update()

    def show(self, preview: Preview) -> None:
        """Take what a preview of the text as it stands saw.

        Where the text cannot be read, all stays as it is; behind a look's end what was there before stays, fainter.
        """
        if preview.status == "unreadable":
            return
        end = _last_line(preview)
        kept = {line: text for line, text in self._texts.items() if end is not None and line > end}
        fresh = _texts(preview.lines)
        self._texts = kept | fresh
        self._stale = kept.keys() - fresh.keys()
        self._seen = _by_line(preview.expressions)
        self._tensors |= {hint.name for hint in preview.lines if len(hint.tensors) == 1}
        document = self._editor.document()
        self._written = {
            line: document.findBlockByNumber(line - 1).text() for line in self._texts.keys() | self._seen.keys()
        }
        self._editor.viewport().update()

    def clear(self) -> None:
        """Know nothing of shapes any more."""
        self._texts, self._stale, self._seen, self._written, self._tensors = {}, set(), {}, {}, set()
        self._editor.viewport().update()

    def is_tensor(self, name: str) -> bool:
        """Say whether a name was bound to a tensor in the last look."""
        return name in self._tensors

    def text(self, line: int) -> str:
        """Give the hint of a line (from 1), or ""."""
        texts = self._texts.get(line)
        return texts[0] if texts and self._is_shown else ""

    def at(self, line: int, column: int) -> Seen | None:
        """Give the smallest expression at a place that gave tensors."""
        found = [seen for seen in self._seen.get(line, ()) if _holds(seen, column)]
        return min(found, key=lambda seen: seen.span.end_column - seen.span.column, default=None)

    def paint(self, painter: QPainter) -> None:
        """Write the hints of the lines in view behind their text, as long as there is room: half a number misleads."""
        if not self._is_shown or not self._texts:
            return
        painter.setFont(self._editor.font())
        metrics = QFontMetricsF(self._editor.font())
        for block, top, height in self._editor.visible_lines():
            if self._texts.get(block.blockNumber() + 1):
                self._paint_line(painter, metrics, block, QRectF(0, top, 0, height))

    def _paint_line(self, painter: QPainter, metrics: QFontMetricsF, block: QTextBlock, area: QRectF) -> None:
        number = block.blockNumber() + 1
        letter = metrics.horizontalAdvance("x")
        left = self._text_end(block) + _GAP * letter
        room = self._editor.viewport().width() - left - letter
        texts = self._texts[number]
        text = next((text for text in texts if metrics.horizontalAdvance(text) <= room), "")
        share = _STALE if number in self._stale else _FRESH
        painter.setPen(mixed(self._theme.muted, self._theme.base, share))
        painter.drawText(QPointF(left, area.top() + metrics.ascent()), text)

    def _text_end(self, block: QTextBlock) -> float:
        layout = block.layout()
        width = layout.lineAt(0).naturalTextWidth() if layout.lineCount() else 0.0
        return self._editor.contentOffset().x() + self._editor.document().documentMargin() + width

    def _follow_edit(self, position: int, _removed: int, added: int) -> None:
        """Take the hints of the edited lines away, and move those below. Qt tells of colours as of edits."""
        document = self._editor.document()
        lines = document.blockCount()
        moved, self._lines = lines - self._lines, lines
        if self._written:
            first = document.findBlock(position).blockNumber() + 1
            last = document.findBlock(min(position + added, document.characterCount() - 1)).blockNumber() + 1
            self._move(first, last - moved, moved)

    def _move(self, first: int, last: int, moved: int) -> None:
        """Give each line its new number; lines from `first` to `last` (as they were counted) may be gone."""
        touched = range(first, last + 1)
        if not moved and all(self._is_at(line, line) for line in touched if line in self._written):
            return
        places = {line: self._place(line, touched, moved) for line in self._written}
        self._texts = _renumbered(self._texts, places)
        self._seen = _renumbered(self._seen, places)
        self._written = _renumbered(self._written, places)
        self._stale = {new for line in self._stale if (new := places.get(line)) is not None}

    def _place(self, line: int, touched: range, moved: int) -> int | None:
        if line in touched:
            return next((place for place in (line, line + moved) if self._is_at(line, place)), None)
        return line if line < touched.start else line + moved

    def _is_at(self, line: int, place: int) -> bool:
        return self._editor.document().findBlockByNumber(place - 1).text() == self._written[line]


def _renumbered(held: dict[int, _Held], places: dict[int, int | None]) -> dict[int, _Held]:
    return {new: each for line, each in held.items() if (new := places[line]) is not None}


def _last_line(preview: Preview) -> int | None:
    """Give the line where a look ended (0: before the first), or None where it saw all."""
    if preview.status == "permission":
        return 0
    if preview.until is None:
        return None
    return preview.until.end_line if preview.until.end_column else preview.until.end_line - 1


def _texts(hints: tuple[LineHint, ...]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[LineHint]] = {}
    for hint in hints:
        found.setdefault(hint.line, []).append(hint)
    texts = {line: hint_texts(each) for line, each in found.items()}
    return {line: each for line, each in texts.items() if each[0]}


def _by_line(expressions: tuple[Seen, ...]) -> dict[int, list[Seen]]:
    found: dict[int, list[Seen]] = {}
    for seen in expressions:
        if seen.span.line == seen.span.end_line:
            found.setdefault(seen.span.line, []).append(seen)
    return found


def _holds(seen: Seen, column: int) -> bool:
    return seen.span.column <= column < seen.span.end_column
