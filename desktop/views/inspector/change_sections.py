"""What a pass added to a leaf's gradient, and how an optimizer moved its value: before, by how much, after."""

from collections.abc import Iterator

import numpy as np

from desktop.records.flow import Change
from desktop.records.tensor import Tensor
from desktop.views.formulas.number_words import plain_text
from desktop.views.formulas.operands import array_of
from desktop.views.inspector.fact_page import Fact, Section
from desktop.views.tensor_text import number_text


def change_sections(accumulated: Change | None, updated: Change | None, increment: Tensor | None) -> Iterator[Section]:
    """Tell of both, as far as they happened; `increment` is the gradient that arrived in the pass."""
    if accumulated is not None:
        yield _accumulation(accumulated, increment)
    if updated is not None:
        facts = (Fact("before", _size(updated.before)), *_moved(updated), Fact("after", _size(updated.after)))
        yield Section("Moved by the optimizer", facts)


def _accumulation(change: Change, increment: Tensor | None) -> Section:
    """Write the sum, or where the numbers are many the three norms: these do not add up."""
    is_sum = array_of(change.after) is not None
    came = _size(increment) if increment is not None else "–"
    facts = (
        Fact("before", _size(change.before)),
        Fact("+ arrived" if is_sum else "arrived", came),
        Fact("= now" if is_sum else "now", _size(change.after)),
    )
    note = "It held a gradient already, and a pass adds to it. zero_grad() empties it."
    return Section("What .grad holds", facts, note=note)


def _moved(change: Change) -> tuple[Fact, ...]:
    before, after = array_of(change.before), array_of(change.after)
    if before is None or after is None or np.shape(before) != np.shape(after):
        return ()
    return (Fact("moved by", plain_text(np.subtract(after, before))),)


def _size(tensor: Tensor) -> str:
    """Write the few numbers of a small tensor out, of a larger one the norm."""
    array = array_of(tensor)
    return plain_text(array) if array is not None else f"norm {number_text(tensor.norm)}"
