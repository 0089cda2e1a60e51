"""The buttons of the player, with their signs and what they say of themselves."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop.views.player.icons import icon_size, player_icon
from desktop.views.player.playback import Loop
from desktop.views.player.step_words import NO_FLOW
from desktop.views.theme import Theme

_TIPS = {
    "start": "Back to the beginning (Home)",
    "back": "One step back (←)",
    "forward": "One step forward (→)",
    "end": "To the end (End)",
    "steps": "All steps by their names",
    "follow": "Go to the step of a node that is clicked in the graph",
}
_LOOPS = {
    Loop.NOTHING: "Play once and stop at the end",
    Loop.FILM: "Begin anew at the end of all",
    Loop.PHASE: "Begin the phase anew at its end",
}
_NEXT_LOOP = " (click for another way)"


class PlayerButtons(QWidget):
    """`pressed` carries a button's name: "start", "back", "play", "forward", "end", "steps"; `loop_chosen` a Loop."""

    pressed = Signal(str)
    loop_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.loop = Loop.NOTHING
        self._playing = False
        self._able = False
        names = ("start", "back", "play", "forward", "end", "loop", "steps", "follow")
        self.buttons = {name: _button() for name in names}
        for name in (*names[:5], "steps"):
            self.buttons[name].clicked.connect(lambda _=False, name=name: self.pressed.emit(name))
        self.buttons["loop"].clicked.connect(self._choose_next_loop)
        self.buttons["follow"].setCheckable(True)
        self.buttons["follow"].setChecked(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button in self.buttons.values():
            row.addWidget(button)

    @property
    def follows(self) -> bool:
        """Whether the player goes to the step of a node that is clicked."""
        return self.buttons["follow"].isChecked()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        for name in ("start", "back", "forward", "end", "steps", "follow"):
            self.buttons[name].setIcon(player_icon(name, theme))
        self._tell()

    def set_able(self, able: bool) -> None:  # noqa: FBT001 # a setter, as Qt's
        """Let all buttons do something, or none, as there is nothing to play."""
        self._able = able
        for button in self.buttons.values():
            button.setEnabled(able)
        self._tell()

    def set_playing(self, playing: bool) -> None:  # noqa: FBT001 # a signal's slot takes its value by place
        """Offer to pause, or to play."""
        self._playing = playing
        self._tell()

    def _choose_next_loop(self) -> None:
        loops = list(Loop)
        self.loop = loops[(loops.index(self.loop) + 1) % len(loops)]
        self._tell()
        self.loop_chosen.emit(self.loop)

    def _tell(self) -> None:
        """Say on every button what it does, or, while none can do anything, why not."""
        self.buttons["play"].setIcon(player_icon("pause" if self._playing else "play", self._theme))
        self.buttons["loop"].setIcon(player_icon(f"loop-{self.loop.value}", self._theme))
        told = {"play": "Pause (Space)" if self._playing else "Play (Space)", "loop": _LOOPS[self.loop] + _NEXT_LOOP}
        for name, tip in (_TIPS | told).items():
            self.buttons[name].setToolTip(tip if self._able else NO_FLOW)
            self.buttons[name].setAccessibleName(tip)


def _button() -> QToolButton:
    button = QToolButton(autoRaise=True)
    button.setIconSize(icon_size())
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
