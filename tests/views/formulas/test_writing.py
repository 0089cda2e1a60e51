"""How a formula is written: brackets, signs, powers, numbers."""

import numpy as np
import pytest

from desktop.views.formulas.expression import Abbreviation, Expression, Named, Sign, setting
from desktop.views.formulas.functions import exp, sqrt
from desktop.views.formulas.rule import G
from desktop.views.formulas.scene import Scene, UnknownError
from desktop.views.formulas.sums import broadcast_dims, to_shape_of, total_along
from desktop.views.formulas.writing import NameWriter, NumberWriter

a, b, w = Sign("a"), Sign("b"), Sign("w")
p = setting("p", "p")
NAMES = {"G": "∂loss/∂y", "a": "a", "b": "b", "w": "Wᵀ"}
SCENE = Scene(NAMES, {"G": (2, 3), "a": (2, 3), "b": (), "w": (3, 2)}, {"three": 3, "last": (1 << 64) - 1})


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (a * G, "a ⊙ ∂loss/∂y"),
        (b * G, "b · ∂loss/∂y"),
        (2 * a * G, "2 · a ⊙ ∂loss/∂y"),
        (1 * G, "∂loss/∂y"),
        (G / 1, "∂loss/∂y"),
        (-G, "−∂loss/∂y"),
        (-(2 * G), "−2 · ∂loss/∂y"),
        (-(a + b), "−(a + b)"),
        (a - (a - b), "a − (a − b)"),
        (a + (-b), "a + (−b)"),
        ((a + b) * G, "(a + b) ⊙ ∂loss/∂y"),
        (a / (a * b), "a/(a · b)"),
        (-1 / a, "−1/a"),
        ((a * b) / a, "(a · b)/a"),
        (a**2, "a²"),
        (a**-10, "a⁻¹⁰"),
        ((a + b) ** 3, "(a + b)³"),
        (a**0.5, "a^0.5"),
        (a**p, "a^p"),
        (a ** (p - 1), "a^(p − 1)"),
        (a ** (setting("three") - 1), "a²"),
        (2**a, "2^a"),
        (sqrt(a), "√a"),
        (sqrt(a + b), "√(a + b)"),
        (exp(-a), "exp(−a)"),
        (Named("π", 3.14) / 180, "π/180"),
        (G @ w.T, "∂loss/∂y · W"),
        (a.T @ G, "aᵀ · ∂loss/∂y"),
        (G.T, "(∂loss/∂y)ᵀ"),
        ((a @ w) @ G, "a · Wᵀ · ∂loss/∂y"),
        (a @ (w @ G), "a · (Wᵀ · ∂loss/∂y)"),
        (setting("three") + 1, "4"),
        (1 / setting("three"), "1/3"),
        (to_shape_of("b", a * G), "Σ over dims 0, 1 of (a ⊙ ∂loss/∂y)"),
        (to_shape_of("a", a * G), "a ⊙ ∂loss/∂y"),
        (to_shape_of("unknown", G), "Σ over what was broadcast of ∂loss/∂y"),
        (total_along(a, setting("last")), "Σ over dim −1 of a"),
        (total_along(a, setting("unknown")), "Σ over dim d of a"),
        (total_along(a, None), "Σ a"),
    ],
)
def test_a_formula_reads_as_in_a_textbook(formula: Expression, text: str) -> None:
    """Brackets stand where they are needed and nowhere else; · is a number times something, ⊙ element by element."""
    assert NameWriter(SCENE).text(formula) == text


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (a * G, "2 · −4"),
        (a - b, "2 − (−3)"),
        (b**2, "(−3)²"),
        (a + Sign("v"), "2 + [1, 0.5]"),
    ],
)
def test_numbers_take_the_places_of_the_names(formula: Expression, text: str) -> None:
    """Negative ones are put in brackets where their sign could be misread."""
    values = {"a": np.array(2.0), "b": np.array(-3.0), "G": np.array(-4.0), "v": np.array([1, 0.5])}
    assert NumberWriter(Scene(NAMES, values=values)).text(formula) == text


def test_a_number_that_was_not_kept_is_an_error() -> None:
    """The arithmetic is then left out as a whole."""
    with pytest.raises(UnknownError, match="“a”"):
        NumberWriter(SCENE).text(a * G)


def test_an_abbreviation_is_told_once_inner_ones_first() -> None:
    """What a letter stands for can itself hold letters."""
    inner = Abbreviation("s", a + b)
    outer = Abbreviation("t", exp(inner))
    writer = NameWriter(SCENE)
    assert writer.text(outer * outer * inner) == "t ⊙ t ⊙ s"
    assert list(writer.abbreviated.items()) == [("s", "a + b"), ("t", "exp(s)")]


@pytest.mark.parametrize(
    ("shape", "whole", "dims"),
    [((), (2, 3), (0, 1)), ((3,), (2, 3), (0,)), ((2, 1), (2, 3), (1,)), ((1, 1), (1, 3), (1,)), ((2, 3), (2, 3), ())],
)
def test_broadcast_dimensions_are_found_from_the_right(
    shape: tuple[int, ...], whole: tuple[int, ...], dims: tuple[int, ...]
) -> None:
    """As PyTorch aligns shapes; a dimension of size one that stayed one was not repeated."""
    assert broadcast_dims(shape, whole) == dims
