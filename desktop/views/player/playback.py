"""Time in a film: a position that moves on by itself while it plays."""

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    from desktop.views.film import Phase

SECONDS_A_STEP = 0.6
LONGEST_PHASE_SECONDS = 20.0
_FRAME_MS = 16


class Loop(Enum):
    """What begins anew once it is over."""

    NOTHING = "nothing"
    FILM = "film"
    PHASE = "phase"


class Playback(QObject):
    """Moves through the phases, at speed 1 in 0.6 s a step and never longer than 20 s for one phase."""

    moved = Signal(float)
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.position = 0.0
        self.phases: tuple[Phase, ...] = ()
        self.speed = 1.0
        self.loop = Loop.NOTHING
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def start(self) -> float:
        """Where the film begins."""
        return float(self.phases[0].start) if self.phases else 0.0

    @property
    def end(self) -> float:
        """Where the film ends."""
        return float(self.phases[-1].end) if self.phases else 0.0

    def is_playing(self) -> bool:
        """Say whether the position moves by itself."""
        return self._timer.isActive()

    def play(self) -> None:
        """Start moving, from the beginning of what is looped, or of all, if the end is reached."""
        if not self.phases or self.is_playing():
            return
        if self.position >= self.end:
            self.move_to(float(self.phases[-1].start) if self.loop is Loop.PHASE else self.start)
        self._clock.start()
        self._timer.start()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stand still."""
        if self.is_playing():
            self._timer.stop()
            self.playing_changed.emit(False)

    def move_to(self, position: float) -> None:
        """Go to a position, kept within the film."""
        position = min(max(position, self.start), self.end)
        if position != self.position:
            self.position = position
            self.moved.emit(position)

    def advance(self, seconds: float) -> None:
        """Move on by some time; at the end begin anew what loops, else stand still."""
        position, left = self.position, seconds * self.speed
        for phase in self.phases:
            if position >= phase.end:
                continue
            pace = min(SECONDS_A_STEP, LONGEST_PHASE_SECONDS / (phase.end - phase.start))
            if position + left / pace < phase.end:
                self.move_to(position + left / pace)
                return
            if self.loop is Loop.PHASE:
                self.move_to(phase.start)
                return
            position, left = float(phase.end), left - (phase.end - position) * pace
        self._come_to_end()

    def _come_to_end(self) -> None:
        if self.loop is Loop.FILM:
            self.move_to(self.start)
        else:
            self.move_to(self.end)
            self.pause()

    def _tick(self) -> None:
        self.advance(self._clock.restart() / 1000.0)
