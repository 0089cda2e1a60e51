"""The controls that lead a training: play, one iteration, one epoch, stop, reset."""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from desktop.views.theme import Theme, palette

State = Literal["idle", "running", "pausing", "paused", "stopping"]

_PLAY = {"idle": "Start", "running": "Pause", "pausing": "Pausing…", "paused": "Resume", "stopping": "Start"}
_PLAY_TIPS = {
    "idle": "Train from the beginning by this recipe (Space)",
    "running": "Stand still after the iteration under way (Space)",
    "paused": "Go on (Space)",
}
KEYS = {
    Qt.Key.Key_Space: "play",
    Qt.Key.Key_I: "iteration",
    Qt.Key.Key_E: "epoch",
    Qt.Key.Key_S: "stop",
    Qt.Key.Key_R: "reset",
    Qt.Key.Key_G: "open",
}


class Controls(QWidget):
    """Shows in each state what can be asked, and asks it. Space plays and pauses; letters press the others."""

    start_requested = Signal()
    pause_requested = Signal()
    resume_requested = Signal()
    iteration_requested = Signal()
    epoch_requested = Signal()
    stop_requested = Signal()
    reset_requested = Signal()
    open_requested = Signal()
    save_requested = Signal()
    checkpoint_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: State = "idle"
        self._fault = ""
        self._has_run = False
        self.buttons = {
            "play": _button("Start", ""),
            "iteration": _button("One iteration", "Take a single step and stand still (I)"),
            "epoch": _button("One epoch", "Go on to the end of the epoch and stand still (E)"),
            "stop": _button("Stop", "End the run after the iteration under way; what it learned stays to be seen (S)"),
            "reset": _button("Reset", "Back to the very same first weights: Start gives the same curve again (R)"),
            "open": _button("See in graph", "Open the next iteration as a program: its graph and its gradients (G)"),
        }
        self.more = QToolButton()
        self._theme = theme
        self._build()
        self._offer()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on; Start stands out while it can be pressed."""
        self._theme = theme
        colours = palette(theme)
        self.setPalette(colours)
        if self.buttons["play"].isEnabled():
            colours.setColor(colours.ColorRole.Button, QColor(theme.accent))
            colours.setColor(colours.ColorRole.ButtonText, QColor(theme.accent_text))
        self.buttons["play"].setPalette(colours)

    def set_fault(self, fault: str) -> None:
        """Hold Start back for a reason, or for none ("")."""
        self._fault = fault
        self._offer()

    def set_state(self, state: State, *, has_run: bool = True) -> None:
        """Offer what fits a state; `has_run` says that there is a run to be seen, which Reset would clear."""
        self.state = state
        self._has_run = has_run
        self._offer()

    def press(self, name: str) -> None:
        """Press a button if it can be pressed."""
        self.buttons[name].click()

    def _offer(self) -> None:
        state = self.state
        can_begin = state == "idle" and not self._fault
        offered = {
            "play": can_begin or state in ("running", "paused"),
            "iteration": can_begin or state == "paused",
            "epoch": can_begin or state == "paused",
            "stop": state in ("running", "pausing", "paused"),
            "reset": self._has_run and state in ("idle", "running", "paused"),
            "open": state == "paused" or (state == "idle" and self._has_run),
        }
        for name, button in self.buttons.items():
            button.setEnabled(offered[name])
        play = self.buttons["play"]
        play.setText(_PLAY[state])
        waits = f"Start waits: {self._fault}" if self._fault and state == "idle" else ""
        play.setToolTip(waits or _PLAY_TIPS.get(state, "Wait for the iteration under way"))
        self.buttons["stop"].setText("Stopping…" if state == "stopping" else "Stop")
        self._save.setEnabled(state in ("running", "paused") or (state == "idle" and self._has_run))
        self._resume.setEnabled(state == "idle")
        self.set_theme(self._theme)

    def _play(self) -> None:
        if self.state == "idle":
            self.start_requested.emit()
        elif self.state == "paused":
            self.set_state("running")
            self.resume_requested.emit()
        else:
            self.set_state("pausing")
            self.pause_requested.emit()

    def _stop(self) -> None:
        self.set_state("stopping")
        self.stop_requested.emit()

    def _build(self) -> None:
        menu = QMenu(self)
        self._save = menu.addAction("&Save checkpoint…", self.save_requested.emit)
        self._resume = menu.addAction("&Resume from checkpoint…", self.checkpoint_requested.emit)
        self.more.setText("⋯")
        self.more.setToolTip("Save a checkpoint, or go on from one")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(menu)
        self.more.setMinimumHeight(30)
        asked = {
            "play": self._play,
            "iteration": self.iteration_requested.emit,
            "epoch": self.epoch_requested.emit,
            "stop": self._stop,
            "reset": self.reset_requested.emit,
            "open": self.open_requested.emit,
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _, ask=asked[name]: ask())
            row.addWidget(button)
        self.buttons["play"].setMinimumWidth(88)
        row.addWidget(self.more)
        row.addStretch(1)


def _button(text: str, tooltip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tooltip)
    button.setMinimumHeight(30)
    return button
