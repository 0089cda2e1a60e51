"""The find bar: a field over the graph, how many nodes were found, and the way from one to the next."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.views.search.query_help import QueryHelp
from desktop.views.search.signs import sign, sign_size
from desktop.views.theme import Theme, palette, text_font

_TIPS = {
    "previous": "Previous one found (Shift+Enter)",
    "next": "Next one found (Enter)",
    "help": "What can be searched for",
    "close": "Close the search (Esc)",
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindBar(QWidget):
    """Asks for a query and shows what came of it; it searches nothing itself. Thread: the GUI's."""

    query_changed = Signal(str)
    stepped = Signal(int)
    """1 for the next of those found, -1 for the previous."""
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._field = QLineEdit()
        self._count = QLabel()
        self._problem = QLabel()
        self._buttons = {
            "previous": self._button("previous", self._step_back),
            "next": self._button("next", self._step_on),
            "help": self._button("help", self._show_help),
            "close": self._button("close", self.closed.emit),
        }
        self._help = QueryHelp(theme, self)
        self._help.example_chosen.connect(self._add)
        self._build()
        self._arrange()
        self.set_theme(theme)
        self._show_nothing()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.setPalette(palette(theme))
        for label, colour in ((self._count, theme.muted), (self._problem, theme.warning)):
            colours = palette(theme)
            colours.setColor(colours.ColorRole.WindowText, QColor(colour))
            label.setPalette(colours)
        for name, button in self._buttons.items():
            button.setIcon(sign(name, theme))
        self._magnifier.setIcon(sign("find", theme))
        self._help.set_theme(theme)

    def text(self) -> str:
        """Give the query as it stands in the field."""
        return self._field.text()

    def begin(self) -> None:
        """Take the keyboard, with the last query selected: what is typed now replaces it."""
        self.show()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def show_count(self, current: int, total: int) -> None:
        """Say which of those found is shown, counted from 1 (0: none yet), and of how many."""
        self._show_words(self._count_words(current, total), "")
        for name in ("previous", "next"):
            self._buttons[name].setEnabled(total > 0)

    def show_problem(self, text: str) -> None:
        """Say in one sentence why the query can find nothing."""
        self._show_nothing()
        self._show_words("", text)

    def _count_words(self, current: int, total: int) -> str:
        if not self.text().strip():
            return ""
        if not total:
            return "nothing found"
        return f"{current:,} of {total:,}" if current else f"{total:,} found"

    def _show_nothing(self) -> None:
        self._show_words("", "")
        for name in ("previous", "next"):
            self._buttons[name].setEnabled(False)

    def _show_words(self, count: str, problem: str) -> None:
        self._count.setText(count)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def _step_on(self) -> None:
        self._step(1)

    def _step_back(self) -> None:
        self._step(-1)

    def _step(self, direction: int) -> None:
        if self._buttons["next"].isEnabled():
            self.stepped.emit(direction)

    def _change(self, text: str) -> None:
        if not text.strip():
            self._show_nothing()
        self.query_changed.emit(text)

    def _add(self, example: str) -> None:
        words = self.text().rstrip()
        self._field.setText(f"{words} {example}" if words else example)
        self._field.setFocus()

    def _show_help(self) -> None:
        self._help.adjustSize()
        button = self._buttons["help"]
        corner = button.mapToGlobal(QPoint(button.width() - self._help.width(), button.height() + 4))
        screen = self.screen().availableGeometry()
        corner.setX(max(min(corner.x(), screen.right() - self._help.width()), screen.left()))
        self._help.move(corner)
        self._help.show()

    def _button(self, name: str, slot: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIconSize(sign_size())
        button.setToolTip(_TIPS[name])
        button.setAccessibleName(_TIPS[name])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(slot)
        return button

    def _build(self) -> None:
        self._field.setPlaceholderText("Find nodes:  relu   [*, 16]   module:encoder   grad:0   nan")
        self._field.setToolTip("Words, shapes, lines, gradients; ? tells all of it. Enter goes to the next, Esc closes")
        self._field.setAccessibleName("Find nodes of the graph")
        self._field.setClearButtonEnabled(True)
        self._magnifier = self._field.addAction(sign("find", self._theme), QLineEdit.ActionPosition.LeadingPosition)
        self._field.textChanged.connect(self._change)
        self._field.installEventFilter(self)
        self.setFocusProxy(self._field)
        self.setAutoFillBackground(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for label in (self._count, self._problem):
            label.setFont(text_font(9.5))
        self._problem.setWordWrap(True)
        self._count.setMinimumWidth(self._count.fontMetrics().horizontalAdvance("nothing found"))
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._field, 1)
        row.addWidget(self._count)
        for button in self._buttons.values():
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 5, 6, 6)
        column.setSpacing(3)
        column.addLayout(row)
        column.addWidget(self._problem)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Shift+Enter step, Esc closes, also while a person types."""
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _ENTER:
                self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.closed.emit()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes from any of the buttons too."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line that parts the bar from the graph below."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
