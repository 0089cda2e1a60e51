"""New, Open, Save and the questions between them: nothing typed is ever lost without having been asked about."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QStatusTipEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop.app.document import Document, OnDisk
from desktop.app.journal_entry import JournalEntry
from desktop.app.notice import Notice, Offer
from desktop.app.settings import Settings
from desktop.records.files import UsageError, read_text
from desktop.views.editor import CodeEditor

_FILTER = "Python programs (*.py);;All files (*)"
_Buttons = QMessageBox.StandardButton
_QUESTIONS: dict[OnDisk, tuple[str, tuple[str, ...]]] = {
    "changed": ("{name} was changed by another program since you opened it.", ("Overwrite", "Reload", "Save As…")),
    "gone": ("{name} was removed or renamed. Your text is still here.", ("Save it again", "Save As…")),
    "folder": ("A folder stands in the place of {name} now. Your text is still here.", ("Save As…",)),
}


class FileSession(QObject):
    """Moves text between the editor and a document. No dialog blocks: each goes on when it is answered."""

    opened = Signal()
    restored = Signal()
    recent_changed = Signal()

    def __init__(
        self, document: Document, editor: CodeEditor, settings: Settings, notice: Notice, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document = document
        self._editor = editor
        self._settings = settings
        self._notice = notice
        self._window = window
        document.changed_outside.connect(self._on_changed_outside)
        editor.loaded.connect(lambda: self._tell(""))

    def new(self) -> None:
        """Begin an empty program, once what is unsaved is settled."""
        self.settle(self._start_new)

    def ask_open(self) -> None:
        """Ask for a file and open it."""
        dialog = self._dialog("Open a program", QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.open()

    def open(self, path: Path) -> None:
        """Open a file, once what is unsaved is settled."""
        self.settle(lambda: self._load(path))

    def save(self) -> None:
        """Save to the open file; ask for one where there is none."""
        self._save_then(_nothing)

    def ask_save_as(self) -> None:
        """Ask for a file and save to it."""
        self._ask_save_then(_nothing)

    def restore(self, entry: JournalEntry) -> None:
        """Put a lost text into the editor as an unsaved edit of its file, once what is unsaved now is settled."""
        self.settle(lambda: self._restore(entry))

    def holds(self, entry: JournalEntry) -> bool:
        """Say whether a lost text was saved after all: its file holds it."""
        try:
            return entry.file is not None and read_text(entry.file) == entry.text
        except UsageError:
            return False

    def settle(self, then: Callable[[], None]) -> None:
        """Go on with `then` at once where nothing is unsaved, or when the person has saved or discarded it."""
        if not self._editor.document().isModified():
            then()
            return
        box = self._question(
            f"Save the changes to {self._document.name}?",
            "They are lost if you do not save them.",
            _Buttons.Save | _Buttons.Discard | _Buttons.Cancel,
        )
        answers = {_Buttons.Save: lambda: self._save_then(then), _Buttons.Discard: then}
        box.finished.connect(lambda code: answers.get(_Buttons(code), _nothing)())
        box.open()

    def _start_new(self) -> None:
        self._document.start_new()
        self._show("")

    def _load(self, path: Path) -> None:
        try:
            text = self._document.load(path)
        except UsageError as error:
            self._settings.forget_file(path)
            self.recent_changed.emit()
            self._notice.say(str(error))
            return
        self._remember()
        self._show(text)

    def _restore(self, entry: JournalEntry) -> None:
        if entry.file is None:
            self._document.start_new()
            before = ""
        else:
            before = self._document.resume(entry.file, entry.saved)
        self._show(before)
        self._editor.replace_text(entry.text)
        cursor = self._editor.textCursor()
        cursor.setPosition(min(entry.caret, self._editor.document().characterCount() - 1))
        self._editor.setTextCursor(cursor)
        self._editor.centerCursor()
        self.restored.emit()

    def _show(self, text: str) -> None:
        self._editor.setPlainText(text)
        self._editor.document().setModified(False)
        self._notice.hide()
        self._tell(f"Opening {self._document.name} …" if self._editor.is_loading else "")
        self.opened.emit()

    def _tell(self, words: str) -> None:
        """Say something in the window's status line, or leave it to others again."""
        QCoreApplication.sendEvent(self._window, QStatusTipEvent(words))

    def _save_then(self, then: Callable[[], None]) -> None:
        found = self._document.on_disk()
        if self._document.path is None:
            self._ask_save_then(then)
        elif found in {"changed", "folder"}:
            self._ask_about(found, then)
        else:
            self._write(None, then)

    def _ask_save_then(self, then: Callable[[], None]) -> None:
        dialog = self._dialog("Save the program", QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("py")
        dialog.selectFile(self._document.name)
        dialog.fileSelected.connect(lambda name: self._write(Path(name), then))
        dialog.open()

    def _ask_about(self, found: OnDisk, then: Callable[[], None]) -> None:
        """Say what stands in the file's place, and ask what is to become of the text here."""
        offers = (
            Offer("Overwrite", lambda: self._write(None, then), "Replace what is in the file by your text"),
            Offer("Reload", self._reload, "Take what is in the file; undo brings your text back"),
            Offer("Save it again", lambda: self._write(None, then), "Write the file anew"),
            Offer("Save As…", lambda: self._ask_save_then(then), "Write your text to another file"),
        )
        words, names = _QUESTIONS[found]
        self._notice.say(words.format(name=self._document.name), *(offer for offer in offers if offer.name in names))

    def _reload(self) -> None:
        """Take the file's text as an edit, so that nothing typed here is lost."""
        path = self._document.path
        try:
            text = self._document.load(path) if path is not None else ""
        except UsageError as error:
            self._notice.say(str(error))
            return
        self._editor.replace_text(text)
        self._editor.document().setModified(False)

    def _write(self, path: Path | None, then: Callable[[], None]) -> None:
        try:
            self._document.save(self._editor.toPlainText(), path)
        except UsageError as error:
            self._notice.say(f"{error} Your text is still here; save it under another name.")
            return
        self._remember()
        self._editor.document().setModified(False)
        self._notice.hide()
        then()

    def _remember(self) -> None:
        if self._document.path is not None:
            self._settings.remember_file(self._document.path)
            self.recent_changed.emit()

    def _on_changed_outside(self, found: OnDisk) -> None:
        if found in {"gone", "folder"}:
            self._editor.document().setModified(True)  # nowhere but here is the text now
        self._ask_about(found, _nothing)

    def _dialog(self, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        dialog = QFileDialog(self._window, title, str(self._settings.last_folder), _FILTER)
        dialog.setAcceptMode(mode)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _question(self, text: str, detail: str, buttons: QMessageBox.StandardButton) -> QMessageBox:
        box = QMessageBox(QMessageBox.Icon.Question, "Chainrule", text, buttons, self._window)
        box.setInformativeText(detail)
        box.finished.connect(box.deleteLater)
        return box


def _nothing() -> None:
    """Go on with nothing."""
