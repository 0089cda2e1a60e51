"""A session copied from a page becomes a program as it is pasted."""

from PySide6.QtCore import QMimeData
from pytestqt.qtbot import QtBot

from desktop.views.editor import CodeEditor
from desktop.views.theme import LIGHT


def test_prompts_and_printed_output_stay_behind(qtbot: QtBot) -> None:
    """Of a session only what was typed is pasted; a program is pasted as it is."""
    editor = CodeEditor(LIGHT)
    qtbot.addWidget(editor)
    for text, pasted in ((">>> x = 3\n>>> x + 1\n4\n", "x = 3\nx + 1"), ("y = 1\nprint(y)", "y = 1\nprint(y)")):
        editor.setPlainText("")
        data = QMimeData()
        data.setText(text)
        editor.insertFromMimeData(data)
        assert editor.toPlainText().rstrip("\n") == pasted
