"""Remarks that follow from shapes, before anything is run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from desktop.records.preview import Preview
from desktop.records.text import Span

Look = Callable[[str], Preview]


def program(first: str, second: str, expression: str) -> str:
    """Write a program that does something to two tensors."""
    return f"import torch\nx = {first}\ny = {second}\nz = {expression}\n"


@pytest.mark.parametrize(
    ("first", "second", "expression", "rule"),
    [
        ("torch.ones(16, 5)", "torch.ones(16)", "x - y", "broadcast-mismatch"),
        ("torch.ones(5, 2, 4, 1)", "torch.FloatTensor(3, 1, 1)", "x + y", "broadcast-mismatch"),
        ("torch.ones(2)", "torch.ones(3)", "x.mul(y)", "broadcast-mismatch"),
        ("torch.ones(2)", "torch.ones(3)", "x > y", "broadcast-mismatch"),
        ("torch.ones(16, 10)", "torch.ones(5, 10)", "x @ y", "matmul-mismatch"),
        ("torch.ones(16, 10)", "torch.ones(5, 10)", "torch.mm(x, y)", "matmul-mismatch"),
        ("torch.ones(2, 3, 4)", "torch.ones(5)", "torch.matmul(x, y)", "matmul-mismatch"),
    ],
)
def test_shapes_that_do_not_fit_are_told_as_pytorch_tells_them(
    looked: Look, first: str, second: str, expression: str, rule: str
) -> None:
    """The finding stands at the expression, with both shapes lined up, in PyTorch's own words where they are known."""
    preview = looked(program(first, second, expression))
    (found,) = preview.findings
    assert (found.rule, found.severity) == (rule, "error")
    assert found.span == Span(4, 4, 4, 4 + len(expression))
    names = {"x": eval(first), "y": eval(second), "torch": torch}  # noqa: S307 # the oracle
    with pytest.raises(RuntimeError) as raised:
        eval(expression, names)  # noqa: S307 # the oracle
    if "size mismatch" not in str(raised.value):
        assert found.message == str(raised.value)
    shapes = [[str(size) for size in names[name].shape] for name in "xy"]
    assert [row.split() for row in found.explanation.splitlines()[-2:]] == shapes


@pytest.mark.parametrize(
    ("first", "second", "expression"),
    [
        ("torch.ones(5, 1, 4, 1)", "torch.ones(3, 1, 1)", "x + y"),
        ("torch.ones(3)", "torch.ones(3)", "x + y"),
        ("torch.ones(4, 1)", "torch.ones(1, 4)", "x - y"),
        ("torch.ones(4, 1)", "torch.ones(3)", "x - y"),
        ("torch.ones(1, 1)", "torch.ones(1)", "x - y"),
        ("torch.ones(3)", "2.0", "x * y"),
        ("torch.ones(3, 4)", "torch.ones(4)", "x @ y"),
        ("[1, 2]", "torch.ones(3)", "x + [3]"),
    ],
)
def test_shapes_that_fit_are_no_news(looked: Look, first: str, second: str, expression: str) -> None:
    """What broadcasts as meant, or is no arithmetic of tensors, raises no finding."""
    assert looked(program(first, second, expression)).findings == ()


def test_a_column_and_a_vector_make_a_square(looked: Look) -> None:
    """The silent N×N is warned of where it arises, also in a method's words."""
    for expression in ("x - y", "y * x.requires_grad_()", "x.sub(y)"):
        (found,) = looked(program("torch.ones(16, 1)", "torch.ones(16)", expression)).findings
        assert (found.rule, found.severity) == ("broadcast-both-expand", "warning")
        assert "16×16" in found.message


@pytest.mark.parametrize(
    ("first", "second", "expression"),
    [
        ("torch.ones(16)", "torch.ones(16)", "x[:, None] - y"),
        ("torch.ones(16)", "torch.ones(16)", "x.unsqueeze(1) == y"),
        ("torch.ones(16).view(-1, 1)", "torch.ones(16)", "x - y"),
        ("torch.ones(16, 1)", "torch.ones(16)", "x * y"),
    ],
)
def test_what_is_stretched_on_purpose_is_no_accident(looked: Look, first: str, second: str, expression: str) -> None:
    """Where the text says that a column is wanted, the square is wanted too."""
    preview = looked(program(first, second, expression))
    assert (preview.findings, preview.lines[-1].tensors[0].shape) == ((), (16, 16))


PREAMBLE = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"


def correct_programs() -> Iterator[tuple[str, str]]:
    """Give the programs in the manner of tutorials, by name."""
    for file in sorted((Path(__file__).parents[2] / "findings" / "correct").glob("*.txt")):
        for part in file.read_text(encoding="utf-8").split("=== ")[1:]:
            name, _, text = part.partition("\n")
            yield name, PREAMBLE + text


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in correct_programs()])
def test_correct_programs_are_left_in_peace(looked: Look, text: str) -> None:
    """No false alarm on programs in the manner of tutorials."""
    assert looked(text).findings == ()


def test_other_errors_are_left_to_the_run(looked: Look) -> None:
    """A look that fails for another reason says nothing: a fake tensor may fail where a true one would not."""
    for line in ("x.view(4)", "raise ValueError('a')", "missing", "x.foo", "x[9]"):
        assert looked(f"import torch\nx = torch.ones(3)\n{line}\n").findings == ()
