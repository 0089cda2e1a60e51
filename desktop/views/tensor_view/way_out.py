"""The way of a tensor out of the window: copied as text, or saved to a file."""

import re
from collections.abc import Generator
from pathlib import Path

from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.records.files import UsageError
from desktop.views.tensor_view.background import Background
from desktop.views.tensor_view.saving import save_tensor
from desktop.views.tensor_view.survey import Values
from desktop.views.tensor_view.words import COPIED_AT_MOST, slice_text
from desktop.views.theme import Theme, palette, text_font

_FILTERS = ("NumPy array (*.npy)", "safetensors (*.safetensors)")
_SAVED_AT_ONCE = 1 << 16
_COPY_TIP = "Copy the slice as text: a line for each row, tabs between the numbers (Ctrl+C in the picture)"
_SAVE_TIP = "Save the whole tensor as .npy or .safetensors"


class WayOut(QWidget):
    """Two buttons and a word on what came of them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values: Values | None = None
        self._matrix: Values | None = None
        self._name, self._dtype = "", ""
        self._copy, self._save, self._note = QPushButton("Copy"), QPushButton("Save…"), QLabel()
        self._background = Background(self)
        self._copy.clicked.connect(self.copy)
        self._save.clicked.connect(self.ask_path)
        self._save.setToolTip(_SAVE_TIP)
        self._note.setFont(text_font(9))
        self._note.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self._copy, self._save):
            row.addWidget(part)
        row.addWidget(self._note, 1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.setPalette(palette(theme))

    def set_tensor(self, values: Values, name: str, dtype: str) -> None:
        """Save these values from now on."""
        self._values, self._name, self._dtype = values, name, dtype
        self._note.clear()

    def set_matrix(self, matrix: Values) -> None:
        """Copy this slice from now on, if it is not too long to be read."""
        self._matrix = matrix
        fits = matrix.size <= COPIED_AT_MOST
        self._copy.setEnabled(fits)
        long = f"The slice has {matrix.size:,} numbers; up to {COPIED_AT_MOST:,} can be copied. Save it instead."
        self._copy.setToolTip(_COPY_TIP if fits else long)

    def copy(self) -> None:
        """Put the slice on the clipboard as text."""
        if self._matrix is not None and self._copy.isEnabled():
            QGuiApplication.clipboard().setText(slice_text(self._matrix))
            self._tell(f"Copied {self._matrix.size:,} numbers.", failed=False)

    def ask_path(self) -> None:
        """Ask where to save the tensor."""
        if self._values is None:
            return
        dialog = QFileDialog(self, "Save the tensor")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(_FILTERS)
        dialog.setDefaultSuffix("npy")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(_suffix(chosen)))
        dialog.selectFile(_file_name(self._name))
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, path: str) -> None:
        """Save the tensor to a file; a large one in a thread."""
        if self._values is not None:
            self._save.setEnabled(False)
            self._tell("Saving…", failed=False)
            work = _saving(Path(path), self._values, self._dtype, self._name)
            self._background.begin(work, self._tell_saved, at_once=self._values.size <= _SAVED_AT_ONCE)

    def _tell_saved(self, came: tuple[str, bool]) -> None:
        self._save.setEnabled(True)
        self._tell(came[0], failed=came[1])

    def _tell(self, words: str, *, failed: bool) -> None:
        colours = palette(self._theme)
        colours.setColor(colours.ColorRole.WindowText, QColor(self._theme.error if failed else self._theme.muted))
        self._note.setPalette(colours)
        self._note.setText(words)


def _saving(path: Path, values: Values, dtype: str, name: str) -> Generator[float, None, tuple[str, bool]]:
    """Save, and return what to tell the person, and whether it failed."""
    yield 0.0
    try:
        save_tensor(path, values, dtype, name)
    except UsageError as error:
        return str(error), True
    return f"Saved {path.name}.", False


def _suffix(chosen: str) -> str:
    return "safetensors" if "safetensors" in chosen else "npy"


def _file_name(name: str) -> str:
    """Make a file's name of a tensor's."""
    return re.sub(r"[^\w.-]+", "_", name).strip("_") or "tensor"
