"""What the Edit menu does to the program's text: each action, connected with the editor."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.app.actions import Actions
from desktop.app.program_page import ProgramPage
from desktop.views.model_form import ModelForm
from desktop.views.theme import Theme


class EditCommands(QObject):
    """Connects actions with the editor. Thread: GUI."""

    def __init__(self, actions: Actions, page: ProgramPage, theme: Callable[[], Theme], window: QWidget) -> None:
        """Ask for a model in what `theme` gives at that moment."""
        super().__init__(window)
        self._editor = editor = page.editor
        self._theme = theme
        self._window = window
        edits = {
            actions.undo: editor.undo,
            actions.redo: editor.redo,
            actions.cut: editor.cut,
            actions.copy: editor.copy,
            actions.paste: editor.paste,
        }
        for action, edit in edits.items():
            editor.addAction(action)
            action.triggered.connect(edit)
        actions.insert_model.triggered.connect(self._ask_model)
        page.palette_list.template_chosen.connect(editor.insert_assignment)

    def _ask_model(self) -> None:
        form = ModelForm(self._theme(), self._window)
        form.accepted.connect(lambda: self._editor.insert_block(form.class_text()))
        form.finished.connect(form.deleteLater)
        form.open()
