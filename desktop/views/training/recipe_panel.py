"""The left side of the Training page: what is learned, by which numbers, and the buttons that begin it."""

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.views.theme import Theme, code_font, palette, text_font
from desktop.views.training.controls import State, TrainingButtons
from desktop.views.training.recipe_form import RecipeForm

_WIDTH = 304


class RecipePanel(QWidget):
    """Title, form and buttons in one column."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = RecipeForm(theme)
        self.buttons = TrainingButtons(theme)
        self._theme = theme
        self._title = QLabel("Regression")
        self._formula = QLabel("y = 3 x₁ + x₂ - 2 x₃")
        self._story = QLabel(
            "One linear layer learns this function from random examples, by stochastic gradient descent."
        )
        self._reason = QLabel()
        self.form.changed.connect(self._check)
        self._build()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.setPalette(palette(theme))
        self.form.set_theme(theme)
        self.buttons.set_theme(theme)
        colours = palette(theme)
        colours.setColor(colours.ColorRole.WindowText, QColor(theme.muted))
        self._story.setPalette(colours)
        self._reason.setPalette(colours)
        colours.setColor(colours.ColorRole.WindowText, QColor(theme.accent))
        self._formula.setPalette(colours)
        self.update()

    def set_state(self, state: State) -> None:
        """Let numbers be changed only while no run goes on."""
        self.form.setEnabled(state == "idle")
        self.buttons.set_state(state)

    def _check(self) -> None:
        fault = self.form.fault()
        self.buttons.set_fault(fault)
        self._reason.setText(f"Start waits: {fault}" if fault else "")
        self._reason.setVisible(bool(fault))

    def _build(self) -> None:
        self.setFixedWidth(_WIDTH)
        self._title.setFont(text_font(13))
        self._formula.setFont(code_font(11))
        for label in (self._story, self._reason):
            label.setFont(text_font(9))
            label.setWordWrap(True)
        self._reason.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for widget in (self._title, self._formula, self._story):
            column.addWidget(widget)
        column.addSpacing(16)
        column.addWidget(self.form)
        column.addSpacing(8)
        column.addWidget(self.buttons)
        column.addWidget(self._reason)
        column.addStretch(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw one quiet line towards the run."""
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.line))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
