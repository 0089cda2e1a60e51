"""What helps a person while they type: shapes before a run, names and parameters, mistakes, what a run will take."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.app.actions import Actions
from desktop.app.editor_session import EditorSession
from desktop.app.preview_session import PreviewSession, account
from desktop.app.processes import Processes
from desktop.app.status import StatusLine
from desktop.records.preview import Estimate
from desktop.records.run import Program
from desktop.views.editor import CodeEditor


class TypingHelp(QObject):
    """Lends one editor an engine for previews and language help once they are started. Thread: GUI.

    `program` gives the program as it stands.
    """

    def __init__(
        self,
        processes: Processes,
        editor: CodeEditor,
        program: Callable[[], Program],
        commands: Actions,
        status: StatusLine,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._processes = processes
        self._editor = editor
        self._commands = commands
        self._status = status
        self._language: EditorSession | None = None
        self._run_tip = commands.run.toolTip()
        self.previews = PreviewSession(processes.preview, editor, program, self)
        self.previews.estimate_changed.connect(self._tell_cost)
        commands.shapes.toggled.connect(self._switch)

    def start(self) -> None:
        """Start both in the background, unless they are there; previews only where they are wanted."""
        if self._language is None:
            self._language = EditorSession(self._processes.language, self._editor, self)
            self._language.told.connect(self._status.say)
            self._processes.language.start()
            self._switch(on=self._commands.shapes.isChecked())

    def _switch(self, on: bool) -> None:  # noqa: FBT001 # a slot of QAction.toggled
        if self._language is not None:
            self.previews.set_on(on=on)

    def _tell_cost(self, estimate: Estimate) -> None:
        """Say with the Run button what a run will take, as far as that is known."""
        cost = account(estimate)
        self._commands.run.setToolTip(f"{self._run_tip}\n{cost}" if cost else self._run_tip)
