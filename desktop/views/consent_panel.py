"""The panel that says what a program wants beyond computing, and asks once whether it may."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.records.finding import Finding
from desktop.records.text import Span
from desktop.views.theme import Theme, mixed, palette, text_font

_BAR, _RADIUS = 3, 6
_GAP = 6
_LEFT, _RIGHT = 22, 16
_ROW_HEIGHT = 22
_ROWS_SHOWN = 4
_MEANING = (
    "If you trust it, it runs with your own rights: it may read and change your files and use the network. "
    "The same text then runs unasked; any change of it asks again."
)


class ConsentPanel(QFrame):
    """Lists wants, each with its line, over two buttons. Hidden while nothing is asked.

    The keyboard waits on "Do not run", so that a key pressed too early trusts nothing. Thread: GUI.
    """

    consented = Signal()
    declined = Signal()
    span_requested = Signal(Span)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = QLabel("This program wants more than to compute")
        self._wants = QListWidget()
        self._meaning = QLabel(_MEANING)
        self._decline = QPushButton("&Do not run")
        self._consent = QPushButton("&Trust and run")
        self._build()
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        colours = palette(theme)
        colours.setColor(colours.ColorRole.Base, self._ground())
        self.setPalette(colours)
        self._wants.setPalette(colours)
        colours.setColor(colours.ColorRole.WindowText, QColor(theme.warning))
        self._title.setPalette(colours)
        self.update()

    def ask(self, wants: tuple[Finding, ...]) -> None:
        """Show what is wanted and take the keyboard."""
        self._wants.clear()
        for want in wants:
            self._wants.addItem(_row(want))
        self._wants.setFixedHeight(_ROW_HEIGHT * min(len(wants), _ROWS_SHOWN) + 2)
        self.show()
        self._decline.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        font = text_font(10)
        font.setBold(True)
        self._title.setFont(font)
        self._meaning.setWordWrap(True)
        self._wants.setFrameShape(QFrame.Shape.NoFrame)
        self._wants.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._wants.setAccessibleName("What the program wants")
        self._wants.setCursor(Qt.CursorShape.PointingHandCursor)
        self._wants.itemClicked.connect(self._go_to)
        self._wants.itemActivated.connect(self._go_to)
        self._decline.setToolTip("Leave it as it is: nothing was run (Esc)")
        self._consent.setToolTip("Run it with your own rights, now and whenever this very text is run")
        self._decline.clicked.connect(self._say_no)
        self._consent.clicked.connect(self._say_yes)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._decline)
        buttons.addWidget(self._consent)
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT, 8 + _GAP, _RIGHT, 10 + _GAP)
        column.setSpacing(6)
        for part in (self._title, self._wants, self._meaning):
            column.addWidget(part)
        column.addLayout(buttons)
        # The order of Tab: what it wants is read before anything can be trusted.
        self.setTabOrder(self._wants, self._decline)
        self.setTabOrder(self._decline, self._consent)

    def _say_yes(self) -> None:
        self.hide()
        self.consented.emit()

    def _say_no(self) -> None:
        self.hide()
        self.declined.emit()

    def _go_to(self, row: QListWidgetItem) -> None:
        span = row.data(Qt.ItemDataRole.UserRole)
        if isinstance(span, Span):
            self.span_requested.emit(span)

    def _ground(self) -> QColor:
        return mixed(self._theme.warning, self._theme.base, 0.08)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the whole sentence: a splitter asks for no height that depends on the width."""
        super().resizeEvent(event)
        self._meaning.setMinimumHeight(self._meaning.heightForWidth(self.width() - _LEFT - _RIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc declines; Enter presses the button that has the keyboard, and only that."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self._say_no()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the panel's ground with a bar of the warning's colour at its edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.warning))
        card = self.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        painter.drawRoundedRect(card, _RADIUS, _RADIUS)
        painter.setBrush(self._ground())
        painter.drawRoundedRect(card.adjusted(_BAR, 0, 0, 0), _RADIUS, _RADIUS)


def _row(want: Finding) -> QListWidgetItem:
    where = f"Line {want.span.line}:  " if want.span is not None else ""
    row = QListWidgetItem(f"{where}it {want.message}")
    row.setToolTip(want.explanation)
    row.setSizeHint(QSize(0, _ROW_HEIGHT))
    row.setData(Qt.ItemDataRole.UserRole, want.span)
    return row
