"""Language help behind the window: the answer to the latest question of each kind comes, and no other."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.records.language import Completions, Definition, Mistakes, Signatures
from desktop.workers.language_process import LanguageProcess

LONG_MS = 90_000

FAKE = """
    import os
    from desktop.records.language import *
    from desktop.records.wire import FrameReader, frame

    def say(message):
        os.write(1, frame(message))

    say(LanguageReady())
    reader = FrameReader(ToLanguage)
    late = []
    while data := os.read(0, 65536):
        for message in reader.feed(data):
            if message.text == "crash":
                os.abort()
            late.append(Completions(message.ticket, 0, (Completion(message.text),)))
            if message.text != "late":
                for answer in late:
                    say(answer)
                late.clear()
"""


@pytest.fixture
def fake(child: Callable[[str], str]) -> Iterator[LanguageProcess]:
    """Give a process whose child is the tests' own."""
    process = LanguageProcess(module=child(FAKE))
    yield process
    process.close()


@pytest.fixture(scope="module")
def real() -> Iterator[LanguageProcess]:
    """Give the real process; it reads PyTorch once for all tests."""
    process = LanguageProcess()
    yield process
    process.close()


def answer(qtbot: QtBot, process: LanguageProcess, ask: Callable[..., int], *question: object) -> object:
    """Ask, and give the answer."""
    with qtbot.waitSignal(process.answered, timeout=LONG_MS) as blocker:
        ask(*question)
    assert blocker.args is not None
    return blocker.args[0]


def test_a_stale_answer_never_comes(qtbot: QtBot, fake: LanguageProcess) -> None:
    """Of two questions of one kind only the later is answered."""
    fake.complete("late", 1, 0)
    completions = answer(qtbot, fake, fake.complete, "new", 1, 0)
    assert isinstance(completions, Completions)
    assert [each.name for each in completions.names] == ["new"]


def test_a_crash_costs_one_answer(qtbot: QtBot, fake: LanguageProcess) -> None:
    """The next question starts the process again."""
    answer(qtbot, fake, fake.complete, "a", 1, 0)
    with qtbot.waitSignal(fake._door.ended, timeout=LONG_MS):
        fake.complete("crash", 1, 0)
    assert isinstance(answer(qtbot, fake, fake.complete, "b", 1, 0), Completions)


def test_questions_before_it_is_ready_are_answered(qtbot: QtBot, real: LanguageProcess) -> None:
    """What is asked while PyTorch is still being read is answered then."""
    mistakes = answer(qtbot, real, real.check, "x = undefined\n")
    assert isinstance(mistakes, Mistakes)
    assert [found.rule for found in mistakes.findings] == ["undefined-name"]
    assert real.is_ready


def test_the_real_process_answers_each_kind(qtbot: QtBot, real: LanguageProcess) -> None:
    """Names, calls and definitions come from jedi."""
    text = "import torch\n\ndef twice(x):\n    return x * 2\n\ny = twice(torch.randn(3, "
    completions = answer(qtbot, real, real.complete, "import torch\ntorch.matm", 2, 10)
    assert isinstance(completions, Completions)
    assert "matmul" in {each.name for each in completions.names}
    signatures = answer(qtbot, real, real.signatures, text, 6, 25)
    assert isinstance(signatures, Signatures)
    assert signatures.signatures[0].name == "randn"
    definition = answer(qtbot, real, real.define, text, 6, 6)
    assert isinstance(definition, Definition)
    assert definition.span is not None
    assert (definition.span.line, definition.span.column) == (3, 4)
