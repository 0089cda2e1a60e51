"""Time in a flow: a position that moves on by itself while it plays."""

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

SECONDS_A_STEP = 0.6
LONGEST_FLOW_SECONDS = 20.0
_FRAME_MS = 16


class Playback(QObject):
    """Moves from 0 to the number of steps, at speed 1 in 0.6 s a step and never longer than 20 s for all."""

    moved = Signal(float)
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.position = 0.0
        self.steps = 0
        self.speed = 1.0
        self.loops = False
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._tick)

    def is_playing(self) -> bool:
        """Say whether the position moves by itself."""
        return self._timer.isActive()

    def play(self) -> None:
        """Start moving, from the beginning if the end is reached."""
        if not self.steps or self.is_playing():
            return
        if self.position >= self.steps:
            self.move_to(0.0)
        self._clock.start()
        self._timer.start()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stand still."""
        if self.is_playing():
            self._timer.stop()
            self.playing_changed.emit(False)

    def move_to(self, position: float) -> None:
        """Go to a position, kept between 0 and the number of steps."""
        position = min(max(position, 0.0), float(self.steps))
        if position != self.position:
            self.position = position
            self.moved.emit(position)

    def advance(self, seconds: float) -> None:
        """Move on by some time; at the end begin anew where it loops, else stand still."""
        position = self.position + seconds * self.speed / min(SECONDS_A_STEP, LONGEST_FLOW_SECONDS / self.steps)
        if position < self.steps:
            self.move_to(position)
        elif self.loops:
            self.move_to(0.0)
        else:
            self.move_to(float(self.steps))
            self.pause()

    def _tick(self) -> None:
        self.advance(self._clock.restart() / 1000.0)
