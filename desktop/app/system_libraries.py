"""What Qt needs of the system, and the one line to type where something is missing."""

import ctypes

from desktop.app.display import uses_wayland, uses_x11

_ANY_WINDOW = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
_WAYLAND = {"libwayland-cursor.so.0": "libwayland-cursor0"}


def missing_packages() -> tuple[str, ...]:
    """Name the Debian packages whose libraries the window would need here and does not find. For Linux."""
    needed = _ANY_WINDOW | (_WAYLAND if uses_wayland() else {}) | (_X11 if uses_x11() else {})
    return tuple(package for library, package in needed.items() if not _loads(library))


def paragraph(packages: tuple[str, ...]) -> str:
    """Say what is missing and what to type."""
    return (
        "The window cannot open: Qt misses libraries of the system. On Debian or Ubuntu type:"
        f" sudo apt install {' '.join(packages)}"
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
