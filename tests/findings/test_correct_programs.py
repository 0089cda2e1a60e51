"""Correct programs are left in peace: on a hundred of them there is no warning and no error."""

from pathlib import Path

import pytest

from desktop.engine.run import run
from desktop.records.run import Program

ROOT = Path(__file__).parents[2]
PROGRAMS = [
    *sorted((ROOT / "tests" / "programs").glob("*.py")),
    *sorted((ROOT / "resources" / "programs").glob("*.py")),
]


def test_a_correct_program_gets_hints_at_most(correct: str) -> None:
    """A program in the manner of tutorials finishes without a warning or an error."""
    done = run(Program(correct, trusted=True))
    assert done.error is None
    assert [(each.rule, each.span) for each in done.findings if each.severity != "hint"] == []


def test_there_are_a_hundred_of_them(request: pytest.FixtureRequest) -> None:
    """The promise is about a hundred programs, each with a name of its own."""
    plugins = request.config.pluginmanager.get_plugins()
    programs = next(plugin.correct_programs for plugin in plugins if hasattr(plugin, "correct_programs"))
    names = [name for name, _ in programs()]
    assert len(set(names)) == len(names) >= 100


@pytest.mark.parametrize("path", PROGRAMS, ids=[f"{path.parent.parent.name}-{path.stem}" for path in PROGRAMS])
def test_a_program_that_finishes_has_no_error(path: Path) -> None:
    """Whatever else is said of it, a program that ran to its end gets no finding that is an error."""
    done = run(Program(path.read_text(encoding="utf-8"), trusted=True))
    assert [(each.rule, each.span) for each in done.findings if each.severity == "error"] == []
