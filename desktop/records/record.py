"""What every record has in common: frozen, without cycles, compared by value."""

import math
from typing import Literal

import msgspec

NonFinite = Literal["NaN", "Infinity", "-Infinity"]
"""How JSON and our records write what no JSON number can say. `float()` reads all three."""

Number = float | NonFinite
"""A real number. Non-finite ones are strings, so that NaN equals NaN and JSON loses nothing."""

Value = bool | int | float | NonFinite | tuple[Number, Number]
"""One element of a tensor; a complex one is (real, imaginary)."""


class Record(msgspec.Struct, frozen=True, gc=False):
    """A frozen value. Collections inside are tuples; `gc=False` is safe because frozen values form no cycles."""


def number(value: float) -> Number:
    """Write a float as a record's number: non-finite values become their names."""
    if math.isfinite(value):
        return value
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"
