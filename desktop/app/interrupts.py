"""Ctrl+C in the terminal that started the window closes it like its own button: unsaved text is asked about."""

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


class Interrupts(QObject):
    """Calls `react` in the GUI thread when the process is asked to end.

    Python runs its signal handlers between its own instructions, and there are none while Qt waits; the wake-up
    socket that Python writes to ends that wait.
    """

    def __init__(self, react: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._ours, self._pythons = socket.socketpair()
        self._pythons.setblocking(False)
        signal.set_wakeup_fd(self._pythons.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(lambda: self._ours.recv(1))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: react())
