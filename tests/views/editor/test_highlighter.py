"""Colours in slices."""

from random import Random

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout
from pytestqt.qtbot import QtBot

from desktop.views.editor import highlighter
from desktop.views.editor.highlighter import PythonHighlighter
from desktop.views.theme import DARK, LIGHT

PIECES = ('"""', "x = 1\n", "\n", "def f(x):\n", "    return x  # two\n", "'''", 's = "a"\n', 'f"{x', "# c", "x")


def _document(text: str = "") -> QTextDocument:
    document = QTextDocument()
    document.setDocumentLayout(QPlainTextDocumentLayout(document))
    document.setPlainText(text)
    return document


def _colour(document: QTextDocument, line: int, unit: int) -> QColor | None:
    forms = document.findBlockByNumber(line).layout().formats()
    colours = (form.format.foreground().color() for form in forms if form.start <= unit < form.start + form.length)
    return next(colours, None)


def test_colours_stand_where_the_words_are(qtbot: QtBot) -> None:
    """Behind Hangul and an emoji a keyword has the keyword's colour, and its neighbours have not."""
    document = _document()
    PythonHighlighter(document, LIGHT)
    document.setPlainText('s = "가😀"; return s')
    qtbot.waitUntil(lambda: _colour(document, 0, 11) == QColor(LIGHT.keyword))
    assert _colour(document, 0, 4) == QColor(LIGHT.string)
    assert _colour(document, 0, 16) == QColor(LIGHT.keyword)
    assert _colour(document, 0, 17) is None


def test_a_long_text_gets_its_colours_in_slices(qtbot: QtBot) -> None:
    """Five thousand lines are not coloured at once, and all are in the end."""
    document = _document()
    painter = PythonHighlighter(document, LIGHT)
    document.setPlainText("def f(x):\n    return x  # twice\n" * 2_500)
    assert not painter.is_complete()
    assert _colour(document, 0, 0) == QColor(LIGHT.keyword)
    qtbot.waitUntil(painter.is_complete, timeout=20_000)
    assert _colour(document, 4_999, 4) == QColor(LIGHT.keyword)


def test_opening_a_string_at_the_top_recolours_all(qtbot: QtBot) -> None:
    """A triple quote at the top turns everything below into a string, and taking it away turns it back."""
    document = _document("x = 1\n" * 3_000)
    painter = PythonHighlighter(document, LIGHT)
    QTextCursor(document).insertText('"""')
    qtbot.waitUntil(lambda: _colour(document, 2_999, 4) == QColor(LIGHT.string), timeout=20_000)
    qtbot.waitUntil(painter.is_complete)
    document.undo()
    qtbot.waitUntil(lambda: _colour(document, 2_999, 4) == QColor(LIGHT.literal), timeout=20_000)


def test_a_theme_recolours(qtbot: QtBot) -> None:
    """After a change of theme the words have the other theme's colours."""
    document = _document("return")
    painter = PythonHighlighter(document, LIGHT)
    painter.set_theme(DARK)
    qtbot.waitUntil(lambda: _colour(document, 0, 0) == QColor(DARK.keyword))


def test_a_very_long_line_is_left_plain(qtbot: QtBot) -> None:
    """A line of a hundred thousand letters costs no lexing, and the lines after it have their colours."""
    document = _document()
    painter = PythonHighlighter(document, LIGHT)
    document.setPlainText("x = 1 + " * 12_500 + "\nreturn")
    qtbot.waitUntil(painter.is_complete)
    assert document.firstBlock().layout().formats() == []
    assert _colour(document, 1, 0) == QColor(LIGHT.keyword)


def _all_colours(document: QTextDocument) -> list[list[tuple[int, int, str]]]:
    block, colours = document.begin(), []
    while block.isValid():
        forms = block.layout().formats()
        colours.append([(form.start, form.length, form.format.foreground().color().name()) for form in forms])
        block = block.next()
    return colours


def _edit(document: QTextDocument, chance: Random) -> None:
    """Write something somewhere, or take something away; now and then undo."""
    if chance.random() < 0.1:
        document.undo()
        return
    cursor, last = QTextCursor(document), document.characterCount() - 1
    start = chance.randint(0, last)
    cursor.setPosition(start)
    cursor.setPosition(min(last, start + chance.choice([0, 0, 1, 3, 200])), QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText("".join(chance.choice(PIECES) for _ in range(chance.choice([0, 1, 1, 5, 100]))))


@pytest.mark.parametrize("slice_s", [0.008, 0.0005, 0.00001])
@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_edited_the_colours_are_those_of_a_text_read_at_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, seed: int, slice_s: float
) -> None:
    """Edits while colouring goes on, in slices of any length, leave no line with colours of another text."""
    chance = Random(seed)  # noqa: S311 # a test wants the same edits each time
    monkeypatch.setattr(highlighter, "SLICE_S", slice_s)
    document = _document()
    painter = PythonHighlighter(document, LIGHT)
    document.setPlainText("".join(chance.choice(PIECES) for _ in range(200)))
    for _ in range(40):
        _edit(document, chance)
        for _ in range(chance.randint(0, 2)):
            QCoreApplication.processEvents()
    qtbot.waitUntil(painter.is_complete)
    monkeypatch.setattr(highlighter, "SLICE_S", 60.0)
    fresh = _document(document.toPlainText())
    reader = PythonHighlighter(fresh, LIGHT)
    qtbot.waitUntil(reader.is_complete)
    assert _all_colours(document) == _all_colours(fresh)
