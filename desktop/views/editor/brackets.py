"""The bracket that belongs to the one beside the caret."""

import re
from collections.abc import Iterator
from itertools import islice

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from desktop.views.editor.highlighter import NOT_CODE
from desktop.views.editor.positions import to_units

_PARTNERS = {"(": ")", "[": "]", "{": "}", ")": "(", "]": "[", "}": "{"}
_CLOSERS = ")]}"
_BRACKET = re.compile(r"[()\[\]{}]")
_QUIETERS = "'\"#"
"""What strings and comments begin with."""
_LINES_SEARCHED = 300


def bracket_pair(cursor: QTextCursor) -> tuple[int, int] | None:
    """Give the positions of the bracket before or after the caret and of its partner, or None."""
    document = cursor.document()
    for position in (cursor.position() - 1, cursor.position()):
        if position >= 0 and document.characterAt(position) in _PARTNERS:
            partner = _partner(document, position)
            if partner is not None:
                return position, partner
    return None


def _partner(document: QTextDocument, position: int) -> int | None:
    bracket = document.characterAt(position)
    backward = bracket in _CLOSERS
    depth = 0
    for place, found in _brackets(document.findBlock(position), backward=backward):
        if place > position if backward else place < position:
            continue
        depth += (found == bracket) - (found == _PARTNERS[bracket])
        if depth <= 0:
            return place if place != position else None
    return None


def _brackets(block: QTextBlock, *, backward: bool) -> Iterator[tuple[int, str]]:
    """Yield the brackets of the code from the block on, in reading order or against it."""
    for line in islice(_blocks(block, backward=backward), _LINES_SEARCHED):
        found = _brackets_of(line)
        yield from reversed(found) if backward else found


def _blocks(block: QTextBlock, *, backward: bool) -> Iterator[QTextBlock]:
    while block.isValid():
        yield block
        block = block.previous() if backward else block.next()


def _brackets_of(block: QTextBlock) -> list[tuple[int, str]]:
    text = block.text()
    places = [(to_units(text, match.start()), match[0]) for match in _BRACKET.finditer(text)]
    # To ask for a line's colours is slow, and few lines have any that matter.
    has_quiet = places and (block.userState() > 0 or any(mark in text for mark in _QUIETERS))
    quiet = [form for form in block.layout().formats() if form.format.property(NOT_CODE)] if has_quiet else []
    return [
        (block.position() + unit, bracket)
        for unit, bracket in places
        if not any(form.start <= unit < form.start + form.length for form in quiet)
    ]
