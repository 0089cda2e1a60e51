"""Numbers that JSON cannot say."""

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.records.record import Number, Value, number
from desktop.records.tensor import Tensor

NON_FINITE = {math.nan: "NaN", math.inf: "Infinity", -math.inf: "-Infinity"}


@pytest.mark.parametrize(("value", "name"), NON_FINITE.items())
def test_a_non_finite_number_is_written_as_its_name(value: float, name: str) -> None:
    """NaN and the infinities become the names that `float` reads back."""
    assert number(value) == name
    assert math.isnan(float(name)) if math.isnan(value) else float(name) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_finite_number_is_written_as_it_is(value: float) -> None:
    """A finite number keeps every bit, the sign of zero too, in both formats."""
    assert number(value) is value
    for back in (
        msgspec.json.decode(msgspec.json.encode(number(value)), type=Number),
        msgspec.msgpack.decode(msgspec.msgpack.encode(number(value)), type=Number),
    ):
        assert isinstance(back, float)
        assert back.hex() == value.hex()


def test_two_tensors_full_of_nan_are_equal() -> None:
    """NaN equals NaN in records, so that two runs of uninitialised memory can be compared with `==`."""
    first, second = (Tensor((2,), "float32", "cpu", values=(number(math.nan), number(math.inf))) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("element", "text"),
    [
        (True, "true"),
        (3, "3"),
        (3.0, "3.0"),
        ("NaN", '"NaN"'),
        ((1.0, -2.5), "[1.0,-2.5]"),
        (("Infinity", 0.0), '["Infinity",0.0]'),
    ],
)
def test_an_element_keeps_its_type_in_json(element: Value, text: str) -> None:
    """Truth values, whole, real, non-finite and complex numbers are told apart in JSON and come back as they were."""
    assert msgspec.json.encode(element).decode() == text
    back = msgspec.json.decode(text, type=Value)
    assert (back, type(back)) == (element, type(element))


@pytest.mark.parametrize("text", ["null", '"nan"', '"inf"', "[1]", "[1,2,3]", "{}", '"1.0"'])
def test_nothing_else_is_an_element(text: str) -> None:
    """A decoder refuses what is no element of a tensor, other spellings of the non-finite numbers among it."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(text, type=Value)
