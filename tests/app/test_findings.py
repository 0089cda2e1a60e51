"""What a run finds, in the real window: listed, marked, mended."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from desktop.app.window import MainWindow
from desktop.records.run import Run

TEXT = """import torch
x = torch.ones(2, requires_grad=True)
y = (x * 2).sum()
y.backward()
print(y.data[0])
"""


def test_a_finding_is_listed_and_mended(qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run]) -> None:
    """The chapter's way to read a loss fails, its finding says so, and the fix lets the program finish."""
    run = run_text(TEXT)
    assert [finding.rule for finding in run.findings] == ["legacy-data-index"]
    page = window.program_page
    assert page.tabs.tabText(page.tabs.indexOf(page.findings)) == "Findings (1)"
    page.findings.fix_requested.emit(run.findings[0])
    mended = run_text(page.editor.toPlainText())
    assert mended.status == "finished"
    assert not mended.findings
    assert page.tabs.tabText(page.tabs.indexOf(page.findings)) == "Findings"
