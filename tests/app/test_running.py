"""From the key that runs a program to the gradients that play on its graph, in the real window with a real engine."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app.processes import Processes
from desktop.app.settings import Settings
from desktop.app.window import MainWindow
from desktop.records.run import Run
from desktop.workers.layout_process import LayoutProcess

LONG_MS = 60_000
RunText = Callable[[str], Run]

EXPRESSION = """import torch
x = torch.ones(2, 2, requires_grad=True)
y = torch.ones(2, 2)
z = (x + y) * 3
z.sum().backward()
print("done")
"""


def start(qtbot: QtBot, window: MainWindow, text: str) -> None:
    """Run a text that prints one line and does not end, and wait until it has."""
    printed: list[str] = []
    window._processes.engine.printed.connect(lambda _, words: printed.append(words))
    window.program_page.editor.setPlainText(text)
    qtbot.keyClick(window.program_page.editor, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "\n" in "".join(printed), timeout=LONG_MS)


def test_typed_program(qtbot: QtBot, window: MainWindow) -> None:
    """A program typed key by key runs with Ctrl+Enter; its graph is drawn and Space plays its pass to the end."""
    editor, player = window.program_page.editor, window.program_page.player
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    for line in ("import torch", "x = torch.ones(2, requires_grad=True)", "(x * 2).sum().backward()"):
        qtbot.keyClicks(editor, line)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    with qtbot.waitSignals([window.runs.run_shown, window.graphs.graph_shown], timeout=LONG_MS):
        qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.status.state == "Finished"
    assert "1 backward pass" in window.status.figures
    graph = window.graphs.graph
    assert graph is not None
    assert {node.kind for node in graph.nodes} == {"operation", "leaf"}
    qtbot.keyClick(window.program_page.graph, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: player.position() == 3, timeout=LONG_MS)


def test_run_fills_the_page(window: MainWindow, run_text: RunText) -> None:
    """Output, graph, player and inspector show one and the same run."""
    run = run_text(EXPRESSION)
    page = window.program_page
    assert run.output == "done\n"
    assert window.graphs.graph == run.graphs[0]
    assert page.player.flow() == run.flows[0]
    window.graphs.select(run.flows[0].steps[0].node)
    assert page.graph.position_of(run.flows[0].steps[0].node) is not None


def test_stop(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """Esc stops an endless loop, what it captured before is drawn, and the next run works."""
    start(qtbot, window, EXPRESSION + "while True: pass\n")
    assert window.commands.stop.isEnabled()
    assert window.status.state.startswith("Running")
    with qtbot.waitSignals([window.runs.run_shown, window.graphs.graph_shown], timeout=LONG_MS):
        qtbot.keyClick(window.program_page.editor, Qt.Key.Key_Escape)
    assert window.status.state == "Stopped"
    assert not window.commands.stop.isEnabled()
    graph = window.graphs.graph
    assert graph is not None
    assert "z" in {node.label for node in graph.nodes}
    assert run_text(EXPRESSION).status == "finished"


def test_stop_what_cannot_be_interrupted(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """A program that swallows KeyboardInterrupt costs its engine; the next run gets a new one."""
    text = EXPRESSION + "while True:\n    try:\n        while True: pass\n    except BaseException: pass\n"
    start(qtbot, window, text)
    with qtbot.waitSignal(window.runs.run_shown, timeout=LONG_MS) as blocker:
        window.commands.stop.trigger()
    assert blocker.args is not None
    assert blocker.args[1].output == "done\n"
    assert len(blocker.args[1].graphs) == 1
    assert run_text(EXPRESSION).status == "finished"


def test_second_run_stops_the_first(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """Run while a program runs stops that one; only the new one is shown."""
    shown: list[Run] = []
    window.runs.run_shown.connect(lambda _, run: shown.append(run))
    start(qtbot, window, "print('going')\nwhile True: pass")
    assert run_text(EXPRESSION).output == "done\n"
    assert [run.status for run in shown] == ["finished"]


def test_closing_ends_what_runs(qtbot: QtBot, settings: Settings, tmp_path: Path) -> None:
    """A window that closes while a program runs ends its processes before it is gone."""
    processes = Processes()
    window = MainWindow(settings, processes, tmp_path)
    qtbot.addWidget(window)
    with qtbot.waitActive(window, timeout=LONG_MS):
        window.show()
    window.start_processes()
    start(qtbot, window, "print('going')\nwhile True: pass")
    child = processes.engine._door._child
    assert child is not None
    window.program_page.editor.document().setModified(False)
    assert window.close()
    assert child.returncode == -signal.SIGKILL


def test_exception(window: MainWindow, run_text: RunText) -> None:
    """An exception is told with its span and brings the output to the front; the graph before it is drawn."""
    window.program_page.tabs.setCurrentWidget(window.program_page.variables)
    run = run_text(EXPRESSION + "torch.mm(x, torch.ones(3, 3))\n")
    assert run.status == "failed"
    assert run.error is not None
    assert run.error.span is not None
    assert run.error.span.line == 7
    assert window.status.state == "The program raised an exception"
    assert window.program_page.tabs.currentWidget() is window.program_page.output
    assert window.graphs.graph is not None


@pytest.mark.parametrize(("text", "status"), [("", "finished"), ("x = (", "failed"), ("exit()", "finished")])
def test_no_graph(window: MainWindow, run_text: RunText, text: str, status: str) -> None:
    """A program without a graph leaves none drawn, also when one was before."""
    run_text(EXPRESSION)
    assert run_text(text).status == status
    assert window.graphs.graph is None
    assert window.program_page.player.flow() is None


def test_engine_ends(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """A program that ends its engine is told so, and the next run works."""
    window.program_page.editor.setPlainText("import os\nos._exit(3)")
    with qtbot.waitSignal(window.runs.refused, timeout=LONG_MS):
        window.commands.run.trigger()
    with qtbot.waitSignal(window.runs.run_shown, timeout=LONG_MS) as blocker:
        qtbot.mouseClick(window.program_page.consent._consent, Qt.MouseButton.LeftButton)
    assert blocker.args is not None
    assert "exit status 3" in blocker.args[1].error.message
    assert run_text(EXPRESSION).status == "finished"


def test_layout_that_fails(qtbot: QtBot, settings: Settings, processes: Processes, tmp_path: Path) -> None:
    """Where the layout cannot work the window says why, and the run's output and variables are there."""
    broken = LayoutProcess(module="no_such_module")
    window = MainWindow(settings, type(processes)(processes.engine, processes.training, layout=broken), tmp_path)
    qtbot.addWidget(window)
    window.program_page.editor.setPlainText(EXPRESSION)
    window.program_page.editor.document().setModified(False)
    with qtbot.waitSignal(window.graphs.failed, timeout=LONG_MS):
        window.run()
    assert "no_such_module" in window.notice._label.text()
    assert window.status.state == "Finished"
    broken.close()


def test_several_graphs(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """Of several graphs the last pass's is drawn, and another can be chosen; its flows play."""
    text = EXPRESSION + "w = torch.ones(3, requires_grad=True)\n(w * w).sum().backward()\n"
    run = run_text(text)
    choice = window.program_page.graph_choice
    assert choice.isVisibleTo(window)
    assert window.graphs.graph == run.graphs[run.flows[-1].graph]
    other = run.flows[0].graph
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        choice.chosen.emit(other)
    assert window.graphs.graph == run.graphs[other]
    assert window.program_page.player.flow() == run.flows[0]


def test_seed(window: MainWindow, run_text: RunText) -> None:
    """The seed on the bar is the run's."""
    text = "import torch\nprint(torch.rand(1).item())"
    window.top_bar._seed.setValue(7)
    first = run_text(text)
    window.top_bar._seed.setValue(8)
    assert first.seed == 7
    assert run_text(text).output != first.output


def test_a_text_that_is_no_python_was_not_run(qtbot: QtBot, window: MainWindow) -> None:
    """After a syntax error the graph's place says that nothing was run, not that the program ended."""
    window.program_page.editor.setPlainText("x = (")
    with qtbot.waitSignal(window.runs.run_shown, timeout=LONG_MS):
        qtbot.keyClick(window.program_page.editor, Qt.Key.Key_F5)
    assert "nothing was run" in window.program_page.graph._words
