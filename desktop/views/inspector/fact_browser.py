"""Rich text whose marks for where lines may break do not get into what is copied."""

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QTextBrowser

from desktop.views.inspector.page_html import BREAK_MARKS


class FactBrowser(QTextBrowser):
    """A browser for pages of facts. Thread: the GUI's."""

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 # Qt's name
        """Copy the words alone: a name that is pasted into a program must be just that name."""
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText().translate(BREAK_MARKS))
        return data
