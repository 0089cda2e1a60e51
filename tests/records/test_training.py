"""The bounds of a recipe."""

from typing import Any

import msgspec
import pytest

from desktop.records.training import Recipe


def test_a_recipe_is_the_chapters_unless_it_says_otherwise() -> None:
    """The defaults are those of the chapter's regression."""
    assert msgspec.convert({}, Recipe) == Recipe("cpu", 0, 0.0001, 0.1, 1, 10_000, 1_000, 0.001)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seed", -1),
        ("seed", 2**63),
        ("seed", 0.5),
        ("learning_rate", 0.0),
        ("learning_rate", -0.0001),
        ("learning_rate", "fast"),
        ("momentum", -0.1),
        ("momentum", 1.0),
        ("batch_size", 0),
        ("batch_size", 1_000_001),
        ("iterations", 0),
        ("epochs", 0),
        ("epochs", None),
        ("threshold", -1.0),
        ("device", 0),
    ],
)
def test_a_value_out_of_bounds_is_refused_by_its_name(field: str, value: Any) -> None:
    """What cannot be trained with is refused, and the error names the field."""
    with pytest.raises(msgspec.ValidationError, match=field):
        msgspec.convert({field: value}, Recipe)


@pytest.mark.parametrize(
    ("field", "value"),
    [("seed", 2**63 - 1), ("learning_rate", 5e-324), ("momentum", 0.0), ("batch_size", 1_000_000), ("threshold", 0.0)],
)
def test_a_value_on_its_bound_is_taken(field: str, value: float) -> None:
    """Bounds that are named as allowed are allowed."""
    assert getattr(msgspec.convert({field: value}, Recipe), field) == value


def test_a_misspelt_field_is_refused() -> None:
    """A recipe file with an unknown name in it is an error, not a default silently kept."""
    with pytest.raises(msgspec.ValidationError, match="learning_rat"):
        msgspec.json.decode(b'{"learning_rat": 0.1}', type=Recipe)


@pytest.mark.parametrize("field", ["learning_rate", "momentum", "threshold"])
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none_never_reaches_a_recipe_through_json(field: str, value: float) -> None:
    """JSON has no word for NaN or infinity, so a recipe file cannot hold one."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({field: value}), type=Recipe)
