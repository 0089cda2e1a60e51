"""Saving pictures of the graph: asked for in a form, written in a thread, said where it went or why it did not."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.app.background import Background
from desktop.app.graph_drawer import DrawnGraph
from desktop.app.graph_session import GraphSession
from desktop.app.notice import Notice
from desktop.app.picture_form import PictureForm, PictureWish
from desktop.app.program_page import ProgramPage
from desktop.app.settings import Settings
from desktop.app.status import StatusLine
from desktop.export.animation import MOVING, moving
from desktop.export.forms import FORMS, pdf, svg
from desktop.export.strip import Strip
from desktop.export.view import View
from desktop.records.files import UsageError, write_atomically
from desktop.records.graph import Graph
from desktop.views.theme import THEMES, Theme

_SAVING = "Saving the picture"


class PictureSession(QObject):
    """Asks for one picture at a time and writes it. Thread: GUI; the drawing is done in one of its own."""

    def __init__(
        self,
        page: ProgramPage,
        session: GraphSession,
        settings: Settings,
        status: StatusLine,
        notice: Notice,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._page = page
        self._session = session
        self._settings = settings
        self._status = status
        self._notice = notice
        self._window = window
        self._background = Background(self)
        self._last = ".svg"

    def ask(self, theme: Theme) -> None:
        """Ask which picture of what is drawn is wanted, and where it goes; `theme` is the window's."""
        drawn = self._session.drawn
        if drawn is None:
            return
        form = PictureForm(theme.name, has_flow=drawn.light is not None, last=self._last, parent=self._window)
        form.accepted.connect(lambda: self._ask_where(form.wish(), drawn))
        form.finished.connect(form.deleteLater)
        form.open()

    def save(self, wish: PictureWish, drawn: DrawnGraph, path: Path) -> None:
        """Write a picture of what is drawn to a file, soon."""
        self._last = wish.form
        position = self._page.player.position()
        view = View.whole(drawn.picture, THEMES[wish.theme], drawn.light, position)
        if wish.seen:
            view = View(drawn.picture, THEMES[wish.theme], self._page.graph.sight(), drawn.light, position)
        self._status.begin(_SAVING)
        self._background.begin(partial(_written, wish, drawn, view, path), partial(self._tell, path))

    def close(self) -> None:
        """Write nothing more."""
        self._background.close()

    def _ask_where(self, wish: PictureWish, drawn: DrawnGraph) -> None:
        folder = self._settings.last_folder
        dialog = QFileDialog(self._window, "Save picture", str(folder), f"Picture (*{wish.suffix})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(wish.suffix)
        dialog.selectFile(f"graph{wish.suffix}")
        dialog.fileSelected.connect(lambda name: self.save(wish, drawn, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell(self, path: Path, problem: str) -> None:
        self._status.end(_SAVING)
        if problem:
            self._notice.say(problem)
        else:
            self._status.say(f"Saved {path}")


def _written(wish: PictureWish, drawn: DrawnGraph, view: View, path: Path) -> str:
    """Draw and write a picture; give "" or a paragraph on why it could not be. Thread: any."""
    try:
        write_atomically(path, _bytes(wish, drawn, view))
    except UsageError as error:
        return str(error)
    return ""


def _bytes(wish: PictureWish, drawn: DrawnGraph, view: View) -> bytes:
    if wish.is_document:
        return _document(drawn.folded.drawing.graph, wish.suffix)
    if not wish.is_flow or drawn.light is None:
        return FORMS[wish.suffix](view, wish.ratio)
    flow = drawn.light.flow
    if wish.suffix in MOVING:
        return moving(drawn.picture, flow, wish.suffix, view.theme, _nobody)
    return (svg if wish.suffix == ".svg" else pdf)(Strip(drawn.picture, flow, view.theme))


def _document(graph: Graph, suffix: str) -> bytes:
    """Write a graph as text in a process of its own: networkx, which GraphML needs, has no place in the window's."""
    command = [sys.executable, "-P", "-m", "desktop.export", suffix, "light", "1"]
    done = subprocess.run(command, input=msgspec.msgpack.encode(graph), capture_output=True, check=False)  # noqa: S603 # our own module
    if done.returncode:
        raise UsageError(f"The graph could not be written. {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def _nobody(_: float) -> None:
    """Tell nobody how far it is: the status bar shows that it goes on."""
