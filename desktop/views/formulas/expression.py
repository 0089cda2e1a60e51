"""A small language of formulas: what is written for a reader and what is worked out in numbers are one tree."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Union

from desktop.views.formulas import operators
from desktop.views.formulas.function import Function, Strength, Text, Writer
from desktop.views.formulas.number_words import plain_text
from desktop.views.formulas.scene import Scene, UnknownError

Operand = Union["Expression", float, str, tuple[int, ...], None]


class Expression:
    """Something that can be written and worked out; Python's operators build greater ones, elementwise but for `@`."""

    def __add__(self, other: Operand) -> "Expression":
        return call(operators.PLUS, self, other)

    def __radd__(self, other: Operand) -> "Expression":
        return call(operators.PLUS, other, self)

    def __sub__(self, other: Operand) -> "Expression":
        return call(operators.MINUS, self, other)

    def __rsub__(self, other: Operand) -> "Expression":
        return call(operators.MINUS, other, self)

    def __mul__(self, other: Operand) -> "Expression":
        return call(operators.TIMES, self, other)

    def __rmul__(self, other: Operand) -> "Expression":
        return call(operators.TIMES, other, self)

    def __truediv__(self, other: Operand) -> "Expression":
        return call(operators.OVER, self, other)

    def __rtruediv__(self, other: Operand) -> "Expression":
        return call(operators.OVER, other, self)

    def __pow__(self, other: Operand) -> "Expression":
        return call(operators.POWER, self, other)

    def __rpow__(self, other: Operand) -> "Expression":
        return call(operators.POWER, other, self)

    def __neg__(self) -> "Expression":
        return call(operators.NEGATIVE, self)

    def __matmul__(self, other: Operand) -> "Expression":
        return call(operators.MATRIX_PRODUCT, self, other)

    @property
    def T(self) -> "Expression":  # noqa: N802 # as every matrix writes it
        """The transposed matrix: the last two dimensions change places."""
        return call(operators.TRANSPOSED, self)

    def written(self, writer: Writer) -> Text:
        """Give the text, and how strongly it holds together."""
        raise NotImplementedError

    def worked(self, scene: Scene) -> Any:
        """Give the numbers; raise UnknownError where one is missing."""
        raise NotImplementedError

    def is_single(self, _scene: Scene) -> bool:
        """Say whether it is known to be one number."""
        return True

    def constant(self, scene: Scene) -> Any:
        """Give the value where it stands on recorded settings alone, else None."""
        try:
            return self.worked(scene)
        except UnknownError:
            return None


@dataclass(frozen=True, eq=False)
class Sign(Expression):
    """A tensor of the formula, by its role."""

    role: str

    def written(self, writer: Writer) -> Text:
        """Give its name, or its numbers where the writer fills them in."""
        return writer.sign(self.role)

    def worked(self, scene: Scene) -> Any:
        """Give its numbers."""
        return scene.value(self.role)

    def is_single(self, scene: Scene) -> bool:
        """Say whether its shape is known to hold one element."""
        shape = scene.shape(self.role)
        return shape is not None and all(size == 1 for size in shape)

    def constant(self, _scene: Scene) -> Any:
        """Give None: a tensor is no setting."""
        return


@dataclass(frozen=True, eq=False)
class Constant(Expression):
    """A plain value that stands in the formula itself."""

    value: Any

    def written(self, _writer: Writer) -> Text:
        """Give it as a person writes it."""
        text = plain_text(self.value)
        return text, Strength.PRODUCT if text.startswith("−") else Strength.WHOLE

    def worked(self, _scene: Scene) -> Any:
        """Give it."""
        return self.value


@dataclass(frozen=True, eq=False)
class Named(Expression):
    """A number that has a sign of its own, such as π."""

    symbol: str
    value: float

    def written(self, _writer: Writer) -> Text:
        """Give its sign."""
        return self.symbol, Strength.WHOLE

    def worked(self, _scene: Scene) -> Any:
        """Give the number."""
        return self.value

    def constant(self, _scene: Scene) -> Any:
        """Give None: its sign is to be seen."""
        return


@dataclass(frozen=True, eq=False)
class Abbreviation(Expression):
    """A part that is written as one letter; what the letter stands for is told beside the formula."""

    symbol: str
    part: Expression

    def written(self, writer: Writer) -> Text:
        """Give the letter, or the numbers where the writer fills them in."""
        return writer.abbreviation(self.symbol, self.part)

    def worked(self, scene: Scene) -> Any:
        """Give the part's numbers."""
        return self.part.worked(scene)

    def is_single(self, scene: Scene) -> bool:
        """Say whether the part is known to be one number."""
        return self.part.is_single(scene)

    def constant(self, scene: Scene) -> Any:
        """Give the part's value where it stands on settings alone."""
        return self.part.constant(scene)


@dataclass(frozen=True, eq=False)
class Fact(Expression):
    """A plain value that is found in the scene: written as the value where it is known, else as a symbol for it."""

    find: Callable[[Scene], Any]
    symbol: str

    def written(self, writer: Writer) -> Text:
        """Give its value, or its symbol."""
        try:
            return Constant(self.find(writer.scene)).written(writer)
        except UnknownError:
            return self.symbol, Strength.WHOLE

    def worked(self, scene: Scene) -> Any:
        """Give its value."""
        return self.find(scene)


def setting(name: str, symbol: str = "") -> Fact:
    """Take an argument of the operation that is no tensor, as autograd names it."""
    return Fact(lambda scene: scene.setting(name), symbol or name)


def shape_of(role: str) -> Fact:
    """Take the shape of a tensor."""
    return Fact(lambda scene: scene.known_shape(role), "the shape")


def count_of(role: str) -> Fact:
    """Take the number of elements of a tensor."""
    return Fact(lambda scene: math.prod(scene.known_shape(role)), "n")


_FOLDED = {operators.PLUS, operators.MINUS, operators.TIMES}
"""Of known numbers these are worked out when written; a fraction stays one."""


@dataclass(frozen=True, eq=False)
class Call(Expression):
    """A function with its operands."""

    function: Function
    operands: tuple[Expression, ...]

    def written(self, writer: Writer) -> Text:
        """Give the function's text with those of the operands in their places; known numbers as one."""
        if self.function in _FOLDED:
            value = self.constant(writer.scene)
            if value is not None:
                return Constant(value).written(writer)
        return self.function.written(writer, self.operands)

    def worked(self, scene: Scene) -> Any:
        """Work out the operands, then the function."""
        return self.function.work(*(each.worked(scene) for each in self.operands))

    def is_single(self, scene: Scene) -> bool:
        """Say whether all operands are single numbers and the function keeps that."""
        return self.function.keeps_single and all(each.is_single(scene) for each in self.operands)

    def constant(self, scene: Scene) -> Any:
        """Give the value where all operands are constant."""
        values = [each.constant(scene) for each in self.operands]
        return None if any(value is None for value in values) else self.function.work(*values)


def call(function: Function, *operands: Operand) -> Call:
    """Apply a function; plain values among the operands become constants."""
    return Call(function, tuple(each if isinstance(each, Expression) else Constant(each) for each in operands))


def written(
    text: str | Callable[..., Text],
    strength: Strength = Strength.WHOLE,
    needs: tuple[Strength, ...] = (),
    *,
    keeps_single: bool = True,
) -> Callable[[Callable[..., Any]], Callable[..., Expression]]:
    """Turn a function of arrays into one of expressions, which is written like `text`."""

    def lifted(work: Callable[..., Any]) -> Callable[..., Expression]:
        function = Function(work, text, strength, needs, keeps_single)
        return lambda *operands: call(function, *operands)

    return lifted
