"""A person's formula: computed as written, and refused with the column where it is none."""

import math

import pytest
import torch
from torch import Tensor

from desktop.engine.learning.formula import Formula
from desktop.records.files import UsageError

X = torch.tensor([[0.5, -1.5, 2.0], [-0.25, 3.0, 0.75]])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3*x1 + x2 - 2*x3", 3 * X[:, 0] + X[:, 1] - 2 * X[:, 2]),
        ("sin(pi * x1) ** 2", torch.sin(math.pi * X[:, 0]) ** 2),
        ("-x2 / (1 + exp(-x1))", -X[:, 1] / (1 + torch.exp(-X[:, 0]))),
        ("max(x1, 0.1) + min(x2, x3)", X[:, 0].clamp(min=0.1) + torch.minimum(X[:, 1], X[:, 2])),
        ("relu(x2) + abs(x2) - sqrt(x2 ** 2)", X[:, 1].relu() + X[:, 1].abs() - (X[:, 1] ** 2).sqrt()),
        ("  log(e ** 2) * x1", 2 * X[:, 0]),
        ("2 ** x1 + tanh(x3) + sigmoid(x1) + cos(x1) + tan(x1)", None),
    ],
)
def test_a_formula_is_computed_as_torch_would(text: str, expected: Tensor | None) -> None:
    """Values have shape (N, 1) and are those of the same expression in torch."""
    if expected is None:
        x1, x3 = X[:, 0], X[:, 2]
        expected = 2**x1 + torch.tanh(x3) + torch.sigmoid(x1) + torch.cos(x1) + torch.tan(x1)
    values = Formula(text)(X)
    assert values.shape == (2, 1)
    torch.testing.assert_close(values[:, 0], expected)


def test_the_greatest_number_says_how_many_inputs_there_are() -> None:
    """x7 alone has seven inputs."""
    assert Formula("x7 + 1").inputs == 7


def test_constants_that_are_no_number_stay_no_number() -> None:
    """A division of constants by zero is infinite and a root of -1 is not a number, not an error of Python's."""
    assert Formula("x1 + 1 / 0")(X).isinf().all()
    assert Formula("x1 + (0 - 1) ** 0.5")(X).isnan().all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x1 + y", "at column 6: there is no y"),
        ("  x1 + y", "at column 8: there is no y"),
        ("x1 + √x2", "cannot be read at column 6"),
        ("é1 + x1", "at column 1: there is no é1"),
        ("x1 *", "cannot be read at column"),
        ("x1 ^ 2", r"a power is written \*\*"),
        ("x1 > 2", "at column 1: only numbers"),
        ("x1 % 2", "only \\+ - \\* / and \\*\\* are known"),
        ("not x1", "are known"),
        ("sinus(x1)", "at column 1: there is no function sinus; known are abs, cos"),
        ("sin(x1, x2)", "sin takes 1 value"),
        ("max(x1)", "max takes 2 values"),
        ("max(x1, key=x2)", "at column 1: only numbers"),
        ("x1 + 'a'", "at column 6: only numbers"),
        ("x1 + True", "at column 6: only numbers"),
        ("x1 + 1j", "at column 6: only numbers"),
        ("x1.grad", "at column 1: only numbers"),
        ("[x1]", "at column 1"),
        ("(lambda: x1)()", "at column 1|at column 2"),
        ("__import__('os').system('true') + x1", "at column 1: only numbers"),
        ("x0 + x1", "at column 1: there is no x0"),
        ("x65", "inputs are x1 to x64"),
        ("1e39 * x1", "the number is too large"),
        (f"x1 + 1{'0' * 400}", "the number is too large"),
        ("3", "names no input"),
        ("", "cannot be read"),
        ("x1; x2", "cannot be read at column 3"),
        ("x1 + \0", "cannot be read"),
        ("-" * 100 + "x1", "nested too deeply"),
        ("(" * 400 + "x1" + ")" * 400, "cannot be read"),
        (" + ".join(["x1"] * 40 + ["(x1 * x1 * x1 * x1 * x1)"] * 60), "too long"),
    ],
)
def test_what_is_no_formula_is_refused_where_it_is_wrong(text: str, said: str) -> None:
    """The error is one paragraph with the column, counted in characters from 1."""
    with pytest.raises(UsageError, match=said) as caught:
        Formula(text)
    assert "\n" not in str(caught.value)
