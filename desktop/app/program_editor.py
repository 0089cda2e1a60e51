"""The program's editor as the window uses it: the wants that consent is asked for are marked in the text."""

from collections.abc import Sequence

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from desktop.records.text import Span
from desktop.views.editor import CodeEditor
from desktop.views.editor.positions import select


class ProgramEditor(CodeEditor):
    """Marks wants beneath the marks that the editor keeps itself."""

    _wants: tuple[QTextCursor, ...] = ()

    def mark_wants(self, spans: tuple[Span, ...]) -> None:
        """Underline what a program wants, or (no spans) nothing."""
        self._wants = tuple(select(self.document(), span) for span in spans)
        self._marks.refresh()

    def _want_mark(self, want: QTextCursor) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        style = QTextCharFormat()
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(QColor(self._theme.warning))
        ground = QColor(self._theme.warning)
        ground.setAlphaF(0.16)
        style.setBackground(ground)
        mark.cursor, mark.format = want, style
        return mark

    def setExtraSelections(self, selections: Sequence[QTextEdit.ExtraSelection]) -> None:  # noqa: N802 # Qt's name
        """Show the editor's own marks, and the wants with them."""
        super().setExtraSelections([*selections, *(self._want_mark(want) for want in self._wants)])
