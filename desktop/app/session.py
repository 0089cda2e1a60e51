"""A person's session: the application, its window, until it is closed."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from desktop.app.application import application
from desktop.app.interrupts import Interrupts
from desktop.app.processes import Processes
from desktop.app.settings import own_data, own_settings
from desktop.app.start_session import StartSession
from desktop.app.window import MainWindow

_FRAME = QSize(16, 48)
"""In pixels: what a desktop may draw around a window; it is known only once the window is shown."""


def open_window(path: Path | None) -> int:
    """Open the window and give the exit status when it is closed; lost texts are offered over whatever page is shown.

    A program that is named is opened; without one a person begins where they chose to, at first with the lessons.
    """
    app = application()
    processes = Processes()
    settings = own_settings()
    window = MainWindow(settings, processes, own_data())
    start = StartSession(window.gallery.column, window.files, settings, window)
    Interrupts(window.close, window)
    if path is None:
        start.begin(lambda: window.show_page(window.gallery))
    fit_screen(window)
    window.show()
    if path is not None:
        window.open(path)
    window.start_processes()
    window.recovery.offer()
    try:
        return app.exec()
    finally:
        processes.close()


def fit_screen(window: QWidget) -> None:
    """Make a window that is not shown yet no larger than its screen, its frame included. Thread: GUI."""
    if not window.isMaximized() and not window.isFullScreen():
        window.resize(window.size().boundedTo(window.screen().availableSize() - _FRAME))
