"""The form's ranges are the record's."""

import msgspec
import pytest

from desktop.records.training import Recipe
from desktop.views.training.recipe_fields import FIELDS, RecipeField

TRIED = (-1, -0.5, 0, 0.1, 0.999, 1, 2, 10_000, 1_000_000, 1_000_001, 2**62)


def _record_accepts(field: RecipeField, value: float) -> bool:
    try:
        msgspec.convert({field.name: value}, Recipe)
    except msgspec.ValidationError:
        return False
    return True


def _form_accepts(field: RecipeField, text: str) -> bool:
    try:
        field.parse(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_ranges_are_those_of_the_record(field: RecipeField) -> None:
    """What the form lets through the record takes, and what it refuses the record refuses."""
    for value in TRIED:
        assert _form_accepts(field, str(value)) == _record_accepts(field, value), value


def test_every_number_of_a_recipe_has_a_field() -> None:
    """Nothing but the device is missing, and every field begins with the recipe's own value."""
    names = {field.name for field in FIELDS} | {"device"}
    assert names == set(Recipe.__struct_fields__)
    assert all(field.parse(field.default) == getattr(Recipe(), field.name) for field in FIELDS)


@pytest.mark.parametrize("text", ["", "many", "nan", "inf", "1e999", "0x10", "1.5.2"])
def test_what_is_no_number_is_refused_with_a_sentence(text: str) -> None:
    """The refusal names the field and says what is allowed."""
    with pytest.raises(ValueError, match=r"^Learning rate must be .*more than 0\.$"):
        FIELDS[0].parse(text)


@pytest.mark.parametrize(("text", "value"), [("1e-3", 0.001), (" 0.5 ", 0.5), ("1,000", 1000.0), ("5", 5.0)])
def test_numbers_as_people_write_them(text: str, value: float) -> None:
    """Exponents, blanks and separated thousands are numbers."""
    assert FIELDS[0].parse(text) == value
