"""Write a formula with names, or with the recorded numbers in their places."""

from dataclasses import dataclass

from desktop.views.formulas.function import Strength, Text, Writable
from desktop.views.formulas.number_words import plain_text
from desktop.views.formulas.scene import Scene


@dataclass(frozen=True)
class NameWriter:
    """Writes every tensor by its name."""

    scene: Scene

    def text(self, part: Writable, at_least: Strength = Strength.SUM) -> str:
        """Write a part, in brackets where it holds together less than `at_least`."""
        text, strength = part.written(self)
        return text if strength >= at_least else f"({text})"

    def sign(self, role: str) -> Text:
        """Give the tensor's name; a derivative is a fraction."""
        name = self.scene.name(role)
        return name, Strength.FRACTION if name.startswith("∂") else Strength.WHOLE


class NumberWriter(NameWriter):
    """Writes every tensor as its numbers; raises UnknownError where they were not kept."""

    def sign(self, role: str) -> Text:
        """Give the tensor's numbers."""
        text = plain_text(self.scene.value(role))
        return text, Strength.PRODUCT if text.startswith("−") else Strength.WHOLE
