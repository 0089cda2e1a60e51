"""What stands where no tensor does: that nothing is chosen, that its values are on their way, or that they are gone."""

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.views.empty_state import paint_empty_state
from desktop.views.theme import Theme, palette

_HUNDRED = 100


class MessagePage(QWidget):
    """A title and a hint in the middle, and a bar below them while something is on its way."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title, self._hint = "", ""
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setToolTip("How much of the tensor is here")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._bar, 2)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(4)
        column.addLayout(row)
        column.addStretch(1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._bar.setPalette(palette(theme))
        self.update()

    def show_message(self, title: str, hint: str) -> None:
        """Say something that stays."""
        self._title, self._hint = title, hint
        self._bar.hide()
        self.update()

    def show_waiting(self, title: str, share: float | None) -> None:
        """Say what is on its way, and how much of it is here (0 to 1; None: not known)."""
        self._title, self._hint = title, "Its values come from the engine."
        self._bar.setRange(0, 0 if share is None else _HUNDRED)
        self._bar.setValue(round((share or 0.0) * _HUNDRED))
        self._bar.show()
        self.update()

    def words(self) -> tuple[str, str]:
        """Give title and hint as they stand."""
        return self._title, self._hint

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write both."""
        paint_empty_state(self, self._theme, self._title, self._hint)
