"""The buttons over the graph: search, groups, saved tensors, health, direction, saving a picture."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from desktop.app.actions import Actions
from desktop.app.icons import icon
from desktop.views.theme import Theme

_SIDE = 18


class GraphTools(QWidget):
    """A row of buttons for the window's actions; there only while a graph is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups = self._button()
        self._groups.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._groups.setToolTip("Open or close modules, functions and loops")
        self._groups.setAccessibleName("Groups")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 3, 6, 3)
        self._row.setSpacing(2)
        self.hide()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in a theme's colours."""
        self._groups.setIcon(icon("groups", theme.text, theme.line))
        self._groups.setStyleSheet("QToolButton::menu-indicator { image: none; }")

    def hold(self, actions: Actions) -> None:
        """Give each action its button."""
        menu = QMenu(self._groups)
        menu.addActions([actions.open_groups, actions.close_groups])
        self._groups.setMenu(menu)
        self._add(actions.find)
        self._row.addWidget(self._groups)
        for action in (actions.saved_tensors, actions.health, actions.gradients_down, actions.save_picture):
            self._add(action)

    def offer_groups(self, *, offered: bool) -> None:
        """Show the button of the groups where there are some."""
        self._groups.setVisible(offered)

    def _add(self, action: QAction) -> None:
        button = self._button()
        button.setDefaultAction(action)
        self._row.addWidget(button)

    @staticmethod
    def _button() -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIconSize(QSize(_SIDE, _SIDE))
        return button
