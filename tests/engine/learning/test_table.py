"""A table: its columns, its gaps, its split and its scaling; what cannot be used is named."""

from pathlib import Path

import numpy as np
import pytest
import torch

from desktop.engine.learning import csv_file
from desktop.engine.learning.streams import RandomStreams
from desktop.engine.learning.table import TableExamples
from desktop.records.files import UsageError
from desktop.records.recipe import LossName, Table

CPU = torch.device("cpu")


def table(tmp_path: Path, text: str, *, loss: LossName = "mse", **fields: object) -> TableExamples:
    """Read a text as a table from a to y, unless fields say otherwise."""
    path = tmp_path / "table.csv"
    path.write_text(text)
    chosen = {"inputs": ("a", "b"), "output": "y", **fields}
    return TableExamples(Table(str(path), **chosen), loss, 0)  # type: ignore[arg-type] # fields of a table


def rows(count: int) -> str:
    """Write a table in which y = a + b, b = 10 a."""
    return "a,b,y\n" + "".join(f"{n},{10 * n},{11 * n}\n" for n in range(count))


def trained_on(examples: TableExamples) -> set[float]:
    """Collect the targets that come in many batches."""
    streams = RandomStreams(0, noise=False, model=False)
    return {value for _x, y in examples.draw(streams, 50, 40, CPU) for value in y.flatten().tolist()}


def test_validation_rows_are_never_trained_on(tmp_path: Path) -> None:
    """A fifth of the rows is kept apart, and batches hold all others and no more."""
    examples = table(tmp_path, rows(50))
    assert examples.by_seed is not None
    apart = set(examples.by_seed[1].flatten().tolist())
    assert len(apart) == 10
    assert trained_on(examples) == {11.0 * n for n in range(50)} - apart


def test_inputs_are_scaled_by_the_training_rows_and_read_back(tmp_path: Path) -> None:
    """Each scaled column has mean 0 and deviation 1 over the rows that are trained on; `read` undoes it."""
    examples = table(tmp_path, rows(50))
    x, y = examples._x, examples._y
    torch.testing.assert_close(x.mean(0), torch.zeros(2), atol=1e-5, rtol=0)
    torch.testing.assert_close(x.std(0, correction=0), torch.ones(2))
    torch.testing.assert_close(examples.read(x).sum(1, keepdim=True), y, atol=1e-3, rtol=1e-5)


def test_unscaled_inputs_are_the_tables(tmp_path: Path) -> None:
    """Without scaling the model is given the very numbers of the file, a constant column too."""
    examples = table(tmp_path, "y,b,a\n1,5,2\n3,5,4\n", scaled=False, validation=0.0)
    assert examples._x.tolist() == [[2, 5], [4, 5]]
    assert examples.by_seed is None


def test_a_constant_column_is_not_divided_by_zero(tmp_path: Path) -> None:
    """Scaled, it is 0."""
    examples = table(tmp_path, "a,b,y\n1,5,2\n3,5,4\n", validation=0.0)
    assert examples._x[:, 1].tolist() == [0, 0]


GAPS = "a,b,y\n1,2,3\n,4,5\n6,NA,7\n8,9,\n10,11,12\n"


def test_rows_with_gaps_are_left_out_and_told(tmp_path: Path) -> None:
    """Dropping names the rows as a spreadsheet numbers them."""
    examples = table(tmp_path, GAPS, validation=0.0)
    assert examples._y.flatten().tolist() == [3, 12]
    assert examples.notes == ("Rows that lack a value and were left out: 3, 4, 5.",)


def test_the_mean_stands_in_for_an_input_but_never_for_an_output(tmp_path: Path) -> None:
    """A missing input becomes the column's mean over the rows that have it; a row without output is left out."""
    examples = table(tmp_path, GAPS, validation=0.0, missing="mean", scaled=False)
    assert sorted(examples._x[:, 0].tolist()) == [1, pytest.approx(17 / 3), 6, 10]
    assert examples.notes == (
        "Rows that lack a value and were left out: 5.",
        "Rows that lack a value, for which the mean stands in: 3, 4.",
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_other_separators_quotes_and_spaces_are_read(tmp_path: Path, separator: str) -> None:
    """Semicolons, tabs, quoted cells, a byte order mark, blank lines and Windows line ends make no difference."""
    text = "\ufeff" + separator.join(["a ", '"b"', "y"]) + "\r\n\r\n" + separator.join([" 1.5", '"2e1"', "-3"]) + "\r\n"
    examples = table(tmp_path, text, validation=0.0, scaled=False)
    assert (examples._x.tolist(), examples._y.tolist()) == ([[1.5, 20]], [[-3]])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b,y\n1,red,2\n", "holds 'red' in column 'b', row 2"),
        ("a,b,y\n1,2,3\n1,inf,2\n", "holds 'inf' in column 'b', row 3"),
        ("a,b,y\n1,1e39,2\n", "holds '1e39'"),
        ("a,y\n1,2\n", "has the column 'b' not at all. Its header names: a, y"),
        ("a,b,b,y\n1,2,3,4\n", "has the column 'b' twice"),
        ("a,b,y\n", "a header and no rows"),
        ("", "not at all. Its header names: none"),
        ("a,b,y\n,1,2\n1,,2\n", "no row with a value in every chosen column"),
        ('a,b,y\n1,"2,3\n', "no CSV that can be read"),
    ],
)
def test_what_cannot_be_trained_on_is_named(tmp_path: Path, text: str, said: str) -> None:
    """File, column and row stand in one paragraph."""
    with pytest.raises(UsageError, match=said) as caught:
        table(tmp_path, text)
    assert "table.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_columns_are_chosen_once(tmp_path: Path) -> None:
    """The output is no input, no column comes twice, and some column comes at all."""
    for inputs in (("a", "a"), ("a", "y")):
        with pytest.raises(UsageError, match="chosen twice"):
            table(tmp_path, rows(5), inputs=inputs)
    with pytest.raises(UsageError, match="at least one"):
        table(tmp_path, rows(5), inputs=())


def test_classes_are_whole_numbers(tmp_path: Path) -> None:
    """Cross entropy counts the classes; another number is refused, and so is a third class under bce."""
    assert table(tmp_path, "a,b,y\n1,2,0\n3,4,2\n", loss="cross_entropy").classes == 3
    with pytest.raises(UsageError, match=r"column 'y' of .* holds 2"):
        table(tmp_path, "a,b,y\n1,2,0\n3,4,2\n", loss="bce")
    with pytest.raises(UsageError, match=r"holds 0\.5"):
        table(tmp_path, "a,b,y\n1,2,0.5\n3,4,2\n", loss="cross_entropy")


def test_limits_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many rows or bytes are refused with the limit, a missing file by its name."""
    with monkeypatch.context() as small:
        small.setattr(csv_file, "MOST_ROWS", 10)
        with pytest.raises(UsageError, match="more than the 10 rows"):
            table(tmp_path, rows(11))
        assert len(table(tmp_path, rows(10), validation=0.0)._y) == 10
    with monkeypatch.context() as small:
        small.setattr(csv_file, "LARGEST_MB", 0)
        with pytest.raises(UsageError, match="more than the 0 a table may have"):
            table(tmp_path, rows(11))
    with pytest.raises(UsageError, match="There is no file"):
        TableExamples(Table(str(tmp_path / "nowhere.csv"), ("a",), "y"), "mse", 0)


def test_another_seed_keeps_other_rows_apart(tmp_path: Path) -> None:
    """The split is the seed's, and the same seed's again."""
    path = tmp_path / "t.csv"
    path.write_text(rows(40))
    chosen = Table(str(path), ("a", "b"), "y")
    kept = [TableExamples(chosen, "mse", seed).by_seed for seed in (1, 1, 2)]
    first, again, other = (None if each is None else np.sort(each[1].flatten()).tolist() for each in kept)
    assert first == again != other
