"""Saving a run's checkpoint and going on from one: asked for in dialogs, said where it went or why it did not."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.app.notice import Notice
from desktop.app.settings import Settings
from desktop.app.status import StatusLine
from desktop.app.training_session import TrainingSession
from desktop.records.messages import TrainingSaved
from desktop.views.training_page import TrainingPage
from desktop.workers.training_process import TrainingProcess

_FILTER = "Checkpoints (*.safetensors);;All files (*)"


class CheckpointSession(QObject):
    """Asks for files; the engine writes and reads them. Thread: GUI."""

    def __init__(  # each is one part of the window
        self,
        process: TrainingProcess,
        page: TrainingPage,
        session: TrainingSession,
        settings: Settings,
        status: StatusLine,
        notice: Notice,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._process = process
        self._session = session
        self._settings = settings
        self._status = status
        self._notice = notice
        self._window = window
        page.save_requested.connect(self.ask_save)
        page.checkpoint_requested.connect(self.ask_resume)
        process.training_saved.connect(self._on_saved)

    def ask_save(self) -> None:
        """Ask for a file and write the run as it stands then to it."""
        dialog = self._dialog("Save a checkpoint", QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("safetensors")
        dialog.selectFile("training.safetensors")
        dialog.fileSelected.connect(self._process.save_training)
        dialog.open()

    def ask_resume(self) -> None:
        """Ask for a file and go on from it."""
        dialog = self._dialog("Resume from a checkpoint", QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._session.resume_from)
        dialog.open()

    def _on_saved(self, message: TrainingSaved) -> None:
        if message.error:
            self._notice.say(message.error)
        else:
            self._status.say(f"Saved {Path(message.path)}")

    def _dialog(self, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        dialog = QFileDialog(self._window, title, str(self._settings.last_folder), _FILTER)
        dialog.setAcceptMode(mode)
        dialog.finished.connect(dialog.deleteLater)
        return dialog
