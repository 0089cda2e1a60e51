"""Names and parameters offered while a person types, by real keys and the mouse."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.records.language import Completion, Completions, Description, Signature, Signatures
from desktop.records.text import Span
from desktop.views.editor import CodeEditor
from desktop.views.editor.assistance import SignatureTip
from desktop.views.editor.completion_popup import CompletionPopup

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
NAMES = Completions(
    1, 0, tuple(Completion(name, "function") for name in ("add", "add_", "matmul", "mean", "Max", "sum"))
)


def popup(editor: CodeEditor) -> CompletionPopup:
    """Give the editor's list of names."""
    found = editor.findChild(CompletionPopup)
    assert isinstance(found, CompletionPopup)
    return found


def tip(editor: CodeEditor) -> SignatureTip:
    """Give the editor's tip of parameters."""
    found = editor.findChild(SignatureTip)
    assert isinstance(found, SignatureTip)
    return found


def offered(editor: CodeEditor) -> list[str]:
    """Give the names that are shown."""
    model = popup(editor)._model
    return [model.name(row) for row in range(model.rowCount())]


def test_a_dot_asks_for_names(shown: CodeEditor, qtbot: QtBot) -> None:
    """The place is the one behind the dot, in characters."""
    QTest.keyClicks(shown, "x")
    with qtbot.waitSignal(shown.assistance.completion_requested) as asked:
        QTest.keyClicks(shown, ".")
    assert asked.args == [1, 2]


@pytest.mark.parametrize("text", ["# see x", "'x", "x = 3"])
def test_a_dot_in_text_or_a_number_asks_for_nothing(shown: CodeEditor, qtbot: QtBot, text: str) -> None:
    """In a comment, a string or behind digits a dot is only a dot."""
    QTest.keyClicks(shown, text)
    with qtbot.assertNotEmitted(shown.assistance.completion_requested, wait=0):
        QTest.keyClicks(shown, ".")


def test_names_narrow_down_as_one_types(shown: CodeEditor) -> None:
    """Those that begin so come first, in any case, in-place ones last; then those that hold it."""
    QTest.keyClicks(shown, "x.")
    shown.assistance.offer(NAMES)
    assert popup(shown).isVisible()
    assert offered(shown) == ["add", "matmul", "Max", "mean", "sum", "add_"]
    QTest.keyClicks(shown, "m")
    assert offered(shown) == ["matmul", "mean", "Max", "sum"]
    QTest.keyClicks(shown, "e")
    assert offered(shown) == ["mean"]
    QTest.keyClicks(shown, "xyz")
    assert not popup(shown).isVisible()
    for _ in "xyz":
        QTest.keyClick(shown, Key.Key_Backspace)
    assert offered(shown) == ["mean"]
    assert popup(shown).isVisible()


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Tab, Key.Key_Enter])
def test_a_key_takes_the_name(shown: CodeEditor, key: Key) -> None:
    """It is written in place of what was typed of it, as one step of undo, and the list is gone."""
    QTest.keyClicks(shown, "x.m")
    QTest.keyClick(shown, Key.Key_Space, CONTROL)
    shown.assistance.offer(NAMES)
    QTest.keyClick(shown, Key.Key_Down)
    QTest.keyClick(shown, key)
    assert shown.toPlainText() == "x.mean"
    assert not popup(shown).isVisible()
    shown.undo()
    assert shown.toPlainText() == "x.m"


def test_the_mouse_takes_a_name(shown: CodeEditor) -> None:
    """A click on a row writes it."""
    QTest.keyClicks(shown, "x.")
    shown.assistance.offer(NAMES)
    view = popup(shown)._list
    place = view.visualRect(view.model().index(4, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert shown.toPlainText() == "x.sum"


def test_the_list_can_be_gone_through_and_left(shown: CodeEditor) -> None:
    """Up from the first is the last; Escape leaves the text as it is; then keys mean what they always mean."""
    QTest.keyClicks(shown, "x.")
    shown.assistance.offer(NAMES)
    QTest.keyClick(shown, Key.Key_Up)
    assert popup(shown).highlighted() == "add_"
    QTest.keyClick(shown, Key.Key_Down)
    assert popup(shown).highlighted() == "add"
    QTest.keyClick(shown, Key.Key_PageDown)
    assert popup(shown).highlighted() == "add_"
    QTest.keyClick(shown, Key.Key_Escape)
    assert not popup(shown).isVisible()
    QTest.keyClick(shown, Key.Key_Return)
    assert shown.toPlainText() == "x.\n"


def test_names_that_come_late_are_not_shown_elsewhere(shown: CodeEditor) -> None:
    """Once the caret is on another word, the answer is about nothing."""
    QTest.keyClicks(shown, "x.")
    QTest.keyClicks(shown, "sum() ")
    shown.assistance.offer(NAMES)
    assert not popup(shown).isVisible()


def test_typing_goes_on_while_names_are_awaited(shown: CodeEditor) -> None:
    """What was typed meanwhile narrows the names that come."""
    QTest.keyClicks(shown, "x.mea")
    shown.assistance.offer(NAMES)
    assert offered(shown) == ["mean"]


def test_the_highlighted_name_is_described(shown: CodeEditor, qtbot: QtBot) -> None:
    """After a moment more is asked about it; what comes about another name is dropped."""
    QTest.keyClicks(shown, "x.")
    with qtbot.waitSignal(shown.assistance.description_requested) as asked:
        shown.assistance.offer(NAMES)
    assert asked.args == ["add"]
    shown.assistance.describe(Description(1, "sum", ("sum()",), "Wrong."))
    assert popup(shown)._detail.text() == ""
    shown.assistance.describe(
        Description(1, "add", ("add(other) -> Tensor",), "Adds :attr:`other`.\n\nSee :func:`torch.add`.")
    )
    assert "add(other) -&gt; Tensor" in popup(shown)._detail.text()
    assert "Adds other." in popup(shown)._detail.text()
    shown.assistance.describe(Description(1, "add", (), " "))
    assert popup(shown)._detail.text() == ""


def test_a_bracket_shows_parameters_and_a_comma_the_next(shown: CodeEditor, qtbot: QtBot) -> None:
    """The parameter being written is bold; moving the caret asks again, and out of the call the tip goes."""
    QTest.keyClicks(shown, "nn.Linear")
    with qtbot.waitSignal(shown.assistance.signatures_requested) as asked:
        QTest.keyClicks(shown, "(")
    assert asked.args == [1, 10]
    shown.assistance.show_signatures(Signatures(1, (Signature("Linear", ("in_features: int", "bias"), 0, "Tensor"),)))
    assert tip(shown).isVisible()
    assert ">in_features: int</b>, bias" in tip(shown).text()
    with qtbot.waitSignal(shown.assistance.signatures_requested):
        QTest.keyClicks(shown, "3")
    shown.assistance.show_signatures(Signatures(2, ()))
    assert not tip(shown).isVisible()


def test_escape_and_leaving_close_the_tip(shown: CodeEditor) -> None:
    """Nothing stays on the screen of who works elsewhere."""
    signatures = Signatures(1, (Signature("f", ("x",), 0),))
    shown.assistance.show_signatures(signatures)
    assert tip(shown).isVisible()
    QTest.keyClick(shown, Key.Key_Escape)
    assert not tip(shown).isVisible()
    shown.assistance.show_signatures(signatures)
    shown.clearFocus()
    assert not tip(shown).isVisible()


def test_the_windows_own_escape_is_kept_away_while_there_is_a_list(shown: CodeEditor) -> None:
    """Escape is the editor's while it closes something, and only then."""

    def is_taken() -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(shown, event)
        return event.isAccepted()

    assert not is_taken()
    QTest.keyClicks(shown, "x.")
    shown.assistance.offer(NAMES)
    assert is_taken()


def test_opening_another_text_closes_the_list(shown: CodeEditor) -> None:
    """Names are about a text that is gone."""
    QTest.keyClicks(shown, "x.")
    shown.assistance.offer(NAMES)
    shown.setPlainText("y")
    assert not popup(shown).isVisible()
    shown.go_to(Span(1, 1, 1, 1))
