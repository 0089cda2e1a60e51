"""Find and replace in the text: a small panel above it, which the text makes room for."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from desktop.views.editor.floating import paint_border
from desktop.views.editor.text_search import MOST_MATCHES, Match, Wanted, matches, problem, replacement
from desktop.views.theme import Theme, palette, text_font

if TYPE_CHECKING:
    from desktop.views.editor.code_editor import CodeEditor

_WIDTH, _MARGIN = 400, 6
_SEARCH_AFTER_MS = 120
_Key = Qt.Key
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class FindPanel(QFrame):
    """Searches the editor it stands in, as words are typed and as the text changes."""

    room_changed = Signal()

    def __init__(self, editor: "CodeEditor", theme: Theme) -> None:
        super().__init__(editor)
        self._editor = editor
        self._matches: list[Match] = []
        self._words = self._field("Find", "What to find. Enter goes on, Shift+Enter back, Esc closes")
        self._instead = self._field("Replace with", r"What to write instead. With .* on, \1 is the first group")
        self._case = self._toggle("Aa", "Upper and lower case matter (Alt+C)", "Alt+C")
        self._regex = self._toggle(".*", "Search by a regular expression (Alt+X)", "Alt+X")
        self._count = QLabel()
        self._count.setFont(text_font(9.0))
        self._pace = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._pace.timeout.connect(self._search)
        self._assemble()
        self._words.textChanged.connect(self._search_and_show)
        editor.textChanged.connect(self._follow_edit)
        editor.cursorPositionChanged.connect(self._tell_count)
        self.setAutoFillBackground(True)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.setPalette(palette(theme))

    def open(self, *, replacing: bool = False) -> None:
        """Take the keyboard, and begin with the words that are selected on one line."""
        selected = self._editor.textCursor().selectedText()
        self._show_replacing(replacing=replacing)
        self.place()
        self.show()
        self.raise_()
        self.room_changed.emit()
        if selected and "\u2029" not in selected:
            self._words.setText(selected)
        self._words.selectAll()
        self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search()

    def close_up(self) -> None:
        """Give the keyboard back to the text and take the marks away."""
        self.hide()
        self.room_changed.emit()
        self._matches = []
        self._editor.mark_matches(())
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, *, back: bool = False) -> None:
        """Select the next match after the caret (or the one before), and begin anew at the end."""
        if not self.isVisible():
            self._search()
        if not self._matches:
            return
        cursor = self._editor.textCursor()
        if back:
            before = [match for match in self._matches if match.end <= cursor.selectionStart()]
            chosen = before[-1] if before else self._matches[-1]
        else:
            after = (match for match in self._matches if match.start >= cursor.selectionEnd())
            chosen = next(after, self._matches[0])
        self._select(chosen)

    def replace(self) -> None:
        """Replace the selected match and go on to the next."""
        cursor = self._editor.textCursor()
        place = cursor.selectionStart(), cursor.selectionEnd()
        match = next((each for each in self._matches if (each.start, each.end) == place), None)
        if match is not None:
            cursor.insertText(replacement(self._wanted(), match, self._instead.text()))
            self._editor.setTextCursor(cursor)
            self._search()
        self.go()

    def replace_all(self) -> None:
        """Replace every match, as one step of undo."""
        self._search()
        wanted, words = self._wanted(), self._instead.text()
        writer = QTextCursor(self._editor.document())
        writer.beginEditBlock()
        for match in reversed(self._matches):
            writer.setPosition(match.start)
            writer.setPosition(match.end, QTextCursor.MoveMode.KeepAnchor)
            writer.insertText(replacement(wanted, match, words))
        writer.endEditBlock()
        count = len(self._matches)
        self._search()
        self._count.setText(f"{count} replaced")

    def room(self) -> int:
        """Give how many pixels above the text are the panel's."""
        return 0 if self.isHidden() else self.height() + 2 * _MARGIN

    def place(self) -> None:
        """Stand above the text, at its right."""
        area = self._editor.viewport().geometry()
        area.setTop(self._editor.contentsRect().top())
        width = min(_WIDTH, area.width() - 2 * _MARGIN)
        height = self.sizeHint().height()
        self.setGeometry(area.right() - width - _MARGIN, area.top() + _MARGIN, width, height)

    def _wanted(self) -> Wanted:
        return Wanted(self._words.text(), self._regex.isChecked(), self._case.isChecked())

    def _search(self) -> None:
        self._pace.stop()
        self._matches = matches(self._editor.toPlainText(), self._wanted())
        self._editor.mark_matches(tuple((match.start, match.end) for match in self._matches))
        self._tell_count()

    def _search_and_show(self) -> None:
        """Search, and bring the first match from where the selection begins into view."""
        self._search()
        cursor = self._editor.textCursor()
        if self._matches:
            after = (match for match in self._matches if match.start >= cursor.selectionStart())
            self._select(next(after, self._matches[0]))

    def _follow_edit(self) -> None:
        if self.isVisible():
            self._pace.start()

    def _select(self, match: Match) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(match.start)
        cursor.setPosition(match.end, QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()

    def _tell_count(self) -> None:
        if not self.isVisible():
            return
        wrong = problem(self._wanted()) if self._regex.isChecked() else ""
        self._count.setText(wrong or self._count_text())
        self._count.setToolTip(wrong)

    def _count_text(self) -> str:
        if not self._words.text():
            return ""
        if not self._matches:
            return "nothing found"
        cursor = self._editor.textCursor()
        place = cursor.selectionStart(), cursor.selectionEnd()
        many = f"{len(self._matches)}{'+' if len(self._matches) == MOST_MATCHES else ''}"
        at = next((number for number, each in enumerate(self._matches, 1) if (each.start, each.end) == place), None)
        return f"{at} of {many}" if at else f"{many} found"

    def _show_replacing(self, *, replacing: bool) -> None:
        for widget in (self._instead, self._replacing):
            widget.setVisible(replacing)
        self._more.setChecked(replacing)
        self._more.setText("▾" if replacing else "▸")

    def _assemble(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        grid.setSpacing(3)
        self._more = self._button("▸", "Replace, too (Ctrl+H)", self._toggle_replacing)
        self._more.setCheckable(True)
        before = self._button("↑", "The match before (Shift+F3)", lambda: self.go(back=True))
        after = self._button("↓", "The next match (F3)", self.go)
        close = self._button("×", "Close (Esc)", self.close_up)
        one = self._button("Replace", "Replace this match, go on to the next (Enter in the field)", self.replace)
        every = self._button("All", "Replace every match, as one step of undo", self.replace_all)
        grid.addWidget(self._more, 0, 0)
        grid.addWidget(self._words, 0, 1)
        grid.addWidget(_row(self._case, self._regex, before, after, close), 0, 2)
        grid.addWidget(self._instead, 1, 1)
        self._replacing = _row(one, every)
        grid.addWidget(self._replacing, 1, 2)
        grid.addWidget(self._count, 2, 1, 1, 2)
        grid.setColumnStretch(1, 1)

    def _toggle_replacing(self) -> None:
        self._show_replacing(replacing=not self._instead.isVisible())
        self.place()
        self.room_changed.emit()

    def _field(self, hint: str, tip: str) -> QLineEdit:
        field = QLineEdit(placeholderText=hint)
        field.setToolTip(tip)
        field.setAccessibleName(hint)
        field.installEventFilter(self)
        return field

    def _toggle(self, text: str, tip: str, key: str) -> QToolButton:
        button = self._button(text, tip, self._search_and_show)
        button.setCheckable(True)
        button.setShortcut(QKeySequence(key))
        return button

    def _button(self, text: str, tip: str, act: Callable[[], object]) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _=False: act())
        return button

    def _action(self, field: QObject, event: QKeyEvent) -> Callable[[], object] | None:
        """Give what a key in a field means."""
        key, modifiers = event.key(), event.modifiers()
        if key in (_Key.Key_Return, _Key.Key_Enter):
            if field is self._instead:
                return self.replace
            return partial(self.go, back=bool(modifiers & _SHIFT))
        if key == _Key.Key_F3:
            return partial(self.go, back=bool(modifiers & _SHIFT))
        if key == _Key.Key_Escape:
            return self.close_up
        if modifiers == Qt.KeyboardModifier.ControlModifier and key in (_Key.Key_F, _Key.Key_H):
            return partial(self.open, replacing=key == _Key.Key_H)
        return None

    def eventFilter(self, field: QObject, event: QEvent) -> bool:
        """Let Enter in a field search or replace, Esc close, and keep the window's own find away."""
        if not isinstance(event, QKeyEvent) or event.type() == QEvent.Type.KeyRelease:
            return super().eventFilter(field, event)
        act = self._action(field, event)
        if act is None:
            return super().eventFilter(field, event)
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            act()
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and its border."""
        super().paintEvent(event)
        paint_border(self, self._theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let no key through to the text below."""
        event.accept()


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(1)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch()
    return row
