"""The lists at the program page's sides: shown and hidden by their actions, and out of the way of an open lesson."""

from PySide6.QtCore import QByteArray, QEvent, QObject
from PySide6.QtGui import QAction

from desktop.app.actions import Actions
from desktop.app.program_page import ProgramPage

_PALETTE_NEEDS, _DETAILS_NEED = 1600, 1340
"""In pixels, of the page beside an open lesson: below, the editor and the graph need the room."""


class SidePanels(QObject):
    """Hides a panel while a lesson leaves no room for it, and shows it again; what a person does wins. Thread: GUI.

    Call `give_back` before the window is kept: then it is kept as the person chose it.
    """

    def __init__(self, actions: Actions, page: ProgramPage, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._panels = (_Panel(actions.palette, _PALETTE_NEEDS), _Panel(actions.inspector, _DETAILS_NEED))
        self._before: QByteArray | None = None
        actions.palette.toggled.connect(page.palette_list.setVisible)
        actions.inspector.toggled.connect(page.details.setVisible)
        page.detail_shown.connect(lambda: actions.inspector.setChecked(True))
        page.installEventFilter(self)
        page.lesson.installEventFilter(self)

    def give_back(self) -> None:
        """Show what was hidden here, and part the page as it was parted before."""
        self._make_room(None)

    def _judge(self) -> None:
        self._make_room(None if self._page.lesson.isHidden() else self._page.width())

    def _make_room(self, width: int | None) -> None:
        """Let each panel stand or go, as a page of a width with a lesson asks for; None: there is room for all."""
        is_first = self._before is None
        before = self._page.state()
        changed = [panel.fit(width) for panel in self._panels]
        if not any(panel.is_cramped for panel in self._panels):
            if self._before is not None:
                self._page.set_state(self._before)
                self._before = None
        elif any(changed):
            self._before = before if is_first else self._before
            self._page.share_with_lesson()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again when the page is resized, and when the lesson comes or goes."""
        kinds = {QEvent.Type.Resize} if watched is self._page else {QEvent.Type.ShowToParent, QEvent.Type.HideToParent}
        if event.type() in kinds:
            self._judge()
        return super().eventFilter(watched, event)


class _Panel:
    """One panel's action, the width that the panel needs, and whether it was hidden for want of it."""

    def __init__(self, action: QAction, needs: int) -> None:
        self.is_cramped = False
        self._action = action
        self._needs = needs
        self._is_hidden = False
        self._is_fitting = False
        action.toggled.connect(self._on_toggled)

    def fit(self, width: int | None) -> bool:
        """Hide the panel or show it again, once for each time that the room comes or goes; say whether it did."""
        is_cramped = width is not None and width < self._needs
        if is_cramped == self.is_cramped:
            return False
        self.is_cramped = is_cramped
        if is_cramped:
            self._is_hidden = self._action.isChecked()
        if self._is_hidden:
            self._is_fitting = True
            self._action.setChecked(not is_cramped)
            self._is_fitting = False
        return True

    def _on_toggled(self) -> None:
        """Leave the panel as a person, or what they asked to see, left it."""
        if not self._is_fitting:
            self._is_hidden = False
