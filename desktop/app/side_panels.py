"""The lists at the program page's sides: shown and hidden by their actions, and gone where there is no room."""

from PySide6.QtCore import QByteArray, QEvent, QObject
from PySide6.QtGui import QAction

from desktop.app.actions import Actions
from desktop.app.program_page import ProgramPage

_PALETTE_NEEDS, _DETAILS_NEED = 1600, 1340
"""In pixels, of the page beside an open lesson: below, the editor and the graph need the room."""
_PALETTE_NEEDS_ALONE = 1100
"""In pixels, of the page without a lesson: below, no line of a program could be read beside the list."""


class SidePanels(QObject):
    """Hides a panel while there is no room for it, and shows it again; what a person does wins. Thread: GUI.

    As long as something is hidden beside a lesson the page's width is parted anew whenever it changes, until a person
    moves a handle. Call `give_back` before the window is kept: then it is kept as the person left it.
    """

    def __init__(self, actions: Actions, page: ProgramPage, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._panels = (
            _Panel(actions.palette, _PALETTE_NEEDS, _PALETTE_NEEDS_ALONE),
            _Panel(actions.inspector, _DETAILS_NEED, 0),
        )
        self._before: QByteArray | None = None
        self._is_parted_by_hand = False
        actions.palette.toggled.connect(page.palette_list.setVisible)
        actions.inspector.toggled.connect(page.details.setVisible)
        page.detail_shown.connect(lambda: actions.inspector.setChecked(True))
        page.splitterMoved.connect(self._on_moved)
        page.installEventFilter(self)
        page.lesson.installEventFilter(self)

    def give_back(self) -> None:
        """Show what was hidden here, and part the page as it was parted before."""
        for panel in self._panels:
            panel.fit(is_cramped=False)
        self._part_as_before()

    def _judge(self) -> None:
        """Let each panel stand or go, as the page's width and the lesson ask for."""
        width, has_lesson = self._page.width(), not self._page.lesson.isHidden()
        cramped = [panel.is_cramped(width, has_lesson=has_lesson) for panel in self._panels]
        parts = has_lesson and any(cramped)
        if parts and self._before is None:
            self._before = self._page.state()
            self._is_parted_by_hand = False
        for panel, is_cramped in zip(self._panels, cramped, strict=True):
            panel.fit(is_cramped=is_cramped)
        if not parts:
            self._part_as_before()
        elif not self._is_parted_by_hand:
            self._page.share_with_lesson()

    def _part_as_before(self) -> None:
        if self._before is not None:
            self._page.set_state(self._before)
            self._before = None

    def _on_moved(self) -> None:
        self._is_parted_by_hand = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again when the page is resized, and when the lesson comes or goes."""
        kinds = {QEvent.Type.Resize} if watched is self._page else {QEvent.Type.ShowToParent, QEvent.Type.HideToParent}
        if event.type() in kinds:
            self._judge()
        return super().eventFilter(watched, event)


class _Panel:
    """One panel's action, the width that it needs beside a lesson and without one, whether it was hidden for want."""

    def __init__(self, action: QAction, needs_beside_lesson: int, needs: int) -> None:
        self._needs_beside_lesson = needs_beside_lesson
        self._needs = needs
        self._action = action
        self._is_cramped = False
        self._is_hidden = False
        self._is_fitting = False
        action.toggled.connect(self._on_toggled)

    def is_cramped(self, width: int, *, has_lesson: bool) -> bool:
        """Say whether a page so wide leaves no room for it."""
        return width < (self._needs_beside_lesson if has_lesson else self._needs)

    def fit(self, *, is_cramped: bool) -> None:
        """Hide the panel or show it again, once for each time that the room comes or goes."""
        if is_cramped == self._is_cramped:
            return
        self._is_cramped = is_cramped
        if is_cramped:
            self._is_hidden = self._action.isChecked()
        if self._is_hidden:
            self._is_fitting = True
            self._action.setChecked(not is_cramped)
            self._is_fitting = False

    def _on_toggled(self) -> None:
        """Leave the panel as a person, or what they asked to see, left it."""
        if not self._is_fitting:
            self._is_hidden = False
