"""Mistakes that stand in a text whatever it computes."""

import pytest

from desktop.language.mistakes import IMPORTS, mistakes
from desktop.records.text import Span


def test_a_syntax_error_is_told_where_python_sees_it() -> None:
    """Python's words, at the character it names, within the text."""
    (found,) = mistakes("x = (1\ny = 2\n")
    assert (found.rule, found.severity, found.message) == ("syntax-error", "error", "'(' was never closed")
    assert found.span == Span(1, 4, 1, 5)
    (found,) = mistakes('s = "가나"; y = = 3')
    assert found.span == Span(1, 14, 1, 15)


@pytest.mark.parametrize(
    "text", ["return 1", "x = 'a", "def f(:\n", "if x:\n", "\tx\n y", "f(**a, *b)", "x = 1 +", "\0"]
)
def test_no_text_is_too_wrong(text: str) -> None:
    """Each gives at most one finding, whose span lies in the text or directly behind it."""
    found = mistakes(text)
    assert len(found) <= 1
    for each in found:
        assert each.span is not None
        assert 1 <= each.span.line <= text.count("\n") + 1


def test_a_name_that_is_nowhere_bound_is_told() -> None:
    """At its place, behind Hangul too; what is bound, built in or deleted elsewhere is not."""
    (found,) = mistakes('s = "가나"; print(s, missing)')
    assert (found.rule, found.message) == ("undefined-name", "name 'missing' is not defined")
    assert found.span == Span(1, 19, 1, 26)
    assert mistakes("import torch\nfor x in range(3):\n    y = x\nprint(y, [z for z in 'ab'], len)\n") == ()


@pytest.mark.parametrize("name", IMPORTS)
def test_the_fix_of_a_missing_import_mends_it(name: str) -> None:
    """Written above the first statement and below the docstring, the import takes the finding away."""
    text = f'"""Say."""\nfrom __future__ import annotations\n\nx = {name}\n'
    (found,) = mistakes(text)
    assert found.fix is not None
    (edit,) = found.fix.edits
    lines = text.split("\n")
    lines[edit.span.line - 1] = edit.text + lines[edit.span.line - 1]
    assert mistakes("\n".join(lines)) == ()
