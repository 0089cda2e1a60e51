"""Lessons, from the gallery to the editor and back: what is opened, what a run shows of it, what is kept."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.app.document import Document
from desktop.app.file_session import FileSession
from desktop.app.lesson_progress import LessonProgress
from desktop.app.lesson_shelf import LessonShelf
from desktop.records.lesson import Lesson
from desktop.records.run import Program, Run
from desktop.views.editor import CodeEditor
from desktop.views.lessons.gallery import Gallery
from desktop.views.lessons.lesson_panel import LessonPanel
from desktop.views.lessons.verdict import verdict

_DRAFT_MS = 600
"""After the last key press: how soon a changed program is kept."""


class LessonSession(QObject):
    """Connects the gallery and the panel with the editor. A lesson is open until another program is. Thread: GUI.

    `lesson_opened` says that its program stands in the editor, `program_replaced`, before that, that another one stood
    there; `lesson_left` that something else does or that the panel was closed, `lesson_solved` (with its key) that its
    question was answered for the first time. `gallery_requested` asks for the gallery's page.
    """

    lesson_opened = Signal()
    program_replaced = Signal()
    lesson_left = Signal()
    lesson_solved = Signal(str)
    gallery_requested = Signal()

    def __init__(
        self,
        gallery: Gallery,
        panel: LessonPanel,
        editor: CodeEditor,
        document: Document,
        files: FileSession,
        progress: LessonProgress,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._gallery = gallery
        self._panel = panel
        self._editor = editor
        self._document = document
        self._files = files
        self._progress = progress
        self._window = window
        self._shelf = LessonShelf(self)
        self._lesson: Lesson | None = None
        self._text_before = ""
        self._draft = QTimer(self)
        self._draft.setSingleShot(True)
        self._draft.setInterval(_DRAFT_MS)
        self._connect()

    @property
    def lesson(self) -> Lesson | None:
        """The lesson whose program is in the editor."""
        return self._lesson

    @property
    def keeps_text(self) -> bool:
        """Whether what is in the editor is kept with its lesson, so that nobody need be asked about it."""
        return self._lesson is not None and self._document.path is None

    def load(self) -> None:
        """Show the lessons, the teacher's before ours as soon as they are read."""
        folder = self._progress.folder
        self._shelf.load(folder)
        self._gallery.show_folder(str(folder) if folder is not None else "")
        self._set_language(self._progress.language)
        self._show_lessons()

    def open(self, key: str) -> None:
        """Open a lesson; what stands in the editor is settled first, or kept where it is a lesson's, too."""
        lesson = next((each for each in self._shelf.lessons if each.key == key), None)
        if lesson is None:
            return
        if lesson == self._lesson:  # one whose teacher has changed it meanwhile is opened anew
            self._go_back_to(lesson)
        elif self.keeps_text:
            self._keep_draft()
            self._start(lesson)
        else:
            self._files.settle(lambda: self._start(lesson))

    def follow(self, program: Program, run: Run) -> None:
        """Look at a run for what the open lesson asks; one of the program that stood here before tells nothing."""
        is_late = program.text == self._text_before != self._editor.toPlainText()
        if self._lesson is None or not self._lesson.checks or is_late:
            return
        held = verdict(self._lesson.checks, run)
        is_untouched = program.text == self._lesson.program  # its first run is to look at, and answers nothing yet
        self._panel.show_verdict(None if is_untouched and not all(held) else held)
        if all(held):
            is_new = self._lesson.key not in self._progress.solved
            self._progress.note_solved(self._lesson.key)
            self._show_progress()
            if is_new:
                self.lesson_solved.emit(self._lesson.key)

    def restore_program(self) -> None:
        """Put the lesson's own program back; undo brings the person's own again."""
        if self._lesson is not None:
            self._editor.replace_text(self._lesson.program)
            self._panel.show_verdict(None)

    def leave(self) -> None:
        """Close the lesson; the program stays in the editor, and is the person's to save once it is changed."""
        if self._lesson is not None:
            self._keep_draft()
            self._forget()

    def close(self) -> None:
        """Keep what was changed last; call it before the writer is closed."""
        if self._draft.isActive():
            self._keep_draft()
        self._shelf.close()

    def open_folder(self, folder: Path | None) -> None:
        """Show a teacher's lessons, too, or only ours again; what cannot be read is said in the gallery."""
        self._progress.choose_folder(folder)
        self.load()

    def _connect(self) -> None:
        self._draft.timeout.connect(self._keep_draft)
        self._gallery.lesson_chosen.connect(self.open)
        self._gallery.folder_requested.connect(self._ask_folder)
        self._gallery.folder_closed.connect(lambda: self.open_folder(None))
        self._gallery.read_again_requested.connect(self.load)
        self._shelf.changed.connect(self._show_lessons)
        self._shelf.waiting.connect(self._gallery.show_reading)
        self._gallery.language_chosen.connect(self._choose_language)
        self._panel.language_chosen.connect(self._choose_language)
        self._panel.gallery_requested.connect(self.gallery_requested)
        self._panel.previous_requested.connect(lambda: self._step(-1))
        self._panel.next_requested.connect(lambda: self._step(1))
        self._panel.restore_requested.connect(self.restore_program)
        self._panel.closed.connect(self.leave)
        self._editor.textChanged.connect(self._on_text_changed)
        self._files.opened.connect(self._forget)

    def _start(self, lesson: Lesson) -> None:
        """Put a lesson's program into the editor, as the person left it."""
        self._lesson = None  # what changes now is no draft
        self._text_before = self._editor.toPlainText()
        self._document.start_new(lesson.program)
        self._editor.document().setModified(False)  # sooner than Qt would, who does not tell it of a new text
        self._editor.setPlainText(lesson.program)
        draft = self._progress.draft(lesson.key)
        if draft is not None:
            self._editor.replace_text(draft)
            self._editor.document().setModified(False)
        self._lesson = lesson
        self._progress.note_begun(lesson.key)
        self._show_place(lesson)
        self._panel.show_verdict(None)
        self._show_progress()
        self.program_replaced.emit()
        self.lesson_opened.emit()

    def _go_back_to(self, lesson: Lesson) -> None:
        """Show the open lesson again as it stands: its undo steps, its run and its verdict are still there."""
        self._progress.note_begun(lesson.key)
        self.lesson_opened.emit()

    def _forget(self) -> None:
        """Let go of the lesson: what stands in the editor now is something else, or will be the person's own."""
        self._draft.stop()
        if self._lesson is not None:
            self._lesson = None
            self.lesson_left.emit()

    def _step(self, by: int) -> None:
        """Open the lesson before or after; a lesson whose folder was closed has neither."""
        keys = self._keys()
        if self._lesson is not None and self._lesson.key in keys:
            place = keys.index(self._lesson.key) + by
            if 0 <= place < len(keys):
                self.open(keys[place])

    def _on_text_changed(self) -> None:
        if self._lesson is not None:
            self._draft.start()

    def _keep_draft(self) -> None:
        self._draft.stop()
        if self._lesson is not None:
            text = self._editor.toPlainText()
            own = text if text != self._lesson.program else None
            self._progress.note_draft(self._lesson.key, own)
            if self.keeps_text and self._progress.draft(self._lesson.key) == own:
                self._editor.document().setModified(False)  # it is kept: nobody need be asked about it

    def _choose_language(self, language: str) -> None:
        self._progress.choose_language(language)
        self._set_language(language)

    def _set_language(self, language: str) -> None:
        self._gallery.set_language(language)
        self._panel.set_language(language)

    def _keys(self) -> list[str]:
        return [lesson.key for lesson in self._shelf.lessons]

    def _show_lessons(self) -> None:
        self._gallery.show_lessons(self._shelf.lessons, self._shelf.faults)
        self._show_progress()
        if self._lesson is not None:
            self._show_place(self._lesson)

    def _show_progress(self) -> None:
        progress = self._progress
        self._gallery.show_progress(progress.solved, progress.begun, progress.following(self._keys()))

    def _show_place(self, lesson: Lesson) -> None:
        """Show a lesson and where it stands; one whose folder was closed stands alone."""
        keys = self._keys()
        place = keys.index(lesson.key) + 1 if lesson.key in keys else 1
        total = len(keys) if lesson.key in keys else 1
        self._panel.show_lesson(lesson, place, total, was_solved=lesson.key in self._progress.solved)

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self._window, "Open a folder of lessons")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.open_folder(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
