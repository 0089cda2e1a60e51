"""Whether a window could be seen here, and by which of Linux's two ways."""

import ctypes
import os
import sys


def has_display() -> bool:
    """Say whether there is a display, or a platform was chosen by hand. Elsewhere than on Linux there always is."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


def uses_x11() -> bool:
    """Say whether Qt would open the window on an X server."""
    return _platform().startswith("xcb") if _platform() else _is_set("DISPLAY") and not _is_set("WAYLAND_DISPLAY")


def uses_wayland() -> bool:
    """Say whether Qt would open the window on a Wayland compositor."""
    return _platform().startswith("wayland") if _platform() else _is_set("WAYLAND_DISPLAY")


def x_server_answers() -> bool:
    """Say whether the X server that DISPLAY names takes a connection; Qt ends the process where none does."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        # Qt brings what it needs, or says what is missing; there is nothing to ask with.
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    answers = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return bool(answers)


def _platform() -> str:
    return os.environ.get("QT_QPA_PLATFORM", "")


def _is_set(name: str) -> bool:
    return bool(os.environ.get(name))
