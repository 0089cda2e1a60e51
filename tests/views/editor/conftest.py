"""An editor that has the keyboard."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.views.editor import CodeEditor
from desktop.views.theme import LIGHT

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let pass what Qt's offscreen platform says of whatever floats: that it has no window manager to tell."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(
                pytest.mark.qt_log_ignore("This plugin does not support", "not accepted by receiving widget")
            )


@pytest.fixture
def shown(qtbot: QtBot) -> CodeEditor:
    """Show an editor that has the keyboard."""
    widget = CodeEditor(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(620, 460)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.setFocus()
    return widget
