"""Write a formula with names, or with the recorded numbers in their places."""

from collections.abc import Mapping

from desktop.views.formulas.function import Strength, Text, Writable
from desktop.views.formulas.letters import PRIME
from desktop.views.formulas.number_words import plain_text
from desktop.views.formulas.scene import Scene


class NameWriter:
    """Writes every tensor by its name, and notes what its abbreviations stand for."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._abbreviated: dict[str, str] = {}
        self._used: dict[str, None] = {}

    @property
    def abbreviated(self) -> Mapping[str, str]:
        """What the letters used so far stand for: the inner ones first."""
        return self._abbreviated

    @property
    def used(self) -> tuple[str, ...]:
        """The roles that were written so far."""
        return tuple(self._used)

    def text(self, part: Writable, at_least: Strength = Strength.SUM) -> str:
        """Write a part, in brackets where it holds together less than `at_least`."""
        text, strength = part.written(self)
        return text if strength >= at_least else f"({text})"

    def sign(self, role: str) -> Text:
        """Give the tensor's name; a derivative is a fraction."""
        self._used[role] = None
        name = self.scene.name(role)
        return name, Strength.FRACTION if name.startswith("∂") else Strength.WHOLE

    def abbreviation(self, symbol: str, part: Writable) -> Text:
        """Give the letter, or one like it where a tensor of the formula is called so."""
        if symbol in self.scene.names.values():
            return self.abbreviation(symbol + PRIME, part)
        if symbol not in self._abbreviated:
            self._abbreviated[symbol] = self.text(part)
        return symbol, Strength.WHOLE


class NumberWriter(NameWriter):
    """Writes every tensor as its numbers; raises UnknownError where they were not kept."""

    def sign(self, role: str) -> Text:
        """Give the tensor's numbers."""
        return _numbers(self.scene.value(role))

    def abbreviation(self, _symbol: str, part: Writable) -> Text:
        """Give the numbers that the letter stands for."""
        return _numbers(part.worked(self.scene))


def _numbers(value: object) -> Text:
    text = plain_text(value)
    return text, Strength.PRODUCT if text.startswith("−") else Strength.WHOLE
