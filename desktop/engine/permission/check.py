"""`wants(text) -> findings`: everything a program asks for beyond torch, numpy, math, random and harmless modules."""

import ast
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from desktop.engine.permission.attributes import attribute_wants, pattern_wants
from desktop.engine.permission.formats import format_wants
from desktop.engine.permission.imports import from_wants, import_wants, module_wants
from desktop.engine.permission.limited import class_wants, limited_wants
from desktop.engine.permission.names import definition_wants, name_wants, text_wants
from desktop.engine.permission.program import Program
from desktop.engine.permission.tree import may_bind
from desktop.engine.permission.want import Want, distinct
from desktop.records.finding import Finding

RULE = "permission"

MOST_FINDINGS = 20
"""How many different wants are named: a person who reads that many has seen enough to decide."""

_RULES: dict[type[ast.AST], tuple[Callable[[Program, Any], Iterator[Want]], ...]] = {
    ast.Import: (import_wants, definition_wants),
    ast.ImportFrom: (from_wants, definition_wants),
    ast.Name: (name_wants, module_wants, limited_wants),
    ast.Attribute: (attribute_wants, module_wants, limited_wants, format_wants),
    ast.Constant: (text_wants,),
    ast.MatchClass: (pattern_wants,),
    ast.ClassDef: (definition_wants, class_wants),
}
"""The rules for each kind of node, by that kind."""


def _rules(kind: type[ast.AST]) -> tuple[Callable[[Program, Any], Iterator[Want]], ...]:
    return _RULES.get(kind, (definition_wants,) if may_bind(kind) else ())


_TOO_DEEP = Finding(
    rule=RULE,
    severity="warning",
    message="is nested too deeply to be checked",
    explanation="A program that cannot be read through to its end may want anything. So Chainrule asks before it runs.",
    span=None,
)


def wants(text: str, name: str = "program.py") -> tuple[Finding, ...]:
    """Give what a program wants beyond computing, each once, in the order of its lines; nothing: it may run unasked.

    A check of the text and no sandbox: it runs nothing and imports nothing. A text that is no Python wants nothing,
    since it cannot run. Thread: the main one (while parsing it silences warnings, for the whole process).
    """
    try:
        module = _parsed(text, name)
        findings = () if module is None else tuple(_findings(Program(text, module)))
        return findings if findings and _can_run(text, name) else ()
    except (RecursionError, MemoryError):
        return (_TOO_DEEP,)


def _parsed(text: str, name: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the run itself warns of odd escapes
        try:
            return ast.parse(text, name)
        except (SyntaxError, ValueError):
            return None


def _can_run(text: str, name: str) -> bool:
    """Say whether a text that parses is a program: a `return` outside of a function shows only now."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text, name, "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return False
        return True


def _findings(program: Program) -> list[Finding]:
    found = (want for node in program.tree.nodes for rule in _rules(type(node)) for want in rule(program, node))
    spans = [(program.span(want.node, want.subject), want) for want in distinct(found, MOST_FINDINGS)]
    spans.sort(key=lambda each: (each[0].line, each[0].column))
    return [Finding(RULE, "warning", want.message, want.explanation, span) for span, want in spans]
