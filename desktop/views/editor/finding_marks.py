"""Findings in the text: underlined where they stand, told under the mouse, mended in one step."""

from typing import Literal, NamedTuple

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from desktop.records.finding import Finding, Fix
from desktop.views.editor.positions import select
from desktop.views.theme import Theme

Origin = Literal["run", "preview", "language"]
"""Who found it: each replaces only its own findings."""


class _Held(NamedTuple):
    finding: Finding
    place: QTextCursor
    edits: tuple[QTextCursor, ...]


class FindingMarks:
    """Holds the findings of one editor at their places, through all edits."""

    def __init__(self, editor: QPlainTextEdit, theme: Theme) -> None:
        self._editor = editor
        self._theme = theme
        self._held: dict[Origin, list[_Held]] = {}

    def set_theme(self, theme: Theme) -> None:
        """Mark in these colours from now on."""
        self._theme = theme

    def show(self, findings: tuple[Finding, ...], origin: Origin) -> None:
        """Take findings about the text as it stands in place of those of the same origin."""
        self._held[origin] = [self._hold(finding) for finding in findings if finding.span is not None]

    def clear(self) -> None:
        """Know of no finding any more."""
        self._held.clear()

    def at(self, position: int) -> list[Finding]:
        """Give what was found at a position of the document, the gravest first."""
        return [each.finding for each in self._all() if _touches(each.place, position)]

    def on_line(self, line: int) -> list[Finding]:
        """Give what was found that begins on a line (from 1)."""
        return [
            each.finding
            for each in self._all()
            if each.place.document().findBlock(each.place.selectionStart()).blockNumber() + 1 == line
        ]

    def fixable_lines(self) -> set[int]:
        """Give the lines (from 1) with a finding that can be mended."""
        document = self._editor.document()
        starts = (each.place.selectionStart() for each in self._all() if each.finding.fix is not None)
        return {document.findBlock(start).blockNumber() + 1 for start in starts}

    def apply(self, fix: Fix) -> list[QTextCursor]:
        """Write a fix into the text, as one step of undo, where its places are by now.

        What it mends is forgotten; give the places where that was.
        """
        held = next((each for each in self._all() if each.finding.fix == fix), None)
        document = self._editor.document()
        places = held.edits if held is not None else tuple(select(document, edit.span) for edit in fix.edits)
        writer = QTextCursor(document)
        writer.beginEditBlock()
        for place, edit in zip(places, fix.edits, strict=True):
            place.insertText(edit.text)
        writer.endEditBlock()
        mended = [each for holding in self._held.values() for each in holding if each.finding.fix == fix]
        for origin, holding in self._held.items():
            self._held[origin] = [each for each in holding if each not in mended]
        return [each.place for each in mended]

    def marks(self) -> list[QTextEdit.ExtraSelection]:
        """Give the underlines, the gravest last, so that it lies on top."""
        return [self._mark(each) for each in reversed(self._all())]

    def _hold(self, finding: Finding) -> _Held:
        document = self._editor.document()
        assert finding.span is not None  # noqa: S101 # only those with a span are held
        place = select(document, finding.span)
        if not place.hasSelection():
            place.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
        edits = finding.fix.edits if finding.fix is not None else ()
        return _Held(finding, place, tuple(select(document, edit.span) for edit in edits))

    def _all(self) -> list[_Held]:
        """Give what is held and still has text, each finding once, the gravest first."""
        kept = {
            (each.finding.rule, each.place.selectionStart()): each
            for held in self._held.values()
            for each in held
            if each.place.hasSelection()
        }
        return sorted(kept.values(), key=lambda each: ("error", "warning", "hint").index(each.finding.severity))

    def _mark(self, held: _Held) -> QTextEdit.ExtraSelection:
        colours = {"error": self._theme.error, "warning": self._theme.warning, "hint": self._theme.muted}
        wave, dots = QTextCharFormat.UnderlineStyle.WaveUnderline, QTextCharFormat.UnderlineStyle.DotLine
        mark = QTextEdit.ExtraSelection()
        style = QTextCharFormat()
        style.setUnderlineStyle(dots if held.finding.severity == "hint" else wave)
        style.setUnderlineColor(QColor(colours[held.finding.severity]))
        mark.cursor, mark.format = held.place, style
        return mark


def _touches(place: QTextCursor, position: int) -> bool:
    return place.selectionStart() <= position < place.selectionEnd()
