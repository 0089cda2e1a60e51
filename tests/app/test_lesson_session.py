"""Lessons in the editor: opened, answered, left, put back and found again."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.app.document import Document
from desktop.app.file_session import FileSession
from desktop.app.file_writer import FileWriter
from desktop.app.lesson_progress import MOST_DRAFT, LessonProgress
from desktop.app.lesson_session import LessonSession
from desktop.app.notice import Notice
from desktop.app.settings import Settings
from desktop.records.run import Program, Run, Variable
from desktop.records.tensor import Tensor
from desktop.views.editor import CodeEditor
from desktop.views.lessons.card import LessonCard
from desktop.views.lessons.gallery import Gallery
from desktop.views.lessons.lesson_panel import LessonPanel
from desktop.views.lessons.question_card import QuestionCard
from desktop.views.lessons.reading import own_lessons
from desktop.views.theme import LIGHT

OURS = {lesson.name: lesson for lesson in own_lessons().lessons}
TEACHERS = "---\ntitle: Mine\nquestion: Make it two.\ncheck: variable x = 2\n---\nText.\n"


class Room(NamedTuple):
    """A session and what it connects."""

    session: LessonSession
    gallery: Gallery
    panel: LessonPanel
    editor: CodeEditor
    document: Document
    files: FileSession
    progress: LessonProgress
    writer: FileWriter


def room_in(data: Path, settings: Settings, window: QWidget) -> Room:
    """Build a session on a data folder."""
    writer = FileWriter(window)
    gallery, panel, editor, document = (
        Gallery(LIGHT, window),
        LessonPanel(LIGHT, window),
        CodeEditor(LIGHT, window),
        Document(window),
    )
    files = FileSession(document, editor, settings, Notice(LIGHT, window), window)
    progress = LessonProgress(data / "lessons.json", writer)
    session = LessonSession(gallery, panel, editor, document, files, progress, window)
    session.load()
    editor.setPlainText(document.text)
    return Room(session, gallery, panel, editor, document, files, progress, writer)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Give a window for the parts to be in."""
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def room(window: QWidget, settings: Settings, data: Path) -> Iterator[Room]:
    """Give a session without progress."""
    built = room_in(data, settings, window)
    yield built
    built.session.close()
    built.writer.close()


def run_with(value: float) -> Run:
    """Make a run that left a variable `value` and a tensor `x`."""
    return Run(
        1,
        "finished",
        "cpu",
        0,
        1.0,
        "",
        (
            Variable("value", "number", text=str(value)),
            Variable("x", "tensor", Tensor((), "float32", "cpu", values=(value,))),
        ),
    )


def program(room: Room) -> Program:
    """Give the program as it stands in the editor."""
    return Program(room.editor.toPlainText())


def card(room: Room, name: str) -> LessonCard:
    """Give a lesson's card."""
    cards = room.gallery.findChildren(LessonCard)
    return next(each for each in cards if each.lesson.name == name and not each.isHidden())


def is_solved(room: Room) -> bool:
    """Say whether the panel shows the question as answered."""
    question = room.panel.findChild(QuestionCard)
    return question is not None and question.is_solved


def type_at_end(room: Room, qtbot: QtBot, text: str) -> None:
    """Type into the editor as a person does."""
    room.editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(room.editor, text)


def test_a_card_opens_its_lesson(room: Room, qtbot: QtBot) -> None:
    """Its program stands in the editor, unmodified, its text in the panel, and it counts as begun."""
    with qtbot.waitSignal(room.session.lesson_opened):
        qtbot.mouseClick(card(room, "leaves"), Qt.MouseButton.LeftButton)
    assert room.editor.toPlainText() == OURS["leaves"].program
    assert not room.editor.document().isModified()
    assert room.panel.lesson == OURS["leaves"]
    assert room.document.path is None
    assert card(room, "leaves").accessibleName().endswith("Begun")


def test_a_run_that_answers_the_question_ticks_the_lesson(room: Room, qtbot: QtBot) -> None:
    """One that does not leaves it open; the first that does is told once, and is kept."""
    room.session.open("reading-the-loss")
    room.session.follow(program(room), run_with(5.0))
    assert not is_solved(room)
    with qtbot.waitSignal(room.session.lesson_solved) as solved:
        room.session.follow(program(room), run_with(4.0))
    assert solved.args == ["reading-the-loss"]
    assert is_solved(room)
    assert card(room, "reading-the-loss").accessibleName().endswith("Solved")
    with qtbot.assertNotEmitted(room.session.lesson_solved):
        room.session.follow(program(room), run_with(4.0))


def test_a_late_run_of_another_lesson_answers_nothing(room: Room) -> None:
    """A run that was under way when the lesson changed is not taken for an answer to the new one."""
    room.session.open("leaves")
    late = program(room)
    room.session.open("reading-the-loss")
    room.session.follow(late, run_with(4.0))
    assert "reading-the-loss" not in room.progress.solved


def test_a_changed_program_is_kept_with_its_lesson(room: Room, qtbot: QtBot) -> None:
    """Going on asks nothing; coming back finds the change, and undo leads to the lesson's own program."""
    room.session.open("leaves")
    type_at_end(room, qtbot, "# mine")
    assert room.session.keeps_text
    room.panel.next_requested.emit()
    assert room.panel.lesson == OURS["no-grad"]
    assert not room.editor.document().isModified()
    room.panel.previous_requested.emit()
    assert room.editor.toPlainText() == OURS["leaves"].program + "# mine"
    room.editor.undo()
    assert room.editor.toPlainText() == OURS["leaves"].program


def test_a_changed_program_is_kept_for_the_next_session(
    room: Room, qtbot: QtBot, window: QWidget, settings: Settings, data: Path
) -> None:
    """What was typed last is written when the session is closed; what was solved is ticked again."""
    room.session.open("reading-the-loss")
    room.session.follow(program(room), run_with(4.0))
    type_at_end(room, qtbot, "# mine")
    room.session.close()
    room.writer.close()
    again = room_in(data, settings, window)
    assert card(again, "reading-the-loss").accessibleName().endswith("Solved")
    again.session.open("reading-the-loss")
    assert again.editor.toPlainText().endswith("# mine")
    again.writer.close()


def test_the_program_can_be_put_back(room: Room, qtbot: QtBot) -> None:
    """The lesson's own program comes back as an edit, which undo takes back."""
    room.session.open("leaves")
    type_at_end(room, qtbot, "# mine")
    room.panel.restore_requested.emit()
    assert room.editor.toPlainText() == OURS["leaves"].program
    room.editor.undo()
    assert room.editor.toPlainText().endswith("# mine")


def test_opening_a_file_leaves_the_lesson(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    """Its text is nobody's draft, and a run of it answers no question."""
    file = tmp_path / "own.py"
    file.write_text("value = 4\n")
    room.session.open("reading-the-loss")
    with qtbot.waitSignal(room.session.lesson_left):
        room.files.open(file)
    assert room.session.lesson is None
    room.session.follow(program(room), run_with(4.0))
    assert not room.progress.solved
    room.session.close()
    assert room.progress.draft("reading-the-loss") is None


def test_closing_the_panel_leaves_the_program(room: Room, qtbot: QtBot) -> None:
    """The text stays, and is a program of its own from then on."""
    room.session.open("leaves")
    with qtbot.waitSignal(room.session.lesson_left):
        room.panel.closed.emit()
    assert room.editor.toPlainText() == OURS["leaves"].program
    assert not room.session.keeps_text


def test_unsaved_work_is_asked_about_before_a_lesson_opens(room: Room, qtbot: QtBot) -> None:
    """A program that is no lesson's is not replaced without a question."""
    qtbot.keyClicks(room.editor, "mine = 1")
    room.session.open("leaves")
    box = room.session._window.findChild(QMessageBox)
    assert box is not None
    assert room.editor.toPlainText() == "mine = 1"
    box.button(QMessageBox.StandardButton.Discard).click()
    assert room.editor.toPlainText() == OURS["leaves"].program


def test_a_language_is_chosen_for_both_and_kept(room: Room) -> None:
    """Gallery and panel speak one language."""
    room.session.open("tensors")
    room.panel.language_chosen.emit("ko")
    assert card(room, "tensors").accessibleName().startswith("텐서와 NumPy")
    assert room.progress.language == "ko"
    room.gallery.language_chosen.emit("en")
    assert card(room, "tensors").accessibleName().startswith("Tensors and NumPy")


def test_a_teachers_folder_stands_before_ours(room: Room, qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> None:
    """It is asked for by a dialog, its lessons come first, damaged ones are named, and it can be closed."""
    for name, text in (("01-mine", TEACHERS), ("02-bad", "nothing")):
        (tmp_path / "course" / name).mkdir(parents=True)
        (tmp_path / "course" / name / "lesson.md").write_text(text)
        (tmp_path / "course" / name / "program.py").write_text("x = 1\n")
    room.gallery.folder_requested.emit()
    dialog = room.session._window.findChild(QFileDialog)
    assert dialog is not None
    with qtbot.waitSignal(room.session._shelf.changed):
        dialog.fileSelected.emit(str(tmp_path / "course"))
    dialog.reject()
    first = next(each for each in room.gallery.findChildren(LessonCard) if not each.isHidden())
    assert first.lesson.name == "mine"
    assert "02-bad" in room.gallery._left_out.text
    room.session.open(first.lesson.key)
    room.session.follow(program(room), run_with(2.0))
    assert first.lesson.key in room.progress.solved
    room.gallery.folder_closed.emit()
    room.panel.next_requested.emit()
    assert room.session.lesson == first.lesson
    names = [each.lesson.name for each in room.gallery.findChildren(LessonCard) if not each.isHidden()]
    assert "mine" not in names


def test_a_folder_that_is_gone_leaves_ours(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    """It is named in the gallery, and our lessons are there."""
    with qtbot.waitSignal(room.session._shelf.changed):
        room.session.open_folder(tmp_path / "gone")
    assert "gone" in room.gallery._left_out.text
    assert card(room, "tensors").isVisibleTo(room.gallery)


def test_an_unknown_lesson_is_not_opened(room: Room) -> None:
    """A key that no lesson has opens nothing."""
    room.session.open("no such lesson")
    assert room.session.lesson is None


def test_what_is_kept_is_not_asked_about(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    """Once a change is kept with its lesson, another program is opened without a question, and the change is there."""
    (tmp_path / "own.py").write_text("value = 4\n")
    room.session.open("leaves")
    type_at_end(room, qtbot, "# mine")
    assert room.editor.document().isModified()
    qtbot.waitUntil(lambda: not room.editor.document().isModified())
    room.files.open(tmp_path / "own.py")
    assert room.editor.toPlainText() == "value = 4\n"
    room.session.open("leaves")
    assert room.editor.toPlainText().endswith("# mine")
    assert not room.editor.document().isModified()


def test_what_is_too_long_to_be_kept_is_asked_about(room: Room, qtbot: QtBot) -> None:
    """It is the person's to save."""
    room.session.open("leaves")
    room.editor.replace_text("#" * (MOST_DRAFT + 1))
    qtbot.waitUntil(lambda: not room.session._draft.isActive())
    assert room.editor.document().isModified()


def test_coming_back_to_the_open_lesson_changes_nothing(room: Room, qtbot: QtBot) -> None:
    """Text, undo and verdict are as they were; it is only brought to the front."""
    room.session.open("reading-the-loss")
    room.session.follow(program(room), run_with(4.0))
    type_at_end(room, qtbot, "# mine")
    with qtbot.waitSignal(room.session.lesson_opened), qtbot.assertNotEmitted(room.session.program_replaced):
        qtbot.mouseClick(card(room, "reading-the-loss"), Qt.MouseButton.LeftButton)
    assert room.editor.toPlainText().endswith("# mine")
    assert room.editor.document().isUndoAvailable()
    assert is_solved(room)


def test_the_gallery_goes_on_where_one_was(room: Room, qtbot: QtBot) -> None:
    """The wide card follows what is opened and solved."""
    following = room.gallery._continue
    assert following.accessibleName() == "Begin here: Tensors and NumPy"
    room.session.open("reading-the-loss")
    assert following.accessibleName().startswith("Continue with: Reading the loss")
    room.session.follow(program(room), run_with(4.0))
    assert following.accessibleName().startswith("Next: ")
    assert following.lesson == OURS["gpu"]


def test_a_folder_is_read_again_once_it_is_mended(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    """What was left out is there after the button was pressed."""
    place = tmp_path / "course" / "01-mine"
    place.mkdir(parents=True)
    (place / "lesson.md").write_text(TEACHERS)
    with qtbot.waitSignal(room.session._shelf.changed):
        room.session.open_folder(tmp_path / "course")
    assert "program.py is missing" in room.gallery._left_out.text
    (place / "program.py").write_text("x = 1\n")
    with qtbot.waitSignal(room.session._shelf.changed):
        qtbot.mouseClick(room.gallery._left_out._again, Qt.MouseButton.LeftButton)
    assert room.gallery._left_out.text == ""
    assert card(room, "mine").lesson.program == "x = 1\n"
    room.session.open(str(place))
    (place / "program.py").write_text("x = 3\n")
    with qtbot.waitSignal(room.session._shelf.changed):
        room.session.load()
    room.session.open(str(place))
    assert room.editor.toPlainText() == "x = 3\n"
