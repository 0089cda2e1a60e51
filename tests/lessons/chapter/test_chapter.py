"""The chapter's snippets, pasted verbatim, each after those it builds on: they run, or a finding says how to mend them.

`snippets/` holds them byte for byte, prompts and printed output included.
"""

import functools
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
import torch

from desktop.engine.run import run
from desktop.records.finding import Fix
from desktop.records.run import Program, Run
from desktop.views.lessons.pasted import pasted_program

SNIPPETS = {path.stem[3:]: path.read_text(encoding="utf-8") for path in Path(__file__).with_name("snippets").iterdir()}
MOST_FIXES = 30
FEW_ITERATIONS = "n_epochs, n_iter = 2, 20\n"
"""Stands before the chapter's loop in these tests, which do not wait for its ten million iterations."""


class Case(NamedTuple):
    """A snippet: the ones it builds on, what it raises on today's torch, and the rules that speak of it.

    `prints` is what the chapter shows under it. `mends` says that applying the fixes makes it run.
    """

    after: tuple[str, ...] = ()
    raises: str = ""
    rules: tuple[str, ...] = ()
    prints: str = ""
    mends: bool = True


GPU_ERROR = "" if torch.cuda.is_available() else "TypeError"
GPU_RULES = () if torch.cuda.is_available() else ("cuda-unavailable",)
CASES = {
    "tensors": Case(),
    "variable": Case(rules=("legacy-variable", "uninitialized-tensor")),
    "linear": Case(rules=("legacy-variable", "uninitialized-tensor")),
    "matmul": Case(after=("tensors",)),
    "addition": Case(after=("tensors",), raises="RuntimeError", rules=("broadcast-mismatch",), mends=False),
    "attribute": Case(),
    "call": Case(after=("attribute",), rules=("unregistered-tensor", "legacy-variable", "uninitialized-tensor")),
    "no-parameters": Case(after=("attribute", "call"), rules=("unregistered-tensor",), prints="[]"),
    "parameter": Case(after=("attribute",)),
    "parameters": Case(
        after=("attribute", "parameter", "call"),
        rules=("uninitialized-tensor",),
        prints="[torch.Size([10, 5]), torch.Size([5])]",
    ),
    "print-parameter": Case(after=("attribute", "parameter", "call"), prints="MyLinear("),
    "module": Case(after=("attribute",)),
    "print-module": Case(
        after=("attribute", "module", "call"),
        prints="MyLinear(\n  (linear): Linear(in_features=10, out_features=5, bias=True)\n)",
    ),
    "backward": Case(after=("attribute", "module"), rules=("legacy-variable",)),
    "train-eval": Case(after=("attribute", "module", "call")),
    "model": Case(),
    "ground-truth": Case(after=("model",)),
    "train": Case(after=("model", "ground-truth")),
    "hyper": Case(after=("model", "ground-truth", "train"), prints="MyModel(\n  (linear): Linear("),
    "loop": Case(
        after=("model", "ground-truth", "train", "hyper"),
        raises="IndexError",
        rules=("legacy-data-index", "legacy-variable"),
    ),
    "gpu": Case(after=("attribute", "module"), raises=GPU_ERROR, rules=GPU_RULES),
}

each_case = pytest.mark.parametrize(("name", "case"), CASES.items(), ids=CASES)


@functools.cache
def program(name: str) -> str:
    """Paste a snippet after those it builds on."""
    parts = [pasted_program(SNIPPETS[each]) for each in (*CASES[name].after, name)]
    if name == "loop":
        parts.insert(-1, FEW_ITERATIONS)
    return "\n".join(parts)


@functools.cache
def ran(text: str) -> Run:
    """Run a program without consent, once in this process."""
    return run(Program(text))


def applied(text: str, fix: Fix) -> str:
    """Apply all edits of a fix at once."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    places = sorted((starts[edit.span.line - 1] + edit.span.column, edit) for edit in fix.edits)
    assert all(
        starts[one.span.end_line - 1] + one.span.end_column <= start for (_, one), (start, _) in pairwise(places)
    )
    for start, edit in reversed(places):
        text = text[:start] + edit.text + text[starts[edit.span.end_line - 1] + edit.span.end_column :]
    return text


def mended(text: str, *, severities: tuple[str, ...]) -> Run:
    """Apply the first fix there is, as a person does with one click, run again, and so on; give the last run."""
    for _ in range(MOST_FIXES):
        fixes = [each.fix for each in ran(text).findings if each.severity in severities and each.fix]
        if not fixes:
            break
        text = applied(text, fixes[0])
    return ran(text)


def test_every_snippet_of_the_chapter_is_here() -> None:
    """Twenty-one blocks of code are in the chapter, and each has its case."""
    assert sorted(SNIPPETS) == sorted(CASES)
    assert len(CASES) == 21


@each_case
def test_a_snippet_runs_or_raises_what_is_said(name: str, case: Case) -> None:
    """It needs no consent; where today's torch refuses it, it does so with this error."""
    outcome = ran(program(name))
    assert (outcome.error.type if outcome.error else "") == case.raises


@each_case
def test_a_snippet_prints_what_the_chapter_shows(name: str, case: Case) -> None:
    """What the chapter prints is what is printed today, of values that are not random."""
    assert case.prints in ran(program(name)).output


@each_case
def test_the_rules_speak_of_a_snippet(name: str, case: Case) -> None:
    """What is out of date or wrong in the chapter is found."""
    assert set(case.rules) <= {finding.rule for finding in ran(program(name)).findings}


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.raises and case.mends])
def test_a_snippet_that_fails_runs_once_its_fixes_are_applied(name: str) -> None:
    """Clicking the fixes of its errors, one after the other, leads to a program that runs."""
    outcome = mended(program(name), severities=("error",))
    assert outcome.status == "finished", outcome.error


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.raises])
def test_a_snippet_still_runs_when_every_fix_is_applied(name: str) -> None:
    """What is out of date can be brought up to date with clicks, down to the last fix, and prints the same."""
    outcome = mended(program(name), severities=("error", "warning", "hint"))
    assert outcome.status == "finished", outcome.error
    assert not [each for each in outcome.findings if each.fix]
