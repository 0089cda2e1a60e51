"""The buttons that lead a training: start, pause, resume, one iteration, stop."""

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desktop.views.theme import Theme, palette

State = Literal["idle", "running", "pausing", "paused", "stopping"]


class TrainingButtons(QWidget):
    """Shows in each state what can be asked, and asks it."""

    start_requested = Signal()
    pause_requested = Signal()
    resume_requested = Signal()
    step_requested = Signal()
    stop_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.state: State = "idle"
        self._fault = ""
        self._start = _button("&Start", "Train from the beginning by these numbers")
        self._pause = _button("&Pause", "Stand still after the iteration under way")
        self._step = _button("One &iteration", "Take a single step, and stand still again")
        self._stop = _button("S&top", "End the run after the iteration under way; what it learned stays to be seen")
        self._start.clicked.connect(self.start_requested)
        self._pause.clicked.connect(self._pause_or_resume)
        self._step.clicked.connect(self.step_requested)
        self._stop.clicked.connect(self._ask_stop)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for place, button in enumerate((self._start, self._pause, self._step, self._stop)):
            grid.addWidget(button, *divmod(place, 2))
        self.set_state("idle")

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on; Start stands out while it can be pressed."""
        self._theme = theme
        colours = palette(theme)
        self.setPalette(colours)
        if self._start.isEnabled():
            colours.setColor(colours.ColorRole.Button, QColor(theme.accent))
            colours.setColor(colours.ColorRole.ButtonText, QColor(theme.accent_text))
        self._start.setPalette(colours)

    def set_fault(self, fault: str) -> None:
        """Hold Start back for a reason, or for none ("")."""
        self._fault = fault
        self.set_state(self.state)

    def set_state(self, state: State) -> None:
        """Offer what fits a state."""
        self.state = state
        self._start.setEnabled(state == "idle" and not self._fault)
        self.set_theme(self._theme)
        self._start.setToolTip(self._fault or "Train from the beginning by these numbers")
        self._pause.setEnabled(state in ("running", "paused"))
        self._pause.setText({"paused": "&Resume", "pausing": "Pausing…"}.get(state, "&Pause"))
        self._pause.setToolTip("Go on" if state == "paused" else "Stand still after the iteration under way")
        self._step.setEnabled(state == "paused")
        self._stop.setEnabled(state in ("running", "pausing", "paused"))
        self._stop.setText("Stopping…" if state == "stopping" else "S&top")

    def _pause_or_resume(self) -> None:
        if self.state == "paused":
            self.set_state("running")
            self.resume_requested.emit()
        else:
            self.set_state("pausing")
            self.pause_requested.emit()

    def _ask_stop(self) -> None:
        self.set_state("stopping")
        self.stop_requested.emit()


def _button(text: str, tooltip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tooltip)
    button.setMinimumHeight(32)
    return button
