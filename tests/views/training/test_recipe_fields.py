"""The form's ranges are the record's, and its values are a recipe's."""

import msgspec
import pytest

from desktop.records.recipe import Formula, Mlp, ProgramModel, Schedule, Table
from desktop.records.training import Recipe
from desktop.views.training.fields import ChoiceField, NumberField
from desktop.views.training.presets import PRESETS
from desktop.views.training.readings import read_arguments, read_formula, read_widths
from desktop.views.training.recipe_fields import SECTIONS
from desktop.views.training.recipe_values import conflict, meaningful, recipe_of, values_of

TRIED = (-1, -0.5, 0, 0.1, 0.999, 1, 2, 10, 10.5, 10_000, 1_000_000, 1_000_001, 2**62)
FIELDS = {field.name: field for fields in SECTIONS.values() for field in fields}
OWN = [field for field in FIELDS.values() if isinstance(field, NumberField) and field.name in Recipe.__struct_fields__]
RATE = FIELDS["learning_rate"]


def _record_accepts(kind: type[msgspec.Struct], name: str, value: float) -> bool:
    try:
        msgspec.convert({name: value}, kind)
    except msgspec.ValidationError:
        return False
    return True


def _form_accepts(field: NumberField, text: str) -> bool:
    try:
        field.parse(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("field", OWN, ids=lambda field: field.name)
def test_ranges_are_those_of_the_record(field: NumberField) -> None:
    """What the form lets through the record takes, and what it refuses the record refuses."""
    for value in TRIED:
        assert _form_accepts(field, str(value)) == _record_accepts(Recipe, field.name, value), value


@pytest.mark.parametrize("name", ["every", "factor"])
def test_ranges_of_the_schedule_are_those_of_the_record(name: str) -> None:
    """The schedule's numbers have its record's ranges."""
    field = FIELDS[name]
    assert isinstance(field, NumberField)
    for value in TRIED:
        assert _form_accepts(field, str(value)) == _record_accepts(Schedule, name, value), value


def test_everything_a_recipe_says_has_a_field() -> None:
    """Every part of a recipe is set by some field; a recipe's own names are the fields' names."""
    assert set(Recipe.__struct_fields__) <= set(FIELDS)
    assert set(values_of(Recipe())) == set(FIELDS)


@pytest.mark.parametrize("text", ["", "many", "nan", "inf", "1e999", "0x10", "1.5.2"])
def test_what_is_no_number_is_refused_with_a_sentence(text: str) -> None:
    """The refusal names the field and says what is allowed."""
    assert isinstance(RATE, NumberField)
    with pytest.raises(ValueError, match=r"^Learning rate must be .*more than 0\.$"):
        RATE.parse(text)


@pytest.mark.parametrize(("text", "value"), [("1e-3", 0.001), (" 0.5 ", 0.5), ("1,000", 1000.0), ("5", 5.0)])
def test_numbers_as_people_write_them(text: str, value: float) -> None:
    """Exponents, blanks and separated thousands are numbers."""
    assert isinstance(RATE, NumberField)
    assert RATE.parse(text) == value


RECIPES = [
    *PRESETS.values(),
    Recipe(model=ProgramModel("import torch\n", "Net", "3, width=8"), optimizer="rmsprop", momentum=0.5),
    Recipe(target=Formula("x1 * x2", -2.0, 3.0, 0.1), schedule=Schedule("step", 5, 0.5), weight_decay=0.01),
    Recipe(target=Table("/a/b.csv", ("x", "y"), "z", 0.3, "mean", scaled=False), optimizer="sgd", nesterov=True),
    Recipe(model=Mlp((), "gelu", 0.25, True, "zeros"), schedule=Schedule("cosine", 40, 0.01), optimizer="adagrad"),
    Recipe(schedule=Schedule("exponential", factor=0.9), loss="huber"),
]


@pytest.mark.parametrize("recipe", RECIPES, ids=range(len(RECIPES)))
def test_a_recipe_comes_back_from_its_values(recipe: Recipe) -> None:
    """Spread over the form and gathered again, a recipe is the same; every choice in it is offered."""
    values = values_of(recipe)
    text = recipe.model.text if isinstance(recipe.model, ProgramModel) else ""
    gathered = recipe_of(values, text)
    assert msgspec.structs.replace(gathered, momentum=recipe.momentum) == recipe
    for name, field in FIELDS.items():
        if isinstance(field, ChoiceField) and field.options and name in meaningful(values):
            assert values[name] in dict(field.options)


def test_fields_without_meaning_are_hidden() -> None:
    """Adam has no momentum, a constant schedule no factor, the chapter's model no widths."""
    assert not {"widths", "factor", "every", "formula", "path"} & meaningful(values_of(Recipe()))
    adam = meaningful(values_of(Recipe(optimizer="adam")))
    assert not {"momentum", "nesterov"} & adam
    assert {"widths", "dropout"} <= meaningful(values_of(Recipe(model=Mlp())))


@pytest.mark.parametrize(
    ("recipe", "place"),
    [
        (Recipe(loss="bce"), "loss"),
        (Recipe(nesterov=True, momentum=0.0), "nesterov"),
        (Recipe(target=Formula("x1", 1.0, 1.0)), "high"),
        (Recipe(target=Table("a.csv", ("x", "y"), "y")), "inputs"),
    ],
)
def test_values_that_do_not_go_together_are_named(recipe: Recipe, place: str) -> None:
    """The field and a sentence are given, and no recipe is made."""
    values = values_of(recipe)
    assert conflict(values)[0] == place
    with pytest.raises(ValueError, match=r"\.$"):
        recipe_of(values, "")


@pytest.mark.parametrize(
    ("read", "good", "bad"),
    [
        (read_widths, ["16, 16", "8", "", "4 4 4"], ["a", "0", "5000", "1.5", "1," * 17]),
        (read_formula, ["x1**2 - x2", "sin(x1)", "3*x1 + 0.5"], ["", "x1 +", "3 + 4", "x1\nx2", "(" * 500]),
        (read_arguments, ["3, 1", "", "width=8, bias=True", "(1, 2)", "'relu'"], ["a", "3) + f(1", "open('x')", "3,,"]),
    ],
    ids=["widths", "formula", "arguments"],
)
def test_texts_are_read_and_never_evaluated(read: object, good: list[str], bad: list[str]) -> None:
    """What can be meant is taken, all else is refused with a sentence."""
    assert callable(read)
    for text in good:
        read(text)
    for text in bad:
        with pytest.raises(ValueError, match=r"[.…]$"):
            read(text)
