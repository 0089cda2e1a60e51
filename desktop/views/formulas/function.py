"""A function of arrays together with how a person writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol

from desktop.views.formulas.scene import Scene


class Strength(IntEnum):
    """How strongly the parts of a written formula hold together: what is weaker needs brackets."""

    SUM = 1
    PRODUCT = 2
    FRACTION = 3
    POWER = 4
    WHOLE = 5


Text = tuple[str, Strength]
"""What was written, and how strongly it holds together."""


class Writable(Protocol):
    """What can stand in a formula."""

    def written(self, writer: "Writer") -> Text:
        """Give the text, and how strongly it holds together."""

    def worked(self, scene: Scene) -> Any:
        """Give the numbers; raise UnknownError where one is missing."""

    def is_single(self, scene: Scene) -> bool:
        """Say whether it is known to be one number."""

    def constant(self, scene: Scene) -> Any:
        """Give the value where it stands on recorded settings alone, else None."""


class Writer(Protocol):
    """Writes formulas in a scene."""

    @property
    def scene(self) -> Scene:
        """What is known."""

    def text(self, part: Writable, at_least: Strength = Strength.SUM) -> str:
        """Write a part, in brackets where it holds together less than `at_least`."""

    def sign(self, role: str) -> Text:
        """Write the tensor that has this role."""

    def abbreviation(self, symbol: str, part: Writable) -> Text:
        """Write a part that has a letter of its own."""


@dataclass(frozen=True)
class Function:
    """`work` takes NumPy arrays and plain values.

    `text` has places "{0}", "{1}" for the operands and holds together with `strength`, or it is a function of the
    writer and the operands that gives a Text. An operand is put in brackets where it holds together less than `needs`
    says. `keeps_single`: of single numbers it makes one.
    """

    work: Callable[..., Any]
    text: str | Callable[..., Text]
    strength: Strength = Strength.WHOLE
    needs: tuple[Strength, ...] = ()
    keeps_single: bool = True

    def written(self, writer: Writer, operands: tuple[Writable, ...]) -> Text:
        """Write the function with its operands in their places."""
        if callable(self.text):
            return self.text(writer, *operands)
        needs = (*self.needs, *(Strength.SUM for _ in operands[len(self.needs) :]))
        parts = (writer.text(each, need) for each, need in zip(operands, needs, strict=True))
        return self.text.format(*parts), self.strength
