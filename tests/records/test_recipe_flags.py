"""A recipe by flags: every field has one, kinds follow from what is said, contradictions are refused."""

from typing import Any

import msgspec
import pytest

from desktop.records.files import UsageError
from desktop.records.recipe import Formula, Function, LinearModel, Mlp, ProgramModel, Schedule, Table
from desktop.records.recipe_flags import FLAGS, written
from desktop.records.training import Recipe


def recipe(file: dict[str, Any] | None = None, **given: Any) -> Recipe:
    """Read a recipe from flags over a file; a flag's dashes are underscores here."""
    return msgspec.convert(
        written(file or {}, {name.replace("_", "-"): value for name, value in given.items()}), Recipe
    )


def test_without_flags_it_is_the_files() -> None:
    """Nothing given is the default, and a file stands as it is."""
    assert recipe() == Recipe()
    assert recipe({"seed": 3, "model": {"kind": "mlp", "widths": [5]}}) == Recipe(seed=3, model=Mlp((5,)))


def test_what_is_said_of_a_model_chooses_it() -> None:
    """A width makes an MLP, a class a program's model, a formula or a table their targets."""
    assert recipe(widths=(8, 8), dropout=0.5, batch_norm=True).model == Mlp((8, 8), dropout=0.5, batch_norm=True)
    assert recipe(model="mlp").model == Mlp()
    assert msgspec.convert(written({}, {"program": "text", "class": "Net"}), Recipe).model == ProgramModel(
        "text", "Net"
    )
    assert recipe(target="sine", noise=0.1).target == Function("sine", 0.1)
    assert recipe(formula="x1", noise=0.1, low=-2.0).target == Formula("x1", low=-2, noise=0.1)
    assert recipe(csv="t.csv", inputs=("a",), output="y", unscaled=False).target == Table(
        "t.csv", ("a",), "y", scaled=False
    )
    assert recipe(noise=0.5).target == Function(noise=0.5)
    assert recipe(schedule="step", every=3).schedule == Schedule("step", 3)


def test_flags_win_over_the_file_part_by_part() -> None:
    """Of one kind the rest of the file's part stays; another kind begins anew."""
    file = {"seed": 1, "model": {"kind": "mlp", "widths": [5], "dropout": 0.1}, "loss": "mae"}
    assert recipe(file, dropout=0.3, seed=2) == Recipe(seed=2, model=Mlp((5,), dropout=0.3), loss="mae")
    assert recipe(file, model="linear").model == LinearModel()
    assert recipe({"target": {"kind": "formula", "text": "x1"}}, noise=0.2).target == Formula("x1", noise=0.2)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"model": "linear", "widths": (3,)}, "--model and --widths do not go together"),
        ({"target": "sine", "formula": "x1"}, "--target and --formula do not go together"),
        ({"formula": "x1", "csv": "t.csv"}, "--formula and --csv do not go together"),
    ],
)
def test_flags_of_different_kinds_are_refused(given: dict[str, Any], said: str) -> None:
    """Both are named."""
    with pytest.raises(UsageError, match=said):
        written({}, given)


def test_every_field_has_a_flag() -> None:
    """Whatever a recipe holds can be said on a command line."""
    fields = {flag.field.rpartition(".")[2] for flag in FLAGS}
    for part in (Mlp, ProgramModel, Function, Formula, Table, Schedule):
        assert set(part.__struct_fields__) <= fields
    assert set(Recipe.__struct_fields__) - {"model", "target", "schedule"} <= fields
    assert len({flag.name for flag in FLAGS}) == len(FLAGS)
