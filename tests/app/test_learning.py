"""A learner's way through lessons in the whole window, with real keys, clicks and runs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop.app.window import MainWindow
from desktop.records.lesson import Lesson
from desktop.records.run import Run
from desktop.views.lessons.question_card import QuestionCard

LONG_MS = 60_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def question(window: MainWindow) -> QuestionCard:
    """Give the card that asks."""
    found = window.program_page.lesson.findChild(QuestionCard)
    assert found is not None
    return found


def run(window: MainWindow, qtbot: QtBot) -> Run:
    """Press F5 and wait until what came of it is drawn."""
    with qtbot.waitSignals([window.runs.run_shown, window.graphs.graph_shown], timeout=LONG_MS):
        qtbot.keyClick(window.program_page.editor, Qt.Key.Key_F5)
    assert window.graphs.run is not None
    return window.graphs.run


def is_drawn(window: MainWindow) -> bool:
    """Say whether a graph is shown."""
    return window.graphs.drawn is not None


def opened(window: MainWindow) -> Lesson:
    """Give the lesson that is open."""
    assert window.lessons.lesson is not None
    return window.lessons.lesson


def test_from_the_gallery_through_two_lessons(window: MainWindow, qtbot: QtBot, question: QuestionCard) -> None:
    """Open, run, answer, go on with one press, come back, put the program back and undo that: nothing is asked."""
    page, editor = window.program_page, window.program_page.editor
    window.activateWindow()
    window.show_page(window.gallery)
    qtbot.keyClick(window.gallery.focusWidget(), Qt.Key.Key_Return)
    lesson = opened(window)
    assert lesson.name == "tensors"
    assert page.lesson.isVisible()
    run(window, qtbot)
    assert question._next.isHidden()
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    editor.insertPlainText(lesson.solution)
    assert run(window, qtbot).status == "finished"
    assert question.is_solved
    qtbot.mouseClick(question._next, LEFT)
    following = opened(window)
    assert following.name == "variable"
    assert editor.toPlainText() == following.program
    with qtbot.waitSignal(window.lessons.lesson_opened):
        qtbot.keyClick(editor, Qt.Key.Key_PageUp, Qt.KeyboardModifier.AltModifier)
    assert editor.toPlainText() == lesson.solution
    assert not window.isWindowModified()
    qtbot.mouseClick(question._restore, LEFT)
    assert editor.toPlainText() == lesson.program
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.toPlainText() == lesson.solution
    assert not window.findChildren(QMessageBox)


def test_the_first_run_is_to_look_at(window: MainWindow, qtbot: QtBot, question: QuestionCard) -> None:
    """Whoever runs a lesson's own program is not told off for it; a change that does not answer is told so."""
    editor = window.program_page.editor
    window.lessons.load()
    window.lessons.open("tensors")
    asked = question._state.text()
    run(window, qtbot)
    assert question._state.text() == asked
    editor.appendPlainText("print('hello')")
    run(window, qtbot)
    assert "Not there yet" in question._state.text()


def test_a_lesson_begins_with_a_clean_bench(window: MainWindow, qtbot: QtBot) -> None:
    """What came of the lesson before is not taken for this one's: output, variables, findings, graph and verdict."""
    page = window.program_page
    window.lessons.load()
    window.lessons.open("tensors")
    assert run(window, qtbot).findings
    qtbot.waitUntil(lambda: page.output._text.line_count() > 0)
    assert is_drawn(window)
    window.lessons.open("variable")
    assert page.output._text.line_count() == 0
    assert not is_drawn(window)
    assert page.tabs.tabText(page.tabs.indexOf(page.findings)) == "Findings"
    assert page.variables._table.rowCount() == 0
