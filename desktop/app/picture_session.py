"""Saving pictures of the graph: asked for in a form, drawn in a process of its own, and said where each went."""

from functools import partial
from pathlib import Path

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
from desktop.export.elsewhere import drawn_elsewhere
from desktop.export.job import PictureJob
from desktop.records.files import UsageError, check_writable, write_atomically
from desktop.views.graph.camera import Sight
from desktop.views.theme import Theme

_SAVING = "Saving the picture"


class PictureSession(QObject):
    """Asks for one picture at a time and writes it. Thread: GUI; a process of its own draws."""

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
        seen, position = self._page.graph.sight(), self._page.player.position()
        self._status.begin(_SAVING)
        self._background.begin(partial(_written, wish, drawn, seen, position, path), partial(self._tell, path))

    def close(self) -> None:
        """Write nothing more."""
        self._background.close()

    def _ask_where(self, wish: PictureWish, drawn: DrawnGraph) -> None:
        folder = self._settings.last_folder
        dialog = QFileDialog(self._window, "Save picture", str(folder), f"Picture (*{wish.suffix})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(wish.suffix)
        dialog.selectFile(f"{Path(self._window.windowFilePath()).stem or 'graph'}{wish.suffix}")
        dialog.fileSelected.connect(lambda name: self.save(wish, drawn, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell(self, path: Path, problem: str) -> None:
        self._status.end(_SAVING)
        if problem:
            self._notice.say(problem)
        else:
            self._status.say(f"Saved {path}")


def _written(wish: PictureWish, drawn: DrawnGraph, seen: Sight, position: float, path: Path) -> str:
    """Draw and write a picture; give "" or a paragraph on why it could not be. Thread: any."""
    area, flow = seen.area, drawn.light.flow if drawn.light is not None else None
    job = PictureJob(
        wish.suffix,
        wish.theme,
        wish.ratio,
        opened=tuple(sorted(drawn.folded.opened)),
        saved=drawn.look.saved,
        is_flow=wish.is_flow,
        position=position,
        area=(area.x(), area.y(), area.width(), area.height()) if wish.seen else None,
        scale=seen.scale,
        failed=drawn.folded.drawing.failed,
    )
    try:
        check_writable(path)
        data = drawn_elsewhere(job, drawn.folded.drawing.graph, drawn.picture.placement, flow)
        write_atomically(path, data)
    except UsageError as error:
        return str(error)
    return ""
