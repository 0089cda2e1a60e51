"""What is wrong with a text whatever it computes: it is no Python, or it uses names that are nowhere defined."""

import ast
import warnings
from collections.abc import Iterator

from pyflakes.checker import Checker  # type: ignore[import-untyped] # it carries no stubs
from pyflakes.messages import UndefinedLocal, UndefinedName  # type: ignore[import-untyped] # it carries no stubs

from desktop.records.finding import Finding, Fix
from desktop.records.text import Edit, Span

IMPORTS = {
    "torch": "import torch",
    "nn": "import torch.nn as nn",
    "F": "import torch.nn.functional as F",
    "optim": "import torch.optim as optim",
    "np": "import numpy as np",
    "math": "import math",
    "random": "import random",
}
"""The names that most programs mean one thing by, and the lines that bind them."""


def mistakes(text: str) -> tuple[Finding, ...]:
    """Give what is wrong with a text, in the order of its lines."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(text)
            compile(text, "program.py", "exec", dont_inherit=True)
        except SyntaxError as error:
            return (_syntax_error(error, text),)
        except (ValueError, RecursionError, MemoryError):
            return ()
    return tuple(_undefined(tree, text))


def _undefined(tree: ast.Module, text: str) -> Iterator[Finding]:
    lines = text.split("\n")
    for message in sorted(Checker(tree).messages, key=lambda each: (each.lineno, each.col)):
        if isinstance(message, UndefinedName | UndefinedLocal):
            name = str(message.message_args[0])
            column = len(lines[message.lineno - 1].encode()[: message.col].decode(errors="replace"))
            span = Span(message.lineno, column, message.lineno, column + len(name))
            yield Finding(
                "undefined-name", "error", f"name '{name}' is not defined", _why(name), span, _fix(name, tree)
            )


def _why(name: str) -> str:
    if name in IMPORTS:
        return f"No line of this program binds {name}. Most programs write: {IMPORTS[name]}"
    return f"No line of this program binds {name}: it may be misspelt, or its line is missing."


def _fix(name: str, tree: ast.Module) -> Fix | None:
    if name not in IMPORTS:
        return None
    line = _first_line(tree)
    return Fix(f"Write {IMPORTS[name]}", (Edit(Span(line, 0, line, 0), f"{IMPORTS[name]}\n"),))


def _first_line(tree: ast.Module) -> int:
    """Give the line at which an import may stand: below the docstring and what is imported from the future."""
    for statement in tree.body:
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        if not is_text and not is_future:
            return statement.lineno
    return 1


def _syntax_error(error: SyntaxError, text: str) -> Finding:
    lines = text.split("\n")
    line = min(max(error.lineno or 1, 1), len(lines))
    column = min(max((error.offset or 1) - 1, 0), len(lines[line - 1]))
    end_line, end_column = error.end_lineno or line, (error.end_offset or 0) - 1
    if (end_line, end_column) <= (line, column):
        end_line, end_column = line, column + 1
    explanation = "Python cannot read the program from here on, so nothing of it can run."
    span = Span(line, column, end_line, end_column)
    return Finding("syntax-error", "error", str(error.msg), explanation, span)
