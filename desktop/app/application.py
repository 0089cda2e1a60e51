"""The QApplication of the window: style, fonts, names."""

import sys
from functools import cache

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from desktop.views.theme import text_font


@cache
def application() -> QApplication:
    """Give the one application, set up; making it needs the environment that `launch` prepares.

    A style that is set anew gives widgets under a style sheet the palettes back that they had before: it is set once.
    """
    QCoreApplication.setApplicationName("Chainrule")
    QCoreApplication.setOrganizationName("chainrule")
    existing = QApplication.instance()
    result = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    result.setStyle("Fusion")
    result.setFont(text_font())
    return result
