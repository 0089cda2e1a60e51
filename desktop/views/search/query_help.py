"""The query language on a card: examples that can be clicked, and what each finds."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop.views.theme import Theme, code_font, palette, text_font

_EXAMPLES = (
    ("relu encoder", "words in a name, operation, module or kind; all must be there"),
    ("-relu", "leave out what has this word"),
    ('"nan"', "in quotes: the letters, exactly"),
    ("[*, 16]", "a shape: * is any size, ... any few sizes"),
    ("op:mul", "the operation; also  name:  module:  saved:  dtype:  device:"),
    ("kind:leaf", "operation, leaf, input or constant"),
    ("line:12", "made on this line;  12:4  at this line and column"),
    ("nan", "values or gradients with NaN;  inf  with infinities"),
    ("grad:0", "a gradient of zeros; also  grad:none  grad:nan  grad:inf"),
    ("grad>1e3", "the norm of a gradient;  norm<1e-6  that of a value"),
)


class QueryHelp(QFrame):
    """A popup that lists the query language; a click on an example gives it."""

    example_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._title = QLabel("What can be searched for")
        self._hint = QLabel("Click an example to add it. Enter goes to the next one found, Shift+Enter back.")
        self._examples = [self._example(text) for text, _ in _EXAMPLES]
        self._meanings = [QLabel(meaning) for _, meaning in _EXAMPLES]
        self._arrange()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        colours = palette(theme)
        colours.setColor(colours.ColorRole.Window, theme.raised)
        self.setPalette(colours)
        quiet = palette(theme)
        quiet.setColor(quiet.ColorRole.WindowText, theme.muted)
        for label in (self._hint, *self._meanings):
            label.setPalette(quiet)
        link = palette(theme)
        link.setColor(link.ColorRole.ButtonText, theme.accent)
        for example in self._examples:
            example.setPalette(link)

    def _example(self, text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setFont(code_font(9.5))
        button.setAutoRaise(True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setToolTip(f"Add {text} to the search")
        button.clicked.connect(partial(self._choose, text))
        return button

    def _choose(self, text: str) -> None:
        self.close()
        self.example_chosen.emit(text)

    def _arrange(self) -> None:
        self._title.setFont(text_font(10.5))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(1)
        for row, (example, meaning) in enumerate(zip(self._examples, self._meanings, strict=True)):
            meaning.setFont(text_font(9.5))
            grid.addWidget(example, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(meaning, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addLayout(grid)
        column.addWidget(self._hint)
        self._hint.setFont(text_font(9))
