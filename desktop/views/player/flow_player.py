"""The flow player: play, pause, step and scrub through the film of a recorded pass, at the speed a person likes."""

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.records.flow import Flow
from desktop.views.player.buttons import PlayerButtons
from desktop.views.player.choices import PlayerChoices
from desktop.views.player.playback import Loop, Playback
from desktop.views.player.reel import Reel
from desktop.views.player.step_list import StepList
from desktop.views.player.step_words import NO_FLOW, step_words
from desktop.views.player.timeline import Timeline
from desktop.views.theme import Theme, text_font

_TIMELINE_TIP = "Drag to any step; PgUp and PgDn go from phase to phase"


class FlowPlayer(QWidget):
    """Plays a film. A position p between 0 and the number of the flow's steps is p whole steps of the backward pass.

    What ran before lies at negative positions, the update beyond the last step. `flow_changed` carries the index of
    another pass that a person wants to see, `comparison_changed` that of one to compare with, or -1: whoever listens
    prepares a Reel of it and calls `set_flows`. Thread: the GUI's.
    """

    position_changed = Signal(float)
    flow_changed = Signal(int)
    comparison_changed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reel: Reel | None = None
        self._playback = Playback(self)
        self._timeline = Timeline(theme)
        self._text = QLabel()
        self._buttons = PlayerButtons(theme)
        self._choices = PlayerChoices()
        self._steps = StepList(self)
        self._arrange()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Flow player")
        self.set_theme(theme)
        self.set_flows((), None)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._timeline.set_theme(theme)
        self._buttons.set_theme(theme)

    def set_flows(self, flows: tuple[Flow, ...], reel: Reel | None) -> None:
        """Offer some flows, and play the one that a reel was made of, from before its backward pass."""
        self._reel = reel
        compared = reel.comparison.other if reel is not None and reel.comparison is not None else None
        self._choices.offer(flows, self.flow(), compared)
        self.pause()
        self._playback.phases = reel.film.phases if reel is not None else ()
        self._playback.position = 0.0
        self._timeline.set_reel(reel)
        self._steps.set_reel(reel)
        able = bool(self._playback.phases)
        for part in (self._timeline, self._choices.speed):
            part.setEnabled(able)
        self._buttons.set_able(able)
        self._timeline.setToolTip(_TIMELINE_TIP if able else NO_FLOW)
        self._show_position(0.0)

    def select_flow(self, index: int) -> None:
        """Choose the flow at an index of those offered."""
        self._choices.passes.setCurrentIndex(index)

    def compare_with(self, index: int) -> None:
        """Choose the flow at an index of those offered to be compared with, or none by -1."""
        self._choices.others.setCurrentIndex(self._choices.others.findData(index))

    def flow(self) -> Flow | None:
        """Give the flow that is played."""
        return self._reel.film.flow if self._reel is not None else None

    def position(self) -> float:
        """Say where in the film we are: from 0 to its number of steps in the backward pass."""
        return self._playback.position

    def set_position(self, position: float) -> None:
        """Go to a position."""
        self._playback.move_to(position)

    def go_to_node(self, *node_ids: str) -> None:
        """Stand where the first of some recorded nodes had its turn in the phase that is seen, or else in another.

        Not while it plays, nor where a person does not want it, nor where the turn of one of them is under way.
        """
        if self._reel is None or self._playback.is_playing() or not self._buttons.follows:
            return
        film, position = self._reel.film, self.position()
        found = [moment for each in node_ids if (moment := film.moment_of(each, position)) is not None]
        if found and not any(moment < position <= moment + 1 for moment in found):
            self.set_position(min(found) + 1)

    def play(self) -> None:
        """Let it run."""
        self._playback.play()

    def pause(self) -> None:
        """Stand still."""
        self._playback.pause()

    def toggle(self) -> None:
        """Play where it stands still, pause where it plays."""
        if self._playback.is_playing():
            self.pause()
        else:
            self.play()

    def step_forward(self) -> None:
        """Complete the step under way, or the next one."""
        self._stand_at(math.floor(self.position()) + 1)

    def step_back(self) -> None:
        """Go back to the beginning of the step under way, or of the one before."""
        self._stand_at(math.ceil(self.position()) - 1)

    def jump_to_start(self) -> None:
        """Go to where nothing has run."""
        self._stand_at(self._playback.start)

    def jump_to_end(self) -> None:
        """Go to where all is over."""
        self._stand_at(self._playback.end)

    def next_phase(self) -> None:
        """Go to where the phase under way ends."""
        ends = [phase.end for phase in self._playback.phases if phase.end > self.position()]
        self._stand_at(min(ends, default=self._playback.end))

    def previous_phase(self) -> None:
        """Go to where the phase under way, or the one before, begins."""
        starts = [phase.start for phase in self._playback.phases if phase.start < self.position()]
        self._stand_at(max(starts, default=self._playback.start))

    def _stand_at(self, position: float) -> None:
        self.pause()
        self.set_position(position)

    def _arrange(self) -> None:
        controls = QHBoxLayout()
        controls.setSpacing(6)
        controls.addWidget(self._buttons)
        controls.addStretch()
        controls.addWidget(self._choices)
        self._text.setFont(text_font(9.5))
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 6)
        layout.setSpacing(2)
        layout.addLayout(controls)
        layout.addWidget(self._timeline)
        layout.addWidget(self._text)

    def _connect(self) -> None:
        self._playback.moved.connect(self._show_position)
        self._playback.playing_changed.connect(self._buttons.set_playing)
        self._timeline.position_chosen.connect(self._stand_at)
        self._steps.moment_chosen.connect(lambda moment: self._stand_at(moment + 1))
        self._buttons.pressed.connect(self._do)
        self._buttons.loop_chosen.connect(self._set_loop)
        self._choices.speed_chosen.connect(self._set_speed)
        self._choices.pass_chosen.connect(self._choose_pass)
        self._choices.other_chosen.connect(self.comparison_changed)

    def _do(self, name: str) -> None:
        doings = {
            "start": self.jump_to_start,
            "back": self.step_back,
            "play": self.toggle,
            "forward": self.step_forward,
            "end": self.jump_to_end,
            "steps": self._list_steps,
        }
        doings[name]()

    def _list_steps(self) -> None:
        if self._steps.isVisible():
            self._steps.hide()
        else:
            self._steps.show_above(self._buttons.buttons["follow"], self._moment())

    def _moment(self) -> int:
        """Give the moment under way, or the last one done."""
        return math.ceil(self.position()) - 1

    def _set_loop(self, loop: Loop) -> None:
        self._playback.loop = loop

    def _set_speed(self, speed: float) -> None:
        self._playback.speed = speed

    def _choose_pass(self, index: int) -> None:
        self.pause()
        self.flow_changed.emit(index)

    def _show_position(self, position: float) -> None:
        self._timeline.set_position(position)
        self._tell_step()
        self._steps.mark(self._moment())
        self.position_changed.emit(position)

    def _tell_step(self) -> None:
        """Say which step it is, shortened where there is no room for all of it."""
        words = step_words(self._reel, self.position())
        metrics = self._text.fontMetrics()
        self._text.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(self._text.width(), 80)))
        self._text.setToolTip(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much of the step as there is room for."""
        super().resizeEvent(event)
        self._tell_step()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space plays and pauses, ← and → step, Home and End jump, PgUp and PgDn go by phases; others pass on."""
        slot = {
            Qt.Key.Key_Space: self.toggle,
            Qt.Key.Key_Left: self.step_back,
            Qt.Key.Key_Right: self.step_forward,
            Qt.Key.Key_Home: self.jump_to_start,
            Qt.Key.Key_End: self.jump_to_end,
            Qt.Key.Key_PageUp: self.previous_phase,
            Qt.Key.Key_PageDown: self.next_phase,
        }.get(Qt.Key(event.key()))
        if slot is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            slot()
