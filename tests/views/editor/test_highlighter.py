"""Colours in slices."""

from PySide6.QtGui import QColor, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout
from pytestqt.qtbot import QtBot

from desktop.views.editor.highlighter import PythonHighlighter
from desktop.views.theme import DARK, LIGHT


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
