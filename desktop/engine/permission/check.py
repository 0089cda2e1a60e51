"""`wants(text) -> findings`: everything a program asks for beyond torch, numpy, math, random and harmless modules."""

import ast
import warnings
from collections.abc import Callable, Iterator

from desktop.engine.permission.attributes import attribute_wants
from desktop.engine.permission.formats import format_wants
from desktop.engine.permission.imports import import_wants
from desktop.engine.permission.limited import limited_wants
from desktop.engine.permission.names import name_wants
from desktop.engine.permission.program import Program
from desktop.engine.permission.want import Want, distinct
from desktop.records.finding import Finding

RULE = "permission"

MOST_FINDINGS = 20
"""How many different wants are named: a person who reads that many has seen enough to decide."""

Rule = Callable[[Program, ast.AST], Iterator[Want]]

_RULES: dict[type[ast.AST], tuple[Rule, ...]] = {
    ast.Import: (import_wants, name_wants),
    ast.ImportFrom: (import_wants, name_wants),
    ast.Name: (import_wants, name_wants, limited_wants),
    ast.Attribute: (import_wants, attribute_wants, limited_wants, format_wants),
    ast.MatchClass: (attribute_wants,),
    ast.ClassDef: (name_wants, limited_wants),
}
"""The rules for each kind of node."""

_ANY_NODE: tuple[Rule, ...] = (name_wants,)

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
        return () if module is None else tuple(_findings(Program(text, module)))
    except (RecursionError, MemoryError):
        return (_TOO_DEEP,)


def _parsed(text: str, name: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the run itself warns of odd escapes and comparisons
        try:
            module = ast.parse(text, name)
            compile(module, name, "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return None
        return module


def _findings(program: Program) -> Iterator[Finding]:
    nodes = program.tree.nodes
    found = (want for node in nodes for rule in _RULES.get(type(node), _ANY_NODE) for want in rule(program, node))
    for want in distinct(found, MOST_FINDINGS):
        yield Finding(RULE, "warning", want.message, want.explanation, program.span(want.node, want.subject))
