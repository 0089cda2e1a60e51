"""A person's session: the application, its window, until it is closed."""

from pathlib import Path

from desktop.app.application import application
from desktop.app.interrupts import Interrupts
from desktop.app.processes import Processes
from desktop.app.settings import own_data, own_settings
from desktop.app.window import MainWindow


def open_window(path: Path | None) -> int:
    """Open the window, on a program if one is named, and give the exit status when it is closed."""
    app = application()
    processes = Processes()
    window = MainWindow(own_settings(), processes, own_data())
    Interrupts(window.close, window)
    window.show()
    if path is not None:
        window.open(path)
    window.start_processes()
    window.recovery.offer()
    try:
        return app.exec()
    finally:
        processes.close()
