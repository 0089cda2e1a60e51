"""The flow player: play, pause, step, scrub a recorded backward pass, at the speed a person likes."""

import math
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Graph
from desktop.views.graph.gradient_scale import is_broken
from desktop.views.node_title import node_title
from desktop.views.player.icons import icon_size, player_icon
from desktop.views.player.playback import Playback
from desktop.views.player.timeline import Timeline
from desktop.views.tensor_text import number_text
from desktop.views.theme import Theme, text_font

_SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
_SPEED_TIP = "Speed: at 1× a step takes 0.6 s, and the whole flow at most 20 s"
_TIPS = {
    "start": "Back to the beginning (Home)",
    "back": "One step back (←)",
    "forward": "One step forward (→)",
    "end": "To the end (End)",
    "loop": "Begin anew at the end",
}
_NO_FLOW = "Nothing to play yet: call backward() and run"


class FlowPlayer(QWidget):
    """Plays one of several flows. A position p is p whole steps done and a share of the next. Thread: the GUI's."""

    position_changed = Signal(float)
    flow_changed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flows: tuple[Flow, ...] = ()
        self._names: dict[str, str] = {}
        self._playback = Playback(self)
        self._timeline = Timeline(theme)
        self._text = QLabel()
        self._passes = QComboBox()
        self._speed = QComboBox()
        self._buttons = {
            "start": self._button(self.jump_to_start),
            "back": self._button(self.step_back),
            "play": self._button(self.toggle),
            "forward": self._button(self.step_forward),
            "end": self._button(self.jump_to_end),
            "loop": self._button(self._set_loops),
        }
        self._tips: dict[QWidget, str] = {self._buttons[name]: tip for name, tip in _TIPS.items()}
        self._tips |= {self._timeline: "Drag to any step", self._speed: _SPEED_TIP}
        self._buttons["loop"].setCheckable(True)
        self._fill_choices()
        self._arrange()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Flow player")
        self.set_theme(theme)
        self.set_flows((), None, {})

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._timeline.set_theme(theme)
        for name, button in self._buttons.items():
            button.setIcon(player_icon(name, theme))
        self._show_playing(self._playback.is_playing())

    def set_flows(
        self, flows: tuple[Flow, ...], graph: Graph | None, names: dict[str, str], chosen: Flow | None = None
    ) -> None:
        """Offer some flows and choose one, or else the last.

        `names` say what nodes are called, else the graph's nodes do.
        """
        self._flows = flows
        self._names = {node.id: node_title(node) for node in (graph.nodes if graph is not None else ())} | names
        self._passes.blockSignals(True)
        self._passes.clear()
        for flow in flows:
            self._passes.addItem(f"pass {flow.number:,}")
        index = next((at for at, flow in enumerate(flows) if flow is chosen), len(flows) - 1)
        self._passes.setCurrentIndex(index)
        self._passes.blockSignals(False)
        self._passes.setVisible(len(flows) > 1)
        self._show_flow()

    def select_flow(self, index: int) -> None:
        """Choose the flow at an index of those offered."""
        self._passes.setCurrentIndex(index)

    def flow(self) -> Flow | None:
        """Give the flow that is chosen."""
        index = max(self._passes.currentIndex(), 0)
        return self._flows[index] if index < len(self._flows) else None

    def position(self) -> float:
        """Say where in the flow we are, from 0 to its number of steps."""
        return self._playback.position

    def set_position(self, position: float) -> None:
        """Go to a position."""
        self._playback.move_to(position)

    def play(self) -> None:
        """Let the gradients flow."""
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
        """Go to where nothing has flowed."""
        self._stand_at(0)

    def jump_to_end(self) -> None:
        """Go to where everything has flowed."""
        self._stand_at(self._playback.steps)

    def _stand_at(self, position: float) -> None:
        self.pause()
        self.set_position(position)

    def _set_loops(self) -> None:
        self._playback.loops = self._buttons["loop"].isChecked()

    def _button(self, slot: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setIconSize(icon_size())
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(slot)
        return button

    def _fill_choices(self) -> None:
        for speed in _SPEEDS:
            self._speed.addItem(f"{speed:g}×", speed)
        self._speed.setCurrentIndex(_SPEEDS.index(1.0))
        self._passes.setToolTip("Which backward pass to play")
        self._passes.setAccessibleName("Which backward pass to play")
        for choice in (self._speed, self._passes):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            choice.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def _arrange(self) -> None:
        controls = QHBoxLayout()
        controls.setSpacing(2)
        for name in ("start", "back", "play", "forward", "end"):
            controls.addWidget(self._buttons[name])
        controls.addSpacing(6)
        controls.addWidget(self._timeline, 1)
        below = QHBoxLayout()
        below.setSpacing(4)
        self._text.setFont(text_font(9.5))
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        below.addWidget(self._text, 1)
        for part in (self._passes, self._buttons["loop"], self._speed):
            below.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 6)
        layout.setSpacing(2)
        layout.addLayout(controls)
        layout.addLayout(below)

    def _connect(self) -> None:
        self._playback.moved.connect(self._show_position)
        self._playback.playing_changed.connect(self._show_playing)
        self._timeline.position_chosen.connect(self._scrub)
        self._passes.currentIndexChanged.connect(self._choose_flow)
        self._speed.currentIndexChanged.connect(self._set_speed)

    def _scrub(self, position: float) -> None:
        self.pause()
        self.set_position(position)

    def _set_speed(self) -> None:
        self._playback.speed = float(self._speed.currentData())

    def _choose_flow(self, index: int) -> None:
        self._show_flow()
        self.flow_changed.emit(index)

    def _show_flow(self) -> None:
        flow = self.flow()
        self.pause()
        self._playback.steps = len(flow.steps) if flow is not None else 0
        self._playback.position = 0.0
        self._timeline.set_flow(flow)
        for part in (*self._buttons.values(), self._timeline, self._speed):
            part.setEnabled(bool(self._playback.steps))
        self._tell_tips()
        self._show_position(0.0)

    def _show_position(self, position: float) -> None:
        self._timeline.set_position(position)
        self._tell_step()
        self.position_changed.emit(position)

    def _tell_step(self) -> None:
        """Say which step it is, shortened where there is no room for all of it."""
        words = self._step_text(self.position())
        metrics = self._text.fontMetrics()
        self._text.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(self._text.width(), 80)))
        self._text.setToolTip(words)

    def _show_playing(self, playing: bool) -> None:  # noqa: FBT001 (a signal's slot takes its value by place)
        button = self._buttons["play"]
        button.setIcon(player_icon("pause" if playing else "play", self._theme))
        self._tell_tips()

    def _tell_tips(self) -> None:
        """Say on every control what it does, or, while none can do anything, why not."""
        tips = self._tips | {self._buttons["play"]: "Pause (Space)" if self._playback.is_playing() else "Play (Space)"}
        for part, tip in tips.items():
            part.setToolTip(tip if self._playback.steps else _NO_FLOW)
            part.setAccessibleName(tip)

    def _step_text(self, position: float) -> str:
        flow = self.flow()
        if flow is None or not flow.steps:
            return _NO_FLOW
        number = math.ceil(position)
        if number == 0:
            return f"{len(flow.steps):,} steps. Press Space to watch the gradients flow."
        step = flow.steps[number - 1]
        return (
            f"step {number} of {len(flow.steps)} · {self._names.get(step.node, step.node)} · |g| = {_norm_text(step)}"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much of the step as there is room for."""
        super().resizeEvent(event)
        self._tell_step()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space plays and pauses, ← and → step, Home and End jump; other keys pass on."""
        slot = {
            Qt.Key.Key_Space: self.toggle,
            Qt.Key.Key_Left: self.step_back,
            Qt.Key.Key_Right: self.step_forward,
            Qt.Key.Key_Home: self.jump_to_start,
            Qt.Key.Key_End: self.jump_to_end,
        }.get(Qt.Key(event.key()))
        if slot is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            slot()


def _norm_text(step: FlowStep) -> str:
    there = [tensor for tensor in step.incoming if tensor is not None]
    if not there:
        return "–"
    if any(is_broken(tensor) for tensor in there):
        return "not finite"
    return number_text(math.hypot(*(float(tensor.norm or 0.0) for tensor in there)))
