"""What a row of the variables' table says in each column, and what it is sorted by."""

import math
from enum import IntEnum

from desktop.records.run import Variable
from desktop.records.tensor import NamedTensor, Tensor
from desktop.views.variable_text import (
    gradient_sign,
    kind_text,
    parameter_tooltip,
    summary_text,
    type_text,
    value_text,
    variable_tooltip,
)

Row = Variable | NamedTensor
"""A name the program left, or a parameter of a module among them."""

_LAST = math.inf


class Column(IntEnum):
    """The columns from left to right."""

    NAME = 0
    KIND = 1
    SHAPE = 2
    VALUE = 3


def parameters(variable: Variable) -> tuple[NamedTensor, ...]:
    """Give the rows below a variable: a module's parameters."""
    return variable.module.parameters if variable.module is not None else ()


def cell_text(row: Row, column: int) -> str:
    """Write one cell."""
    if column == Column.NAME:
        return row.name
    if column == Column.KIND:
        return kind_text(row) if isinstance(row, Variable) else gradient_sign(row.tensor)
    if column == Column.SHAPE:
        return type_text(row.tensor)
    return summary_text(row) if isinstance(row, Variable) else value_text(row.tensor)


def row_tooltip(row: Row) -> str:
    """Tell more than fits a row."""
    return variable_tooltip(row) if isinstance(row, Variable) else parameter_tooltip(row)


def sort_key(row: Row, column: int) -> tuple[float, str]:
    """Give what a row is sorted by: a number where the column has one, else its text; rows without a number come last.

    Shapes of as many elements are told apart by their text too; equal values stand as the program has them.
    """
    number = _number(row, column)
    is_told = column == Column.VALUE and number < _LAST
    return number, "" if is_told else cell_text(row, column).casefold()


def _number(row: Row, column: int) -> float:
    """Count a tensor's elements, or read a value or a mean; NaN has no place among numbers."""
    if column == Column.SHAPE:
        return _LAST if row.tensor is None else float(row.tensor.count)
    number = _value(row) if column == Column.VALUE else _LAST
    return _LAST if math.isnan(number) else number


def _value(row: Row) -> float:
    if row.tensor is not None:
        return _mean(row.tensor)
    try:
        return float(row.text) if isinstance(row, Variable) else _LAST
    except ValueError:
        return _LAST


def _mean(tensor: Tensor) -> float:
    return _LAST if tensor.mean is None or isinstance(tensor.mean, tuple) else float(tensor.mean)
