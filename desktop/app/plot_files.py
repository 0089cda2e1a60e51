"""Saving a plot of the Training page: as a picture, as a drawing, as data."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QPoint, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.app.notice import Notice
from desktop.app.settings import Settings
from desktop.app.status import StatusLine
from desktop.records.files import UsageError, write_atomically
from desktop.views.training.deck import FORMS, PlotWish
from desktop.views.training_page import TrainingPage


class PlotFiles(QObject):
    """Asks where a plot is to be saved, and writes it. Thread: GUI."""

    def __init__(
        self, page: TrainingPage, settings: Settings, status: StatusLine, notice: Notice, window: QWidget
    ) -> None:
        super().__init__(window)
        self._settings = settings
        self._status = status
        self._notice = notice
        self._window = window
        page.export_requested.connect(self.ask)

    def ask(self, wish: PlotWish) -> None:
        """Ask for a file."""
        folder = str(self._settings.last_folder)
        dialog = QFileDialog(self._window, "Save the plot", folder, f"{FORMS[wish.form]} (*.{wish.form})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(wish.form)
        dialog.selectFile(f"{wish.title.lower().replace(' ', '-')}.{wish.form}")
        dialog.fileSelected.connect(lambda name: self.save(wish, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, wish: PlotWish, path: Path) -> None:
        """Write a plot to a file, and say where it went or why it did not."""
        try:
            write_atomically(path, encoded(wish))
        except UsageError as error:
            self._notice.say(str(error))
            return
        self._status.say(f"Saved {path}")


def encoded(wish: PlotWish) -> bytes:
    """Give the bytes of a plot in the form that is wished for. Thread: GUI."""
    if wish.form == "csv":
        return wish.pane.csv().encode()
    return (_png if wish.form == "png" else _svg)(wish.pane.picture)


def _png(widget: QWidget) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    return bytes(buffer.data().data())


def _svg(widget: QWidget) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(widget.width(), widget.height()))
    generator.setViewBox(QRectF(widget.rect()))
    painter = QPainter(generator)
    widget.render(painter, QPoint())
    painter.end()
    return bytes(buffer.data().data())
