"""The editor itself: a plain text with everything a person expects of one for Python."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QMimeData, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from desktop.records.finding import Finding, Fix
from desktop.records.text import Span
from desktop.views.editor import clipboard, typing_aid
from desktop.views.editor.assistance import Assistance
from desktop.views.editor.find_panel import FindPanel
from desktop.views.editor.finding_marks import Origin
from desktop.views.editor.fix_menu import offer_fixes
from desktop.views.editor.ghost import EXAMPLE, paint_ghost
from desktop.views.editor.gutter import Gutter
from desktop.views.editor.highlighter import PythonHighlighter
from desktop.views.editor.hover import show_tip
from desktop.views.editor.indentation import INDENT
from desktop.views.editor.insertion import Insertion
from desktop.views.editor.loading import Loading
from desktop.views.editor.marks import Marks
from desktop.views.editor.positions import line_and_column, select
from desktop.views.editor.shape_hints import ShapeHints
from desktop.views.editor.sight import show_place
from desktop.views.theme import Theme, code_font, palette

_SMALLEST, _USUAL, _LARGEST = 6.0, 10.5, 40.0
_MARGIN = 8
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_PLAIN = Qt.KeyboardModifier.NoModifier


class CodeEditor(QPlainTextEdit):
    """Edits a program's text. Spans are in characters; the caret is told in characters too.

    `assistance` offers names and parameters, `shapes` holds what stands at the ends of lines. A long text is put in by
    pieces: `toPlainText` gives all of it from the start, `loaded` tells when the last is there.
    """

    caret_moved = Signal(int, int)
    definition_requested = Signal(int, int)
    fix_requested = Signal(Finding)
    loaded = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._points = _USUAL
        self._gutter = Gutter(self, theme)
        self._highlighter = PythonHighlighter(self.document(), theme)
        self._marks = Marks(self, theme)
        self._insertion = Insertion(self, self._marks)
        self._loading = Loading(self)
        self.assistance = Assistance(self, theme)
        self.shapes = ShapeHints(self, theme)
        self._find_panel = FindPanel(self, theme)
        self._keys = self._key_table()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.document().setDocumentMargin(_MARGIN)
        self.setAccessibleName("Program")
        self.setToolTip("Your program. Ctrl+Space completes, Ctrl+/ comments lines out, Ctrl+wheel zooms.")
        self.viewport().setToolTip("")
        self.blockCountChanged.connect(self._make_room)
        self._find_panel.room_changed.connect(self._make_room)
        self.updateRequest.connect(self._follow_scrolling)
        self.cursorPositionChanged.connect(self._tell_caret)
        self.textChanged.connect(self._follow_edit)
        self._loading.grown.connect(self._highlighter.read_on)
        self._loading.grown.connect(self._make_room)
        self._loading.finished.connect(self.loaded)
        self.set_theme(theme)
        self._zoom_to(_USUAL)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.setPalette(palette(theme))
        self._gutter.set_theme(theme)
        self._highlighter.set_theme(theme)
        self._marks.set_theme(theme)
        for part in (self.assistance, self.shapes, self._find_panel):
            part.set_theme(theme)
        for block, _, _ in self.visible_lines():
            self._highlighter.colour(block)

    @property
    def is_loading(self) -> bool:
        """Whether a part of the text is still to come."""
        return self._loading.is_active

    def replace_text(self, text: str) -> None:
        """Put another text in place of this one, as an edit that undo takes back."""
        self._loading.complete()
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(clipboard.with_line_ends(text))

    def mark_span(self, span: Span | None) -> None:
        """Light up a span while something that belongs to it is pointed at; None puts the light out."""
        self._marks.set_span(span)

    def mark_error(self, span: Span | None) -> None:
        """Underline the place of an error; None takes the mark away."""
        if span is not None:
            self._loading.complete()
        self._marks.set_error(span)
        self._gutter.mark_error(self._marks.error_line())

    def mark_wants(self, spans: tuple[Span, ...]) -> None:
        """Underline what a program wants consent for; no spans take the marks away."""
        self._marks.set_wants(spans)

    def mark_matches(self, matches: tuple[tuple[int, int], ...]) -> None:
        """Tint what a search found, from one position of the document to another."""
        self._marks.set_matches(matches)

    def show_findings(self, findings: tuple[Finding, ...], origin: Origin = "run") -> None:
        """Underline findings about the text as it stands, in place of those of the same origin."""
        self._marks.findings.show(findings, origin)
        self._marks.refresh()
        self._gutter.mark_fixes(self._marks.findings.fixable_lines())

    def apply_fix(self, fix: Fix) -> None:
        """Write a fix into the text, as one step of undo."""
        self._loading.complete()
        self._marks.apply(fix)
        self._follow_edit()

    def ask_fix(self, line: int) -> None:
        """Offer the fixes of a line (from 1) beside it; choosing one is told by `fix_requested`."""
        block = self.document().findBlockByNumber(line - 1)
        place = self.viewport().mapToGlobal(self.cursorRect(QTextCursor(block)).bottomLeft())
        offer_fixes(self, self._marks.findings.on_line(line), place, self.fix_requested.emit)

    def open_find(self, *, replacing: bool = False) -> None:
        """Open the panel that finds in the text, and replaces if wanted."""
        self.assistance.close()
        self._find_panel.open(replacing=replacing)

    def go_to(self, span: Span) -> None:
        """Select a span, bring it into view and take the keyboard."""
        self._loading.complete()
        show_place(self, select(self.document(), span))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def insert_assignment(self, template: str) -> None:
        """Write a template's statement ("x = torch.randn(«2», «3»)") at the caret; Tab leads through its places."""
        self._loading.complete()
        self._insertion.insert_statement(template)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def insert_block(self, code: str) -> None:
        """Write top-level lines, such as a class, below the statement at the caret, with the imports they need."""
        self._loading.complete()
        self._insertion.insert_block(code)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def visible_lines(self) -> Iterator[tuple[QTextBlock, int, int]]:
        """Yield the lines in view, each with its top and its height in pixels of the viewport."""
        block = self.firstVisibleBlock()
        area = self.blockBoundingGeometry(block).translated(self.contentOffset())
        while block.isValid() and area.top() <= self.viewport().height():
            yield block, round(area.top()), round(area.height())
            block = block.next()
            area = self.blockBoundingGeometry(block).translated(self.contentOffset())

    def zoom_by(self, points: float) -> None:
        """Make the letters larger or smaller by so many points, within reason."""
        self._zoom_to(self._points + points)

    def _zoom_to(self, points: float) -> None:
        self._points = min(max(points, _SMALLEST), _LARGEST)
        font = code_font(self._points)
        self.setFont(font)
        self.setTabStopDistance(QFontMetricsF(font).horizontalAdvance(INDENT))
        self._make_room()

    def _make_room(self) -> None:
        self.setViewportMargins(self._gutter.width_needed(), self._find_panel.room(), 0, 0)
        self._place_gutter()

    def _place_gutter(self) -> None:
        area = self.contentsRect().adjusted(0, self._find_panel.room(), 0, 0)
        self._gutter.setGeometry(QRect(area.left(), area.top(), self._gutter.width_needed(), area.height()))

    def _follow_scrolling(self, area: QRect, pixels: int) -> None:
        if pixels:
            self._gutter.scroll(0, pixels)
        else:
            self._gutter.update(0, area.y(), self._gutter.width(), area.height())

    def _follow_edit(self) -> None:
        self._marks.follow_edit()
        self._gutter.mark_error(self._marks.error_line())
        self._gutter.mark_fixes(self._marks.findings.fixable_lines())

    def _tell_caret(self) -> None:
        self._marks.refresh()
        self._gutter.update()
        self.caret_moved.emit(*line_and_column(self.textCursor()))

    def _key_table(self) -> typing_aid.Keys:
        key = Qt.Key
        return typing_aid.line_keys(self) | {
            (key.Key_Tab, _PLAIN): self._tab,
            (key.Key_Equal, _CONTROL): lambda: self.zoom_by(1),
            (key.Key_Plus, _CONTROL): lambda: self.zoom_by(1),
            (key.Key_Plus, _CONTROL | _SHIFT): lambda: self.zoom_by(1),
            (key.Key_Minus, _CONTROL): lambda: self.zoom_by(-1),
            (key.Key_0, _CONTROL): lambda: self._zoom_to(_USUAL),
            (key.Key_F, _CONTROL): self.open_find,
            (key.Key_H, _CONTROL): lambda: self.open_find(replacing=True),
            (key.Key_F3, _PLAIN): self._find_panel.go,
            (key.Key_F3, _SHIFT): lambda: self._find_panel.go(back=True),
            (key.Key_F12, _PLAIN): lambda: self.definition_requested.emit(*line_and_column(self.textCursor())),
            (key.Key_Return, _ALT): lambda: self.ask_fix(self.textCursor().blockNumber() + 1),
        }

    def _tab(self) -> None:
        if self._insertion.has_places():
            self._insertion.next_place()
        elif self.document().isEmpty():
            self.replace_text(EXAMPLE)
        else:
            typing_aid.indent_selection(self)

    def _react(self, event: QKeyEvent) -> bool:
        """Do what a key means here; say whether it meant anything."""
        if self.assistance.takes(event):
            self.assistance.take(event)
            return True
        if event.key() == Qt.Key.Key_Backspace and event.modifiers() == _PLAIN:
            return typing_aid.remove_step(self)
        if event.key() == Qt.Key.Key_Escape and self._insertion.has_places():
            self._insertion.end_places()
            return True
        action = self._keys.get((event.key(), event.modifiers()))
        if action is not None:
            action()
        return action is not None

    def setPlainText(self, text: str) -> None:
        """Begin with another text: its history is its own, marks of the old one are gone."""
        self._insertion.end_places()
        self.mark_span(None)
        self.mark_error(None)
        self.mark_wants(())
        self.assistance.close()
        self.shapes.clear()
        self._marks.findings.clear()
        super().setPlainText(self._loading.begin(text))

    def toPlainText(self) -> str:
        """Give the whole text, also what is still to come of it."""
        return self._loading.text if self._loading.is_active else super().toPlainText()

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 # as Qt calls it
        """Copy with colours, a long selection as plain text only."""
        cursor = self.textCursor()
        return clipboard.plain_copy(cursor) if clipboard.is_long(cursor) else super().createMimeDataFromSelection()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text."""
        if source.hasText():
            self.textCursor().insertText(clipboard.pasted_text(source))
            self.ensureCursorVisible()

    def event(self, event: QEvent) -> bool:
        """Keep Shift+Tab, which Qt would take for a change of focus, and the keys of the table for the text."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        return (event.key(), event.modifiers()) in self._keys or self.assistance.takes(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """React to the keys of code; leave the rest to Qt, and Ctrl+Enter to whoever runs programs."""
        if self._loading.holds(event) or self._react(event):
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & _CONTROL:
            event.ignore()
        else:
            super().keyPressEvent(event)
            self.assistance.typed(event.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Offer nothing to who works elsewhere."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.assistance.close()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the caret; with Ctrl held go where the name under the mouse is defined."""
        super().mousePressEvent(event)
        self.assistance.close()
        if event.button() == Qt.MouseButton.LeftButton and event.modifiers() == _CONTROL:
            self.definition_requested.emit(*line_and_column(self.textCursor()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell what is known of the place under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            show_tip(self, event, self._marks.findings, self.shapes)
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom while Ctrl is held; scroll otherwise."""
        if event.modifiers() & _CONTROL:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line numbers as high as the text."""
        super().resizeEvent(event)
        self._place_gutter()
        self._find_panel.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, or where there is none what to do about it."""
        super().paintEvent(event)
        composing = self.textCursor().block().layout().preeditAreaText()
        if self.document().isEmpty() and not composing:
            area = QRectF(self.viewport().rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
            paint_ghost(QPainter(self.viewport()), area, self.font(), self._theme)
        else:
            self.shapes.paint(QPainter(self.viewport()))
