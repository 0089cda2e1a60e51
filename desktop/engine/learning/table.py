"""Examples from the rows of a table: chosen, completed, split by the seed, scaled."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from desktop.engine.learning.csv_file import read_columns
from desktop.engine.learning.examples import Batch
from desktop.engine.learning.streams import EXAMPLES, RandomStreams, generator
from desktop.records.files import UsageError
from desktop.records.recipe import LossName, Table
from desktop.records.record import Number

_SPLIT_PLACE = 3
_ROWS_NAMED = 5
_FIRST_ROW = 2
_Numbers = npt.NDArray[np.float64]


class TableExamples:
    """Rows of a file, drawn with replacement: a row may come twice in a batch."""

    def __init__(self, table: Table, loss: LossName, seed: int) -> None:
        """Read the file; raise UsageError where it cannot be trained on by this loss."""
        names = [*table.inputs, table.output]
        _check_choice(table)
        self.inputs = table.inputs
        self.output = table.output
        self.known = dict[str, tuple[Number, ...]]()
        kept, notes = _complete(read_columns(Path(table.path), names), table)
        self.notes = notes
        self.classes = _classes(table, kept[:, -1], loss)
        train, validation = _split(kept, table.validation, seed)
        train, validation = _filled(train, validation)
        self._shift, self._scale = _scaling(train[:, :-1], scaled=table.scaled)
        self._x, self._y = self._batch(train)
        self.by_seed = self._batch(validation) if len(validation) else None
        self.spans = tuple((float(low), float(high)) for low, high in zip(train.min(0), train.max(0), strict=True))[:-1]

    def draw(self, streams: RandomStreams, iterations: int, batch_size: int, device: torch.device) -> Iterable[Batch]:
        """Draw the batches of several iterations, on `device`."""
        shape, rows = (iterations, batch_size), len(self._x)
        drawn = torch.randint(rows, shape, generator=streams[EXAMPLES], dtype=torch.int64, device="cpu")
        return ((self._x[each].to(device), self._y[each].to(device)) for each in drawn.unbind())

    def fed(self, inputs: Tensor) -> Tensor:
        """Scale inputs as the training rows were."""
        return (inputs - self._shift) / self._scale

    def read(self, inputs: Tensor) -> Tensor:
        """Undo the scaling."""
        return inputs * self._scale + self._shift

    def truth(self, _inputs: Tensor) -> Tensor | None:
        """Say nothing: a table knows its own rows only."""
        return None

    def sample(self) -> Batch:
        """Give the first row kept for validation, or else the first."""
        x, y = self.by_seed or (self._x, self._y)
        return x[:1], y[:1]

    def _batch(self, rows: _Numbers) -> Batch:
        numbers = torch.from_numpy(rows.astype(np.float32))
        return self.fed(numbers[:, :-1]).contiguous(), numbers[:, -1:].contiguous()


def _check_choice(table: Table) -> None:
    if not table.inputs:
        raise UsageError("Choose at least one input column of the table.")
    if len({*table.inputs, table.output}) <= len(table.inputs):
        raise UsageError("A column of the table is chosen twice. Choose each once, the output not among the inputs.")


def _complete(rows: _Numbers, table: Table) -> tuple[_Numbers, tuple[str, ...]]:
    """Leave out the rows that cannot be used; those whose inputs a mean completes stay as they are until the split."""
    lacking: npt.NDArray[Any] = np.asarray(np.isnan(rows).any(axis=1))
    left_out: npt.NDArray[Any] = lacking if table.missing == "drop" else np.isnan(rows[:, -1])
    kept = rows[~left_out]
    if not len(kept):
        raise UsageError(f"{table.path} has no row with a value in every chosen column. Choose others.")
    notes = []
    if left_out.any():
        notes.append(_note(left_out, "lack a value and were left out"))
    if (completed := lacking & ~left_out).any():
        notes.append(_note(completed, "lack a value, for which the mean stands in"))
    return kept, tuple(notes)


def _note(chosen: npt.NDArray[Any], what: str) -> str:
    places = [str(place + _FIRST_ROW) for place in np.flatnonzero(chosen)]
    more = f" and {len(places) - _ROWS_NAMED:,} more" if len(places) > _ROWS_NAMED else ""
    return f"Rows that {what}: {', '.join(places[:_ROWS_NAMED])}{more}."


def _classes(table: Table, answers: _Numbers, loss: LossName) -> int:
    if loss not in {"bce", "cross_entropy"}:
        return 0
    most = 1 if loss == "bce" else 999
    wrong = answers[(answers != np.floor(answers)) | (answers < 0) | (answers > most)]
    if len(wrong):
        raise UsageError(
            f"The loss {loss} tells classes apart, numbered from 0 to {most} at most, but column {table.output!r} of "
            f"{table.path} holds {wrong[0]:g}. Choose another loss or column."
        )
    return max(2, int(answers.max()) + 1)


def _split(rows: _Numbers, share: float, seed: int) -> tuple[_Numbers, _Numbers]:
    order = torch.randperm(len(rows), generator=generator(seed, _SPLIT_PLACE), device="cpu").numpy()
    count = min(int(len(rows) * share), len(rows) - 1)
    return rows[np.sort(order[count:])], rows[np.sort(order[:count])]


def _filled(train: _Numbers, validation: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Let the training rows' means stand in for what is missing, so that validation stays unseen."""
    present = ~np.isnan(train)
    means = np.where(present, train, 0).sum(0) / np.maximum(present.sum(0), 1)
    return np.where(present, train, means), np.where(np.isnan(validation), means, validation)


def _scaling(inputs: _Numbers, *, scaled: bool) -> tuple[Tensor, Tensor]:
    """Give what is taken from each input and what it is divided by, float32; a constant column is not divided."""
    deviation = inputs.std(0)
    shift, scale = (inputs.mean(0), np.where(deviation > 0, deviation, 1.0)) if scaled else _unscaled(inputs)
    return torch.from_numpy(shift.astype(np.float32)), torch.from_numpy(scale.astype(np.float32))


def _unscaled(inputs: _Numbers) -> Sequence[_Numbers]:
    width = inputs.shape[1]
    return np.zeros(width), np.ones(width)
