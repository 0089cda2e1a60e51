"""The banner that says how a training ended."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.records.messages import EndReason
from desktop.records.training import Outcome
from desktop.views.tensor_text import number_text
from desktop.views.theme import Theme, mixed, palette, text_font

_TITLES: dict[EndReason, str] = {
    "reached": "Threshold reached",
    "epochs": "Threshold not reached",
    "stopped": "Stopped",
    "diverged": "Diverged",
    "refused": "Needs your consent",
    "failed": "Failed",
}
_RADIUS, _BAR = 6, 3


class RunBanner(QWidget):
    """A title in the colour of the ending, and a sentence; hidden while a run goes on."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ending: EndReason = "stopped"
        self._title = QLabel()
        self._text = QLabel()
        self.consent = QPushButton("Allow and start")
        self.consent.setToolTip("Train this model although its text wants more than to compute")
        font = text_font(10)
        font.setBold(True)
        self._title.setFont(font)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        row.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(self.consent, 0, Qt.AlignmentFlag.AlignTop)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.setPalette(palette(theme))
        colours = palette(theme)
        colours.setColor(colours.ColorRole.WindowText, QColor(self._colour()))
        self._title.setPalette(colours)
        self.update()

    def show_ending(self, ending: EndReason, text: str) -> None:
        """Say how a run ended."""
        self._ending = ending
        self._title.setText(_TITLES[ending])
        self._text.setText(text)
        self.consent.setVisible(ending == "refused")
        self.set_theme(self._theme)
        self.show()

    def _colour(self) -> str:
        theme = self._theme
        colours: dict[EndReason, str] = {
            "reached": theme.success,
            "stopped": theme.accent,
            "epochs": theme.warning,
            "refused": theme.warning,
        }
        return colours.get(self._ending, theme.error)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the banner's ground with a bar of the ending's colour at its edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colour()))
        painter.drawRoundedRect(self.rect(), _RADIUS, _RADIUS)
        painter.setBrush(mixed(self._colour(), self._theme.base, 0.1))
        painter.drawRoundedRect(self.rect().adjusted(_BAR, 0, 0, 0), _RADIUS, _RADIUS)


def account(outcome: Outcome | None) -> str:
    """Give the sentence that says what a run came to."""
    if outcome is None or not outcome.epochs:
        return "Before its first epoch was over."
    last = outcome.epochs[-1]
    epochs = f"{last.epoch:,} epoch{'s' * (last.epoch != 1)}"
    return f"After {epochs} and {outcome.seconds:,.1f} s, with an average loss of {number_text(last.average_loss)}."
