"""Qt's messages while pictures are taken, without the one that its offscreen platform says of every window."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

# WORKAROUND: the offscreen platform warns, without a category that could be switched off, that it has no window
# manager to tell sizes to (qtbase/src/gui/kernel/qplatformwindow.cpp, propagateSizeHints).
_MEANINGLESS = "This plugin does not support propagateSizeHints()"


@contextmanager
def without_size_hints() -> Iterator[None]:
    """Leave that message out; all others go to standard error."""
    before = qInstallMessageHandler(_say)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _say(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if message != _MEANINGLESS:
        sys.stderr.write(f"{message}\n")
