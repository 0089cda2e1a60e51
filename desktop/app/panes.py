"""From pane to pane by the keyboard: in an editor Tab belongs to the text, so another key has to lead out of it."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from desktop.app.actions import Actions
from desktop.app.program_page import ProgramPage


class Panes(QObject):
    """Gives the keyboard to the next pane of the program's page that can be seen, or the one before. Thread: GUI."""

    def __init__(self, actions: Actions, page: ProgramPage, parent: QObject) -> None:
        super().__init__(parent)
        self._panes: tuple[QWidget, ...] = (
            page.lesson,
            page.palette_list,
            page.editor,
            page.consent,
            page.tabs,
            page.graph,
            page.player,
            page.details,
        )
        actions.next_pane.triggered.connect(lambda: self._go(1))
        actions.previous_pane.triggered.connect(lambda: self._go(-1))

    def _go(self, by: int) -> None:
        """Go round until a pane takes the keyboard; from elsewhere, to the first or the last."""
        panes = [pane for pane in self._panes if pane.isVisible()]
        at = next((place for place, pane in enumerate(panes) if _has_keyboard(pane)), -1 if by > 0 else 0)
        for step in range(1, len(panes) + 1):
            if _take_keyboard(panes[(at + by * step) % len(panes)]):
                return


def _has_keyboard(pane: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (pane is focused or pane.isAncestorOf(focused))


def _take_keyboard(pane: QWidget) -> bool:
    """Give the keyboard to a pane, or to the first in it that takes it; of tabs, to the one in front."""
    inside = pane.currentWidget() if isinstance(pane, QTabWidget) else pane
    for widget in (inside, *inside.findChildren(QWidget)):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return _has_keyboard(pane)
    return False
