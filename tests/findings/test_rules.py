"""Each rule speaks of what it must, is silent about near misses, and its fixes mend what it found."""

import functools
import logging
import re
from collections import Counter
from typing import Any

import pytest

from desktop.engine.findings.examine import RULES
from desktop.engine.run import run
from desktop.records.finding import Fix
from desktop.records.run import Program, Run
from desktop.records.text import Span

HINTS = {rule.identifier for rule in RULES if rule.severity == "hint"}


@pytest.fixture(autouse=True)
def strict(caplog: pytest.LogCaptureFixture) -> Any:
    """Let a rule, or what listens for the rules, fail the test where it stumbles."""
    caplog.set_level(logging.DEBUG, "desktop.engine.findings")
    yield
    assert [record.getMessage() for record in caplog.records] == []


@functools.cache
def ran(text: str, *, trusted: bool) -> Run:
    """Run a program once in this process: the record is all that is looked at."""
    return run(Program(text, trusted=trusted))


def offset(text: str, line: int, column: int) -> int:
    """Give the place in a text of a line and a column."""
    lines = text.split("\n")
    return sum(len(each) + 1 for each in lines[: line - 1]) + column


def applied(text: str, fix: Fix) -> str:
    """Apply all edits of a fix to the text it was made for."""
    for edit in sorted(fix.edits, key=lambda each: (each.span.line, each.span.column), reverse=True):
        start = offset(text, edit.span.line, edit.span.column)
        end = offset(text, edit.span.end_line, edit.span.end_column)
        text = text[:start] + edit.text + text[end:]
    return text


def test_rule_sees_what_it_must_and_no_near_miss(sample: Any) -> None:
    """A program with the mistake gets the finding at a place in its text; a near miss does not get it."""
    found = [each for each in ran(sample.text, trusted=sample.trusted).findings if each.rule == sample.rule]
    assert bool(found) == sample.is_hit
    for each in found:
        assert each.message
        assert each.explanation
        assert isinstance(each.span, Span)


def sentences(explanation: str) -> int:
    """Count sentences; lined up shapes stand between them, and belong to the one before."""
    prose = " ".join(line for line in explanation.split("\n") if not line.startswith(" "))
    return len(re.findall(r"[.!?](?=\s|$)", prose)) + len(re.findall(r":\n ", explanation))


def test_an_explanation_has_two_sentences(sample: Any) -> None:
    """Whatever is said of a program, at most two sentences explain it, and the last one ends."""
    for each in ran(sample.text, trusted=sample.trusted).findings:
        assert 1 <= sentences(each.explanation) <= 2, each.explanation
        assert each.explanation.endswith((".", "?")), each.explanation


def test_fix_removes_the_finding(sample: Any) -> None:
    """Applied, a fix leaves a program that runs again without the finding it was for, and without a new one.

    A program that failed goes further once it is mended, so what comes after may be found then.
    """
    before = ran(sample.text, trusted=sample.trusted) if sample.is_hit else None
    for each in before.findings if before is not None else ():
        if before is None or each.rule != sample.rule or each.fix is None:
            continue
        mended = applied(sample.text, each.fix)
        again = run(Program(mended, trusted=sample.trusted))
        assert again.error is None or again.error.type != "SyntaxError", mended
        assert told(again)[each.rule, each.message] < told(before)[each.rule, each.message], mended
        if before.error is None:
            assert again.error is None, mended
            assert {rule for rule, _ in told(again)} <= {rule for rule, _ in told(before)}, mended


def told(done: Run) -> Counter[tuple[str, str]]:
    """Count what was found, hints aside."""
    loud = [each for each in done.findings if each.severity != "hint" or each.rule in HINTS]
    return Counter((each.rule, each.message) for each in loud)


FORMATTED = {
    "a comment and several lines": (
        "net = nn.Sequential(nn.Linear(2, 2), nn.Dropout())\nnet.eval()\nout = net(\n    torch.rand(1, 2)  # one\n)\n",
        "with torch.no_grad():\n    out = net(\n        torch.rand(1, 2)  # one\n    )\n",
    ),
    "tabs": (
        "class Net(nn.Module):\n\tdef __init__(self):\n\t\tself.fc = nn.Linear(2, 1)  # own\nNet()\n",
        "\t\tsuper().__init__()\n\t\tself.fc = nn.Linear(2, 1)  # own\n",
    ),
    "a text over two lines": (
        'w = torch.zeros(2, requires_grad=True)\nw.add_(len("""a\nb"""))  # three\n',
        'with torch.no_grad():\n    w.add_(len("""a\nb"""))  # three\n',
    ),
    "Hangul": (
        "가중치 = torch.zeros(2, requires_grad=True)\n가중치 += 1  # 하나\n",
        "with torch.no_grad():\n    가중치 += 1  # 하나\n",
    ),
    "an argument on a line of its own": (
        'x = torch.zeros(\n    3,  # rows\n    device="cuda:0",  # the card\n)\n',
        '    3,  # rows\n    device="cuda" if torch.cuda.is_available() else "cpu",  # the card\n)\n',
    ),
}


@pytest.mark.parametrize(("text", "wanted"), FORMATTED.values(), ids=FORMATTED)
def test_a_fix_keeps_how_the_text_is_written(text: str, wanted: str) -> None:
    """Comments, tabs, line breaks and texts in quotes come through a fix as they were."""
    preamble = "import torch\nfrom torch import nn\n"
    (found,) = run(Program(preamble + text, trusted=True)).findings
    assert found.fix is not None
    assert wanted in applied(preamble + text, found.fix)


def test_every_rule_has_three_hits_and_three_misses(request: pytest.FixtureRequest) -> None:
    """No rule is without its programs, and no program without its rule."""
    module = request.config.pluginmanager
    samples = next(plugin.samples for plugin in module.get_plugins() if hasattr(plugin, "samples"))
    counted = Counter((each.rule, each.is_hit) for each in samples())
    assert {rule for rule, _ in counted} == {rule.identifier for rule in RULES}
    assert {place: count for place, count in counted.items() if count < 3} == {}
