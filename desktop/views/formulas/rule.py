"""The rule of one operation: what it sends to each of its inputs, and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desktop.views.formulas.expression import Expression, Sign
from desktop.views.formulas.scene import Scene, UnknownError

G = Sign("G")
"""The gradient that comes in: with respect to the operation's (first) result."""

Chooser = Callable[[Scene], Expression]
"""Chooses a formula by what is known, such as a reduction; raises UnknownError where there is none."""

Gradient = Expression | Chooser

_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_ONE = ("x",)
_SEVERAL = ("a", "b", "c", "d")


@dataclass(frozen=True)
class Rule:
    """`gradients` stand in the order of autograd's `next_functions`, under its names for the inputs.

    `symbols` are what tensors are called that the program gave no name, `meanings` what those are that it does not
    know. `each` is the formula of every input of an operation that takes a list (their roles are "tensors[0]", …).
    """

    names: tuple[str, ...]
    why: str
    gradients: Mapping[str, Gradient] = field(default_factory=dict)
    symbols: Mapping[str, str] = field(default_factory=dict)
    each: Callable[[Scene, int], Expression] | None = None
    meanings: Mapping[str, str] = field(default_factory=dict)

    def role(self, slot: int) -> str | None:
        """Give the role of an input, or None where the rule knows no such input."""
        if self.each is not None:
            return f"tensors[{slot}]"
        return list(self.gradients)[slot] if slot < len(self.gradients) else None

    def gradient(self, slot: int, scene: Scene) -> Expression:
        """Give the formula of what is sent to an input; raise UnknownError where there is none."""
        if self.each is not None:
            return self.each(scene, slot)
        if slot >= len(self.gradients):
            raise UnknownError("For this input there is no formula yet.")
        found = list(self.gradients.values())[slot]
        return found if isinstance(found, Expression) else found(scene)

    def symbol(self, role: str) -> str:
        """Give the letter for a tensor without a name."""
        if role in self.symbols or role == "result":
            return self.symbols.get(role, "y")
        if role.startswith("tensors["):
            return f"x{subscript(int(role[8:-1]))}"
        if role.startswith("indices["):
            return "ijklmn"[int(role[8:-1]) % 6]
        if role not in self.gradients:
            return role
        letters = _ONE if len(self.gradients) == 1 else _SEVERAL
        return letters[list(self.gradients).index(role)]


def rule(
    names: str,
    why: str,
    gradients: Mapping[str, Gradient],
    symbols: Mapping[str, str] | None = None,
    meanings: Mapping[str, str] | None = None,
) -> Rule:
    """Make a rule for the classes in `names` (between blanks, without the word "Backward": "Mul0")."""
    return Rule(class_names(names), why, gradients, symbols or {}, meanings=meanings or {})


def class_names(short: str) -> tuple[str, ...]:
    """Give autograd's class names: "MulBackward0" for "Mul0"."""
    return tuple(f"{name[:-1]}Backward{name[-1]}" for name in short.split())


def subscript(number: int) -> str:
    """Write a number below the line: ₁₂."""
    return str(number).translate(_SUBSCRIPT)
