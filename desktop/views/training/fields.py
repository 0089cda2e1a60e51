"""The kinds of field a recipe's form has: what each means, what it may be, how what a person typed becomes a value."""

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class NumberField:
    """One number: its name in the record, its label, its meaning, and its range in words and as a test."""

    name: str
    label: str
    meaning: str
    allowed: str
    kind: type[int] | type[float]
    accepts: Callable[[float], bool]

    def parse(self, text: str) -> int | float:
        """Read what a person typed; raise ValueError with a sentence on what is allowed."""
        kind = "a whole number" if self.kind is int else "a number"
        try:
            value = self.kind(text.strip().replace(",", "").replace("\N{MINUS SIGN}", "-"))
        except ValueError:
            raise ValueError(f"{self.label} must be {kind}, {self.allowed}.") from None
        if not math.isfinite(value) or not self.accepts(value):
            raise ValueError(f"{self.label} must be {self.allowed}.")
        return value

    def write(self, value: float) -> str:
        """Write a number as a person would: no exponent where it is not needed, thousands apart."""
        if isinstance(value, int):
            return f"{value:,}"
        text = repr(value)
        return f"{value:f}".rstrip("0") if "e-05" in text or "e-06" in text else text


@dataclass(frozen=True)
class TextField:
    """A line of text that is read by `parse`, which raises ValueError with a sentence, and written by `write`."""

    name: str
    label: str
    meaning: str
    allowed: str
    parse: Callable[[str], object]
    write: Callable[[object], str]
    example: str = ""


@dataclass(frozen=True)
class ChoiceField:
    """One of some values, each with its title; without options they are given later. `lacking`: what if none is."""

    name: str
    label: str
    meaning: str
    options: tuple[tuple[str, str], ...] = ()
    lacking: str = ""


@dataclass(frozen=True)
class SwitchField:
    """Yes or no."""

    name: str
    label: str
    meaning: str


@dataclass(frozen=True)
class ColumnsField:
    """Some of the columns of a table."""

    name: str
    label: str
    meaning: str


@dataclass(frozen=True)
class FileField:
    """A file, chosen in a dialog."""

    name: str
    label: str
    meaning: str


Field = NumberField | TextField | ChoiceField | SwitchField | ColumnsField | FileField
