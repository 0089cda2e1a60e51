"""A person's formula in x1, x2, …: parsed, checked, and computed by us in torch; never evaluated as Python."""

import ast
import math
import operator
import re
from collections.abc import Callable
from typing import NoReturn

import torch
from torch import Tensor

from desktop.records.files import UsageError

MOST_INPUTS = 64
MOST_TERMS = 500
"""Nodes of the syntax tree."""

_DEEPEST = 60

Value = Tensor | float
Term = Callable[[Tensor], Value]

_CONSTANTS = {"pi": math.pi, "e": math.e}
_FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "sin": torch.sin,
    "cos": torch.cos,
    "tan": torch.tan,
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "abs": torch.abs,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
}
_OF_TWO: dict[str, Callable[[Tensor, Tensor], Tensor]] = {"min": torch.minimum, "max": torch.maximum}
_OPERATORS: dict[type[ast.AST], Callable[..., Value]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_INPUT = re.compile(r"x([1-9][0-9]?)")


class Formula:
    """A formula that was read: `inputs` is how many x it takes, up to the one with the greatest number."""

    def __init__(self, text: str) -> None:
        """Read a formula; raise UsageError, with the column, where it is none that we know."""
        reader = _Reader(text)
        self._term = reader.term
        self.inputs = reader.inputs

    def __call__(self, x: Tensor) -> Tensor:
        """Compute the values, shape (N, 1), at N inputs, shape (N, n)."""
        value = self._term(x)
        values = value if isinstance(value, Tensor) else torch.full(x.shape[:1], value, dtype=x.dtype, device=x.device)
        return values.unsqueeze(-1)


class _Reader:
    """Turns one text into a term, and knows the text's columns."""

    def __init__(self, text: str) -> None:
        self._text = text.replace("\n", " ").replace("\t", " ")
        self._indent = len(self._text) - len(self._text.lstrip())
        self.inputs = 0
        tree = self._parsed()
        if sum(1 for _node in ast.walk(tree)) > MOST_TERMS:
            raise UsageError(f"The formula is too long: it may have {MOST_TERMS} numbers, names and signs. Shorten it.")
        self.term = self._read(tree, 0)
        if self.inputs == 0:
            raise UsageError("The formula names no input. Use x1, x2, … in it, as in sin(3 * x1) + x2.")

    def _parsed(self) -> ast.expr:
        try:
            return ast.parse(self._text.strip(), mode="eval").body
        except SyntaxError as error:
            column = self._indent + (error.offset or 1)
            raise UsageError(f"The formula cannot be read at column {column}: {error.msg}.") from error
        except (ValueError, RecursionError, MemoryError) as error:
            raise UsageError("The formula cannot be read: it is nested too deeply or holds odd characters.") from error

    def _read(self, node: ast.expr, depth: int) -> Term:
        if depth > _DEEPEST:
            self._refuse(node, "it is nested too deeply")
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return self._number(node, number)
            case ast.Name(id=name):
                return self._name(node, name)
            case ast.BinOp(left=left, op=sign, right=right):
                return self._operation(node, sign, [left, right], depth)
            case ast.UnaryOp(op=sign, operand=operand):
                return self._operation(node, sign, [operand], depth)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self._call(node, name, arguments, depth)
        return self._refuse(node, "only numbers, x1, x2, …, pi, e, + - * / ** and functions may stand in a formula")

    def _number(self, node: ast.expr, number: float) -> Term:
        if abs(number) > torch.finfo(torch.float32).max:
            self._refuse(node, "the number is too large")
        value = float(number)
        return lambda _x: value

    def _name(self, node: ast.expr, name: str) -> Term:
        if name in _CONSTANTS:
            return self._number(node, _CONSTANTS[name])
        found = _INPUT.fullmatch(name)
        if found is None or int(found[1]) > MOST_INPUTS:
            self._refuse(node, f"there is no {name}; inputs are x1 to x{MOST_INPUTS}, constants pi and e")
        index = int(found[1]) - 1
        self.inputs = max(self.inputs, index + 1)
        return lambda x: x[..., index]

    def _operation(self, node: ast.expr, sign: ast.AST, operands: list[ast.expr], depth: int) -> Term:
        if isinstance(sign, ast.BitXor):
            self._refuse(node, "a power is written **, as in x1 ** 2")
        if type(sign) not in _OPERATORS:
            self._refuse(node, "only + - * / and ** are known")
        compute = _OPERATORS[type(sign)]
        return _applied(compute, [self._read(operand, depth + 1) for operand in operands])

    def _call(self, node: ast.expr, name: str, arguments: list[ast.expr], depth: int) -> Term:
        known: dict[str, int] = dict.fromkeys(_FUNCTIONS, 1) | dict.fromkeys(_OF_TWO, 2)
        if name not in known:
            self._refuse(node, f"there is no function {name}; known are {', '.join(sorted(known))}")
        if len(arguments) != known[name]:
            self._refuse(node, f"{name} takes {known[name]} {'value' if known[name] == 1 else 'values'}")
        compute: Callable[..., Value] = _FUNCTIONS[name] if name in _FUNCTIONS else _OF_TWO[name]
        return _applied(compute, [self._read(argument, depth + 1) for argument in arguments], of_tensors=True)

    def _refuse(self, node: ast.expr, reason: str) -> NoReturn:
        before = self._text.strip().encode()[: node.col_offset].decode(errors="replace")
        raise UsageError(f"The formula cannot be used at column {self._indent + len(before) + 1}: {reason}.")


def _applied(compute: Callable[..., Value], terms: list[Term], *, of_tensors: bool = False) -> Term:
    def term(x: Tensor) -> Value:
        values = [each(x) for each in terms]
        if not any(isinstance(value, Tensor) for value in values):
            return float(compute(*[torch.tensor(value, dtype=torch.float64, device="cpu") for value in values]))
        return compute(*[_tensor(value, x) for value in values] if of_tensors else values)

    return term


def _tensor(value: Value, x: Tensor) -> Tensor:
    return value if isinstance(value, Tensor) else torch.tensor(value, dtype=x.dtype, device=x.device)
