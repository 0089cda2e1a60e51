"""The editor with the real engine for previews and the real language help, by real keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.app.editor_session import NOWHERE, EditorSession
from desktop.app.preview_session import HEAVY_MEMORY, HEAVY_OPERATIONS, LONGEST_TEXT, PreviewSession, heavy
from desktop.records.preview import Estimate
from desktop.records.run import Program
from desktop.records.text import Span
from desktop.views.editor import CodeEditor
from desktop.views.editor.completion_popup import CompletionPopup
from desktop.views.theme import LIGHT
from desktop.workers.language_process import LanguageProcess
from desktop.workers.preview_process import PreviewProcess

LONG_MS = 90_000
Key = Qt.Key
NO_MANAGER = "This plugin does not support"
"""What the offscreen platform says of whatever floats."""


@pytest.fixture(scope="module")
def previews() -> Iterator[PreviewProcess]:
    """Give the engine for previews; it warms once for all tests."""
    process = PreviewProcess()
    yield process
    process.close()


@pytest.fixture(scope="module")
def language() -> Iterator[LanguageProcess]:
    """Give language help; it reads PyTorch once for all tests."""
    process = LanguageProcess()
    yield process
    process.close()


@pytest.fixture
def editor(qtbot: QtBot) -> CodeEditor:
    """Show an editor that has the keyboard."""
    widget = CodeEditor(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(620, 460)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.setFocus()
    return widget


@pytest.fixture
def session(previews: PreviewProcess, editor: CodeEditor, qtbot: QtBot) -> Iterator[PreviewSession]:
    """Connect the editor with previews for one test."""
    owner = QObject()
    connected = PreviewSession(previews, editor, lambda: Program(editor.toPlainText()), owner)
    connected.set_on(on=True)
    yield connected
    owner.deleteLater()


@pytest.fixture
def help_session(language: LanguageProcess, editor: CodeEditor) -> Iterator[EditorSession]:
    """Connect the editor with language help for one test."""
    owner = QObject()
    yield EditorSession(language, editor, owner)
    owner.deleteLater()


def test_shapes_come_while_one_types_and_go_with_their_line(
    session: PreviewSession, editor: CodeEditor, qtbot: QtBot
) -> None:
    """After a pause each line has its shape; a line under the keys has none; half a statement changes nothing."""
    QTest.keyClicks(editor, "import torch")
    QTest.keyClick(editor, Key.Key_Return)
    QTest.keyClicks(editor, "x = torch.ones(4, 3)")
    qtbot.waitUntil(lambda: editor.shapes.text(2) == "x: 4×3 float32", timeout=LONG_MS)
    QTest.keyClick(editor, Key.Key_Return)
    QTest.keyClicks(editor, "y = x.sum(")
    with qtbot.waitSignal(session._previews.previewed, timeout=LONG_MS):
        pass
    assert editor.shapes.text(2) == "x: 4×3 float32"
    QTest.keyClicks(editor, "0)")
    qtbot.waitUntil(lambda: editor.shapes.text(3) == "y: 3 float32", timeout=LONG_MS)


def test_a_mismatch_is_underlined_before_anything_is_run(
    session: PreviewSession, editor: CodeEditor, qtbot: QtBot
) -> None:
    """The finding stands at the expression, and goes when it is mended."""
    editor.setPlainText("import torch\nx = torch.ones(4, 3)\ny = x @ x\n")
    qtbot.waitUntil(lambda: bool(editor._marks.findings.on_line(3)), timeout=LONG_MS)
    (found,) = editor._marks.findings.on_line(3)
    assert found.message == "mat1 and mat2 shapes cannot be multiplied (4x3 and 4x3)"
    editor.go_to(Span(3, 9, 3, 9))
    QTest.keyClicks(editor, ".T")
    qtbot.waitUntil(lambda: editor.shapes.text(3) == "y: 4×4 float32", timeout=LONG_MS)
    assert editor._marks.findings.on_line(3) == []


def test_an_endless_loop_ends_the_preview_and_not_the_typing(
    session: PreviewSession, editor: CodeEditor, qtbot: QtBot
) -> None:
    """While it is looked at keys are taken, and mended it has its shapes."""
    editor.setPlainText("import torch\nx = torch.ones(2)\n\n")
    qtbot.waitUntil(lambda: editor.shapes.text(2) != "", timeout=LONG_MS)
    editor.go_to(Span(3, 0, 3, 0))
    with qtbot.waitSignal(session._previews.previewed, timeout=LONG_MS):
        QTest.keyClicks(editor, "n = sum(range(10 ** 12))")
    assert editor.shapes.text(2) == "x: 2 float32"
    editor.go_to(Span(3, 0, 4, 0))
    QTest.keyClick(editor, Key.Key_Delete)
    QTest.keyClicks(editor, "y = x + 1")
    qtbot.waitUntil(lambda: editor.shapes.text(3) == "y: 2 float32", timeout=LONG_MS)


def test_a_heavy_run_is_told_before_it_is_run(session: PreviewSession, editor: CodeEditor, qtbot: QtBot) -> None:
    """Forty gigabytes cost the preview nothing, and are said in a sentence."""
    vast, small = "import torch\nx = torch.ones(100_000, 100_000)\n", "import torch\nx = torch.ones(2)\n"
    with qtbot.waitSignal(session.estimate_changed, timeout=LONG_MS):
        editor.setPlainText(vast)
    assert session.warning(vast) == "This run takes 37.3 GiB for its tensors."
    assert session.warning(small) == ""
    with qtbot.waitSignal(session.estimate_changed, timeout=LONG_MS):
        editor.setPlainText(small)
    assert session.warning(small) == ""


def test_what_is_heavy() -> None:
    """From the thresholds on, and with what is only known to be at least so much."""
    assert heavy(Estimate(HEAVY_MEMORY - 1, HEAVY_OPERATIONS - 1, complete=True)) == ""
    assert heavy(Estimate(HEAVY_MEMORY, 0, complete=False)) == "This run takes at least 4.0 GiB for its tensors."
    both = heavy(Estimate(HEAVY_MEMORY, 2 * HEAVY_OPERATIONS, complete=True))
    assert both == "This run takes 4.0 GiB for its tensors and 2.0 trillion floating-point operations."


def test_previews_can_be_turned_off_and_on(session: PreviewSession, editor: CodeEditor, qtbot: QtBot) -> None:
    """Off, hints and findings are gone and none come; on, they are back without a key pressed."""
    editor.setPlainText("import torch\nx = torch.ones(2)\n")
    qtbot.waitUntil(lambda: editor.shapes.text(2) != "", timeout=LONG_MS)
    session.set_on(on=False)
    assert editor.shapes.text(2) == ""
    session.set_on(on=True)
    qtbot.waitUntil(lambda: editor.shapes.text(2) != "", timeout=LONG_MS)


def test_what_nobody_reads_to_the_end_is_not_looked_at(
    session: PreviewSession, editor: CodeEditor, qtbot: QtBot
) -> None:
    """A text of hundreds of thousands of letters has no hints, and costs no look."""
    editor.setPlainText("import torch\nx = torch.ones(2)\n" + "# nothing\n" * (LONGEST_TEXT // 10))
    qtbot.waitUntil(lambda: not session._pause.isActive(), timeout=LONG_MS)
    with qtbot.waitSignal(session._previews.previewed, timeout=LONG_MS):
        editor.setPlainText("import torch\ny = torch.ones(3)\n")
    assert editor.shapes.text(2) == "y: 3 float32"


@pytest.mark.qt_log_ignore(NO_MANAGER)
def test_completion_comes_from_pytorch(
    help_session: EditorSession, editor: CodeEditor, language: LanguageProcess, qtbot: QtBot
) -> None:
    """Typed by keys, taken by Enter; the chosen name is described."""
    popup = editor.findChild(CompletionPopup)
    assert isinstance(popup, CompletionPopup)
    language.start()
    qtbot.waitUntil(lambda: language.is_ready, timeout=LONG_MS)
    editor.setPlainText("import torch\n")
    editor.go_to(Span(2, 0, 2, 0))
    QTest.keyClicks(editor, "torch.matm")
    qtbot.waitUntil(popup.isVisible, timeout=LONG_MS)
    qtbot.waitUntil(lambda: "Matrix product of two tensors" in popup._detail.text(), timeout=LONG_MS)
    QTest.keyClick(editor, Key.Key_Return)
    assert editor.toPlainText() == "import torch\ntorch.matmul"


@pytest.mark.qt_log_ignore(NO_MANAGER)
def test_the_result_of_a_module_is_completed_as_a_tensor(
    help_session: EditorSession, session: PreviewSession, editor: CodeEditor, qtbot: QtBot
) -> None:
    """What the text does not tell, the preview knows."""
    popup = editor.findChild(CompletionPopup)
    assert isinstance(popup, CompletionPopup)
    editor.setPlainText("import torch\nfrom torch import nn\ny = nn.Linear(2, 3)(torch.ones(2))\n")
    qtbot.waitUntil(lambda: editor.shapes.text(3) == "y: 3 float32", timeout=LONG_MS)
    editor.go_to(Span(4, 0, 4, 0))
    QTest.keyClicks(editor, "y.backw")
    qtbot.waitUntil(popup.isVisible, timeout=LONG_MS)
    assert popup.highlighted() == "backward"


def test_definitions_are_gone_to(help_session: EditorSession, editor: CodeEditor, qtbot: QtBot) -> None:
    """F12 selects the name where it is defined; where that is elsewhere it is said."""
    editor.setPlainText("import torch\ndef twice(x):\n    return x * 2\ny = twice(3)\n")
    editor.go_to(Span(4, 6, 4, 6))
    QTest.keyClick(editor, Key.Key_F12)
    qtbot.waitUntil(lambda: editor.textCursor().selectedText() == "twice", timeout=LONG_MS)
    assert editor.textCursor().blockNumber() == 1
    editor.go_to(Span(1, 8, 1, 8))
    with qtbot.waitSignal(help_session.told, timeout=LONG_MS) as told:
        QTest.keyClick(editor, Key.Key_F12)
    assert told.args == [NOWHERE]


def test_a_missing_import_is_mended(help_session: EditorSession, editor: CodeEditor, qtbot: QtBot) -> None:
    """The mistake is underlined after a pause; its fix writes the import, and the line has no light bulb any more."""
    editor.setPlainText("x = torch.ones(2)\n")
    qtbot.waitUntil(lambda: bool(editor._marks.findings.on_line(1)), timeout=LONG_MS)
    finding = editor._marks.findings.on_line(1)[0]
    assert finding.fix is not None
    editor.apply_fix(finding.fix)
    assert editor.toPlainText() == "import torch\nx = torch.ones(2)\n"
    qtbot.waitUntil(lambda: not editor._marks.findings.fixable_lines(), timeout=LONG_MS)
