"""One iteration of a training, opened as a program of its own: it runs, and its film plays to the update."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt

from desktop.app.document import Document
from desktop.app.file_session import FileSession
from desktop.app.graph_session import GraphSession
from desktop.app.program_page import ProgramPage


class IterationSession(QObject):
    """Puts an iteration's program into the editor, once what is unsaved is settled. Thread: GUI.

    `run` brings the program's page to the front and runs what stands in the editor.
    """

    def __init__(
        self,
        page: ProgramPage,
        graphs: GraphSession,
        document: Document,
        files: FileSession,
        run: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._graphs = graphs
        self._document = document
        self._files = files
        self._run = run

    def open(self, text: str) -> None:
        """Run an iteration's program and play it from its forward pass to its update."""
        self._files.settle(lambda: self._start(text))

    def _start(self, text: str) -> None:
        self._document.start_new()
        self._page.editor.setPlainText(text)
        self._graphs.graph_shown.connect(self._play, Qt.ConnectionType.SingleShotConnection)
        self._run()

    def _play(self) -> None:
        drawn = self._graphs.drawn
        if drawn is not None and drawn.light is not None:
            self._page.player.set_position(drawn.light.film.start)
            self._page.player.play()
