"""What is told under the mouse: the findings at a place, and the shape of the expression there."""

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from desktop.records.finding import Finding
from desktop.views.editor.finding_marks import FindingMarks
from desktop.views.editor.positions import line_and_column, select
from desktop.views.editor.shape_hints import ShapeHints
from desktop.views.editor.shape_words import explained, tip

if TYPE_CHECKING:
    from desktop.views.editor.code_editor import CodeEditor


def show_tip(editor: "CodeEditor", event: QHelpEvent, findings: FindingMarks, shapes: ShapeHints) -> None:
    """Show what is known of the place under the mouse, or nothing."""
    text = tip_at(editor, event.pos(), findings, shapes)
    if text:
        QToolTip.showText(event.globalPos(), text, editor.viewport())
    else:
        QToolTip.hideText()


def tip_at(editor: "CodeEditor", place: QPoint, findings: FindingMarks, shapes: ShapeHints) -> str:
    """Write as HTML what is known of a place in the viewport, or ""."""
    cursor = editor.cursorForPosition(place)
    if not _is_on_text(editor, place):
        return ""
    parts = [_told(finding) for finding in findings.at(cursor.position())]
    seen = shapes.at(*line_and_column(cursor))
    if seen is not None:
        parts.append(tip(select(editor.document(), seen.span).selectedText(), seen))
    return "<hr>".join(parts)


def _told(finding: Finding) -> str:
    mend = "<br><i>Alt+Enter: " + escape(finding.fix.title) + "</i>" if finding.fix is not None else ""
    return f"<b>{escape(finding.message)}</b><br>{explained(finding.explanation)}{mend}"


def _is_on_text(editor: "CodeEditor", place: QPoint) -> bool:
    """Say whether there is a letter at a place: behind a line's end Qt gives its last position."""
    end = editor.textCursor()
    end.setPosition(editor.cursorForPosition(place).position())
    end.movePosition(end.MoveOperation.EndOfBlock)
    return place.x() <= editor.cursorRect(end).right()
