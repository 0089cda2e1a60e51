"""Time for what moves in the picture: a motion from nothing to whole, quick at first and slow at its end."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle, QWidget

_FRAME_MS = 16


def is_watched(widget: QWidget) -> bool:
    """Say whether somebody sees a widget move: it is on a screen, and the desktop's style moves things at all."""
    duration = widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget)
    return duration > 0 and widget.isVisible() and QGuiApplication.platformName() != "offscreen"


@dataclass(frozen=True)
class Pace:
    """How time passes, in seconds, and whether a widget's changes are moved or made at once."""

    now: Callable[[], float] = time.monotonic
    moves: Callable[[QWidget], bool] = is_watched


WATCHED = Pace()


class Motion(QObject):
    """Calls a function with shares from above 0 to 1 while some time passes; one at a time. Thread: the GUI's."""

    def __init__(self, parent: QObject, pace: Pace) -> None:
        super().__init__(parent)
        self._now = pace.now
        self._show: Callable[[float], None] | None = None
        self._began = 0.0
        self._seconds = 1.0
        self._timer = QTimer(self, interval=_FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.advance)

    @property
    def is_running(self) -> bool:
        """Whether a motion has not come to its end."""
        return self._show is not None

    def begin(self, seconds: float, show: Callable[[float], None]) -> None:
        """Begin a motion; one that is running is given up where it is."""
        self._show, self._seconds, self._began = show, seconds, self._now()
        self._timer.start()

    def advance(self) -> None:
        """Show how far the motion has come by now."""
        if self._show is None:
            return
        passed = min((self._now() - self._began) / self._seconds, 1.0)
        if passed >= 1.0:
            self.finish()
        else:
            self._show(1.0 - (1.0 - passed) ** 3)

    def finish(self) -> None:
        """Show the end of the motion now."""
        show = self._show
        self.stop()
        if show is not None:
            show(1.0)

    def stop(self) -> None:
        """Give up the motion where it is."""
        self._timer.stop()
        self._show = None
