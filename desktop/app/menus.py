"""The menu bar: which action stands in which menu."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from desktop.app.actions import Actions


class Menus(QMenuBar):
    """File, Edit, Run, Graph, View, Help."""

    recent_chosen = Signal(Path)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._recent = QMenu("Open &Recent", self)
        self._recent.setToolTipsVisible(True)
        self._fill_file()
        self._fill_edit()
        self._fill_run()
        self._fill_graph()
        self._fill_view()
        self.addMenu("&Help").addActions([actions.shortcuts, actions.about])

    def show_recent(self, paths: tuple[Path, ...]) -> None:
        """List the recent files, the latest first."""
        self._recent.clear()
        self._recent.setEnabled(bool(paths))
        for number, path in enumerate(paths, start=1):
            action = self._recent.addAction(f"&{number % 10}  {path.name}")
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, chosen=path: self.recent_chosen.emit(chosen))

    def _fill_file(self) -> None:
        menu = self.addMenu("&File")
        menu.addActions([self._actions.new, self._actions.open])
        menu.addMenu(self._recent)
        menu.addSeparator()
        menu.addActions([self._actions.save, self._actions.save_as])
        menu.addSeparator()
        menu.addAction(self._actions.quit)

    def _fill_edit(self) -> None:
        menu = self.addMenu("&Edit")
        menu.addActions([self._actions.undo, self._actions.redo])
        menu.addSeparator()
        menu.addActions([self._actions.cut, self._actions.copy, self._actions.paste])
        menu.addSeparator()
        menu.addAction(self._actions.insert_model)

    def _fill_run(self) -> None:
        menu = self.addMenu("&Run")
        menu.addActions([self._actions.run, self._actions.stop])
        menu.addSeparator()
        menu.addAction(self._actions.forget_consents)

    def _fill_graph(self) -> None:
        menu, actions = self.addMenu("&Graph"), self._actions
        menu.addActions([actions.find, actions.health])
        menu.addSeparator()
        menu.addActions([actions.fit, actions.zoom_to_selection, actions.zoom_in, actions.zoom_out])
        menu.addActions([actions.view_back, actions.view_forward])
        menu.addSeparator()
        menu.addActions([actions.open_groups, actions.close_groups])
        menu.addSeparator()
        menu.addActions([actions.saved_tensors, actions.gradients_down, actions.legend, actions.minimap])
        menu.addSeparator()
        menu.addActions([actions.copy_picture, actions.save_picture])

    def _fill_view(self) -> None:
        menu = self.addMenu("&View")
        menu.addActions([self._actions.lessons_page, self._actions.program_page, self._actions.training_page])
        menu.addSeparator()
        menu.addActions([self._actions.palette, self._actions.inspector, self._actions.shapes])
        menu.addSeparator()
        menu.addActions([self._actions.next_pane, self._actions.previous_pane])
        menu.addSeparator()
        menu.addMenu("&Colours").addActions(self._actions.themes.actions())
