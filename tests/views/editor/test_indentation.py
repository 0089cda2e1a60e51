"""Lines in and out, comments, the depth of the next line."""

import pytest

from desktop.views.editor.indentation import dedent, indent, next_line_indentation, toggle_comments


def test_dedent_takes_indent_back() -> None:
    """Out after in gives the lines again, and blank lines get no trailing blanks."""
    lines = ["a", "", "    b"]
    assert indent(lines) == ["    a", "", "        b"]
    assert dedent(indent(lines)) == lines


def test_dedent_of_uneven_lines() -> None:
    """A line with less than a step before it goes as far as it can."""
    assert dedent(["  a", "\tb", "c"]) == ["a", "b", "c"]


def test_comments_come_and_go() -> None:
    """Toggling twice gives the lines again; the marks stand in one column."""
    lines = ["    if x:", "        y()", ""]
    marked = toggle_comments(lines)
    assert marked == ["    # if x:", "    #     y()", ""]
    assert toggle_comments(marked) == lines


def test_a_partly_commented_block_is_commented() -> None:
    """One line of code among comments makes all of them comments."""
    assert toggle_comments(["# a", "b"]) == ["# # a", "# b"]


@pytest.mark.parametrize(
    ("before", "blanks"),
    [
        ("x = 1", ""),
        ("def f():", "    "),
        ("    if x:  # why: because", "        "),
        ("    return x", ""),
        ("y = f(", "    "),
        ('x = "a:" # b:', ""),
        ("    x = {'#': 1}", "    "),
        ("returned = 1", ""),
    ],
)
def test_depth_of_the_next_line(before: str, blanks: str) -> None:
    """A colon or an open bracket goes in, a return comes out, and a comment's colon is no colon."""
    assert next_line_indentation(before) == blanks
