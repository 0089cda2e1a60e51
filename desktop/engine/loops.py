"""Make a program's loops tell their rounds, without a name or a line that the program could see.

`for x in xs` is compiled as `for x in compress(xs, enter())`: itertools counts the rounds, and no frame of ours stands
between the loop and what it iterates over. `while test` gets a call before it and one where each round begins, and
either a call behind it. What is called lies among the code's constants, in the place of strings that no text can hold.
"""

import ast
import dis
import functools
import itertools
import uuid
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any, Protocol

from desktop.records.text import Span

Positioned = ast.stmt | ast.expr
Measured = Callable[[Positioned, Positioned], Span]
"""Gives the span from the beginning of one node to the end of another."""


_COMPILERS = frozenset({"compile", "_dynamo", "export", "cond", "while_loop", "flex_attention", "_higher_order_ops"})
"""Names in torch behind which Dynamo reads a function's code."""


@dataclass(frozen=True)
class Loop:
    """One loop of a program's text: its first line, and where its test and the body of its rounds stand."""

    index: int
    header: Span
    test: Span | None
    body: Span

    def holds(self, place: Span) -> bool | None:
        """Say whether what stands at `place` runs in a round (True) or between rounds (False); None for outside."""
        if _lies_in(place, self.body):
            return True
        return False if self.test is not None and _lies_in(place, self.test) else None


@dataclass(frozen=True)
class LoopCode:
    """A compiled program: each of its codes by its id, with the loops that stand in it, outer ones first."""

    main: CodeType
    holders: dict[int, tuple[CodeType, list[Loop]]]


class Listener(Protocol):
    """Who is told of loops, each by its index."""

    def enter(self, index: int) -> Any:
        """Hear that the loop is entered; give what yields once for each round of a `for`."""

    def begin(self, index: int) -> None:
        """Hear that a round of a `while` begins."""

    def leave(self, index: int) -> None:
        """Hear that the loop has ended, but not by an exception or a `return`."""


class LoopMarker:
    """Changes a syntax tree so that its loops tell a listener."""

    def __init__(self, measured: Measured, listener: Listener) -> None:
        self._measured = measured
        self._listener = listener
        self._key = uuid.uuid4().hex
        self._planted: dict[str, tuple[Any, Loop | None]] = {self._key: (itertools.compress, None)}
        self._count = 0

    def compile(self, tree: ast.Module, name: str) -> LoopCode:
        """Mark the loops of `tree` and compile it; raise what `compile` raises of the program as it was.

        A program that torch may compile keeps its loops as they are: Dynamo reads the code, and knows nothing of ours.
        """
        for block in [] if _may_be_compiled(tree) else _blocks(tree):
            block[:] = [each for statement in block for each in self._marked(statement)]
        with warnings.catch_warnings():  # of strings that are called: something else will stand in their place
            warnings.filterwarnings("ignore", "'str' object is not callable", SyntaxWarning)
            code = compile(tree, name, "exec", dont_inherit=True)
        holders: dict[int, tuple[CodeType, list[Loop]]] = {}
        return LoopCode(self._plant(code, holders), holders)

    def _marked(self, statement: ast.stmt) -> Iterator[ast.stmt]:
        loop: Loop | None = None
        if isinstance(statement, ast.For):
            loop = self._loop(statement, statement.iter, None)
            place = statement if _iteration_marks_all() else statement.iter
            rounds = _call(self._constant(self._listener.enter, loop), [], place)
            compress = ast.Constant(self._key)
            statement.iter = _call(compress, [statement.iter, rounds], place)
        elif isinstance(statement, ast.While):
            loop = self._loop(statement, statement.test, statement.test)
            yield _told(self._constant(self._listener.enter, loop), statement)
            statement.body.insert(0, _told(self._constant(self._listener.begin, loop), statement))
        yield statement
        if loop is not None:
            yield _told(self._constant(self._listener.leave, loop), statement)

    def _loop(self, statement: ast.For | ast.While, header: ast.expr, test: ast.expr | None) -> Loop:
        first, last = statement.body[0], statement.body[-1]
        decorators = getattr(first, "decorator_list", None)
        loop = Loop(
            self._count,
            self._measured(statement, header),
            None if test is None else self._measured(test, test),
            self._measured(decorators[0] if decorators else first, last),
        )
        self._count += 1
        return loop

    def _constant(self, function: Callable[[int], Any], loop: Loop) -> ast.Constant:
        """Give a constant that stands for `function` of a loop; the code that holds it holds the loop."""
        key = f"{self._key}{len(self._planted)}"
        self._planted[key] = (functools.partial(function, loop.index), loop)
        return ast.Constant(key)

    def _plant(self, code: CodeType, holders: dict[int, tuple[CodeType, list[Loop]]]) -> CodeType:
        """Put into a code's constants, and into those of the codes among them, what they stand for."""
        loops: dict[int, Loop] = {}
        constants: list[Any] = []
        for constant in code.co_consts:
            if isinstance(constant, CodeType):
                constants.append(self._plant(constant, holders))
            elif isinstance(constant, str) and constant in self._planted:
                planted, loop = self._planted[constant]
                constants.append(planted)
                if loop is not None:
                    loops[loop.index] = loop
            else:
                constants.append(constant)
        planted_code = code.replace(co_consts=tuple(constants))
        holders[id(planted_code)] = (planted_code, [loops[index] for index in sorted(loops)])
        return planted_code


def _blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    """Give every list of statements, without recursion (programs nest deeper than Python may)."""
    waiting: list[ast.AST] = [tree]
    for node in waiting:  # grows as it is read
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                waiting += block
                yield block
        waiting += [*getattr(node, "handlers", ()), *getattr(node, "cases", ())]


def _may_be_compiled(tree: ast.AST) -> bool:
    """Say whether a program mentions what brings torch to read its code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _COMPILERS and ast.unparse(node.value) != "re":
            return True
        if isinstance(node, ast.alias) and not _COMPILERS.isdisjoint(node.name.split(".")):
            return True
    return False


def _told(function: ast.expr, statement: ast.stmt) -> ast.stmt:
    return ast.copy_location(ast.Expr(_call(function, [], statement)), statement)


def _call(function: ast.expr, arguments: list[ast.expr], place: Positioned) -> ast.Call:
    return ast.copy_location(ast.Call(ast.copy_location(function, place), arguments, []), place)


@functools.cache
def _iteration_marks_all() -> bool:
    """Say whether this Python marks the whole statement as the place where a `for` asks for an iterator."""
    code = compile("for _ in []:\n 0", "", "exec")
    places = [each.positions for each in dis.get_instructions(code) if each.opname == "GET_ITER"]
    return places[0] is not None and places[0].end_lineno == 2  # noqa: PLR2004 # the statement's last line


def _lies_in(place: Span, whole: Span) -> bool:
    start = (place.line, place.column)
    return (whole.line, whole.column) <= start < (whole.end_line, whole.end_column)
