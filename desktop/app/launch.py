"""Opens the window, or, where there is no display, plays the same session to pictures. Imports Qt only once it may."""

import os
import sys
from pathlib import Path

from desktop.app.display import has_display, uses_x11, x_server_answers
from desktop.app.scene_names import SCENES
from desktop.app.system_libraries import missing_packages, paragraph
from desktop.records.files import UsageError

PICTURES = Path("chainrule-pictures")


def start(path: Path | None) -> int:
    """Open the window, on a program if one is named; give the exit status once it is closed.

    Without a display the session runs offscreen, writes its pictures to ./chainrule-pictures and says so. Raise
    UsageError where the system lacks what a window needs.
    """
    offscreen = not has_display()
    prepare(offscreen=offscreen)
    if offscreen:
        return _play_offscreen(path)
    from desktop.app.session import open_window  # noqa: PLC0415 # Qt is imported only where it can be

    return open_window(path)


def prepare(*, offscreen: bool) -> None:
    """Set what Qt and pyqtgraph read when they start; raise UsageError where the system lacks what they need."""
    os.environ["QT_API"] = "pyside6"
    os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"
    if offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ["QT_SCALE_FACTOR"] = "1"
    if sys.platform == "linux":
        _check_system()


def _check_system() -> None:
    if packages := missing_packages():
        raise UsageError(paragraph(packages))
    if uses_x11() and not x_server_answers():
        name = os.environ.get("DISPLAY", "")
        raise UsageError(
            f"The window cannot open: no X server answers on the display {name!r}. Start one, name another in DISPLAY,"
            " or unset it; without a display the session is played to pictures."
        )


def _play_offscreen(path: Path | None) -> int:
    from desktop.app.scenes import picture_program, picture_scenes  # noqa: PLC0415 # Qt is imported only where it can be

    if path is None:
        picture_scenes(PICTURES, SCENES)
    else:
        picture_program(PICTURES, path)
    sys.stderr.write(f"There is no display, so the window's pictures are in {PICTURES.absolute()}.\n")
    return 0
