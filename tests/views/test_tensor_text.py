"""Numbers and tensors as text."""

import pytest

from desktop.records.record import Value
from desktop.records.tensor import Tensor
from desktop.views.tensor_text import number_text, shape_text, tensor_facts, value_rows, values_note


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5, "0.5"),
        (1 / 3, "0.3333"),
        (123456.7, "1.235e+05"),
        (-0.0000123, "-1.23e-05"),
        (4.0, "4"),
        (12, "12"),
        (10_000_000, "1e+07"),
        ("NaN", "NaN"),
        ("Infinity", "∞"),
        ("-Infinity", "-∞"),
        (True, "True"),
        ((1.0, -2.5), "1-2.5i"),
        ((0.0, "NaN"), "0+NaNi"),
        (None, "–"),
    ],
)
def test_numbers_have_four_digits_and_names(value: Value | None, text: str) -> None:
    """Every kind of value a record holds is written shortly and unmistakably."""
    assert number_text(value) == text


def test_shapes_are_read_as_people_say_them() -> None:
    """A scalar is called so; a vector is its length; no tensor has no shape."""
    assert shape_text(Tensor((2, 3), "float32", "cpu")) == "2×3"
    assert shape_text(Tensor((5,), "float32", "cpu")) == "5"
    assert shape_text(Tensor((), "float32", "cpu")) == "scalar"
    assert shape_text(None) == ""


def test_a_matrix_is_laid_out_in_rows() -> None:
    """Values stand row by row; a vector is one row; a scalar one cell."""
    assert value_rows(Tensor((2, 2), "float32", "cpu", count=4, values=(1.0, 2.0, 3.0, 4.0))) == (
        ("1", "2"),
        ("3", "4"),
    )
    assert value_rows(Tensor((2,), "float32", "cpu", count=2, values=(1.0, 2.0))) == (("1", "2"),)
    assert value_rows(Tensor((), "float32", "cpu", count=1, values=(7.0,))) == (("7",),)


def test_three_dimensions_are_matrices_one_below_the_other() -> None:
    """An empty row parts them."""
    tensor = Tensor((2, 1, 2), "float32", "cpu", count=4, values=(1.0, 2.0, 3.0, 4.0))
    assert value_rows(tensor) == (("1", "2"), (), ("3", "4"))


def test_what_is_left_out_is_shown_as_left_out() -> None:
    """Wide rows, cut rows and missing rows end in "…", and a note says how many values there are."""
    wide = Tensor((1, 100), "float32", "cpu", count=100, values=tuple(map(float, range(64))))
    assert value_rows(wide) == ((*map(str, range(8)), "…"),)
    assert values_note(wide) == "first 64 of 100 values"
    tall = Tensor((100, 2), "float32", "cpu", count=200, values=(0.0,) * 64)
    assert value_rows(tall)[-1] == ("…",)
    assert len(value_rows(tall)) == 9


def test_long_numbers_make_fewer_columns() -> None:
    """A row stays as wide as a narrow column of the screen."""
    long = Tensor((1, 8), "float32", "cpu", count=8, values=(-0.0085271,) * 8)
    assert value_rows(long) == ((*["-0.008527"] * 3, "…"),)


def test_no_values_make_no_rows() -> None:
    """A meta tensor and an empty one have nothing to lay out, and nothing was left out of them."""
    assert values_note(Tensor((2,), "float32", "meta", count=2)) == ""
    assert value_rows(Tensor((2,), "float32", "meta", count=2)) == ()
    assert value_rows(Tensor((0,), "float32", "cpu", values=())) == ()


def test_only_facts_that_say_something_are_told() -> None:
    """Zeros, NaN and infinities appear where there are some; equal elements are told once."""
    plain = Tensor(
        (2,), "float32", "cpu", count=2, minimum=1.0, maximum=2.0, mean=1.5, deviation=0.5, norm=2.236, zeros=0
    )
    assert dict(tensor_facts(plain)) == {
        "shape": "2",
        "dtype": "float32 on cpu",
        "norm": "2.236",
        "range": "1 … 2",
        "mean": "1.5 ± 0.5",
    }
    ones = Tensor((4,), "float32", "cpu", count=4, minimum=1.0, maximum=1.0, mean=1.0, deviation=0.0, norm=2.0)
    assert dict(tensor_facts(ones))["everywhere"] == "1"
    assert "range" not in dict(tensor_facts(ones))
    holes = Tensor((4,), "float32", "cpu", count=4, norm="NaN", zeros=1, nans=2, infinities=1)
    facts = dict(tensor_facts(holes))
    assert (facts["zeros"], facts["NaN"], facts["∞"]) == ("1 of 4 (25 %)", "2 of 4 (50 %)", "1 of 4 (25 %)")


def test_a_meta_tensor_has_shape_and_dtype_and_nothing_else() -> None:
    """There are no numbers to tell of."""
    assert [name for name, _ in tensor_facts(Tensor((3,), "float32", "meta", count=3))] == ["shape", "dtype"]
