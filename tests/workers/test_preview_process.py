"""Previews behind the window: the latest program shown is looked at, by a warm engine, whatever the one before did."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.records.preview import Preview
from desktop.records.run import Program
from desktop.workers.preview_process import PreviewProcess

LONG_MS = 60_000

FAKE = """
    import os
    from desktop.records.preview import *
    from desktop.records.text import Span
    from desktop.records.wire import FrameReader, frame

    def say(message):
        os.write(1, frame(message))

    say(PreviewReady())
    reader = FrameReader(ToPreview)
    while data := os.read(0, 65536):
        for message in reader.feed(data):
            text = message.program.text
            if text == "crash":
                os.abort()
            if text != "slow":
                say(Preview(message.ticket, "complete", until=Span(1, 0, 1, len(text))))
"""


@pytest.fixture(scope="module")
def real() -> Iterator[PreviewProcess]:
    """Give the real engine for previews; it warms once for all tests."""
    process = PreviewProcess()
    yield process
    process.close()


@pytest.fixture
def fake(child: Callable[[str], str]) -> Iterator[PreviewProcess]:
    """Give an engine whose child is the tests' own, not started."""
    process = PreviewProcess(module=child(FAKE))
    yield process
    process.close()


def looked(qtbot: QtBot, process: PreviewProcess, text: str) -> Preview:
    """Show a text and give what was seen."""
    with qtbot.waitSignal(process.previewed, timeout=LONG_MS) as blocker:
        process.start()
        ticket = process.show(Program(text))
    assert blocker.args is not None
    (preview,) = blocker.args
    assert isinstance(preview, Preview)
    assert preview.ticket == ticket
    return preview


def shapes(preview: Preview) -> list[tuple[int, ...]]:
    """Give the shapes at the ends of lines."""
    return [hint.tensors[0].shape for hint in preview.lines]


def test_a_program_shown_before_the_engine_is_warm_waits_for_it(qtbot: QtBot, real: PreviewProcess) -> None:
    """The first look comes, however early it was asked for."""
    assert shapes(looked(qtbot, real, "import torch\nx = torch.ones(2, 3)\n")) == [(2, 3)]
    assert real.is_ready


@pytest.mark.parametrize(
    "end",
    [
        "while True: pass",
        "10 ** 10 ** 9",
        "sum(range(10 ** 12))",
        "a = list(range(10 ** 12))",
        "def f(): return f()\nf()",
        "raise SystemExit",
        "b'x' * 10 ** 13",
        "print('x' * 10 ** 8)",
    ],
)
def test_no_program_spoils_the_next_look(qtbot: QtBot, real: PreviewProcess, end: str) -> None:
    """An endless loop, a computation in native code, a hunger for memory: each ends its own look, and no other."""
    assert looked(qtbot, real, f"import torch\nx = torch.ones(2)\n{end}\n").status in ("partial", "complete")
    with qtbot.assertNotEmitted(real.ready, wait=0):
        assert shapes(looked(qtbot, real, "import torch\nx = torch.ones(5)\n")) == [(5,)]


def test_what_a_program_changes_is_forgotten(qtbot: QtBot, real: PreviewProcess) -> None:
    """A default that one program sets is none for the next."""
    changed = looked(qtbot, real, "import torch\ntorch.set_default_dtype(torch.float64)\nx = torch.ones(1)\n")
    assert changed.lines[0].tensors[0].dtype == "float64"
    after = looked(qtbot, real, "import torch\nx = torch.ones(1)\n")
    assert after.lines[0].tensors[0].dtype == "float32"


def test_a_newer_program_breaks_an_older_look_off(qtbot: QtBot, real: PreviewProcess) -> None:
    """Of several shown at once only the last is told of."""
    seen: list[Preview] = []
    real.previewed.connect(seen.append)
    for number in range(1, 6):
        real.show(Program(f"import torch\nx = torch.ones({number})\nwhile True: x = x + 1\n"))
    preview = looked(qtbot, real, "import torch\nx = torch.ones(9)\n")
    real.previewed.disconnect(seen.append)
    assert seen == [preview]
    assert shapes(preview) == [(9,)]


def test_a_stale_answer_never_comes(qtbot: QtBot, fake: PreviewProcess) -> None:
    """What a slow look would have said is dropped once another text was shown."""
    looked(qtbot, fake, "a")
    fake.show(Program("slow"))
    preview = looked(qtbot, fake, "three")
    assert preview.until is not None
    assert preview.until.end_column == 5


def test_a_crashed_engine_is_replaced(qtbot: QtBot, fake: PreviewProcess) -> None:
    """After a crash in native code a fresh engine looks at the next text."""
    looked(qtbot, fake, "a")
    with qtbot.waitSignal(fake.ready, timeout=LONG_MS):
        fake.show(Program("crash"))
    assert looked(qtbot, fake, "b").status == "complete"


def test_an_engine_that_never_answers_is_replaced(qtbot: QtBot, fake: PreviewProcess) -> None:
    """One that is stuck is ended after a while, and another comes."""
    looked(qtbot, fake, "a")
    with qtbot.waitSignal(fake.ready, timeout=LONG_MS):
        fake.show(Program("slow"))
    assert looked(qtbot, fake, "b").status == "complete"


def test_an_engine_that_cannot_start_is_left_alone(qtbot: QtBot, child: Callable[[str], str]) -> None:
    """Where PyTorch is missing there are no previews, and no engines started over and over."""
    process = PreviewProcess(module=child("raise SystemExit(1)"))
    with qtbot.waitSignal(process._door.ended, timeout=LONG_MS):
        process.start()
    assert not process.is_ready
    assert not process._door.is_alive
    process.close()
