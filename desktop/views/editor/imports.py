"""Which imports a piece of code needs, and where in a program they belong."""

import ast
import re

IMPORTS = {
    "torch": "import torch",
    "nn": "import torch.nn as nn",
    "F": "import torch.nn.functional as F",
}
"""The names that inserted code uses freely, and the lines that bind them, in the order they are written."""

_IMPORT = re.compile(r"(import|from)\s")
_QUOTES = ('"""', "'''")


def missing_imports(code: str, program: str) -> tuple[str, ...]:
    """Give the import lines that `code` needs and `program` has not."""
    bound = _bound_names(program)
    return tuple(line for name, line in IMPORTS.items() if name not in bound and _uses(code, name))


def import_line(program: str) -> int:
    """Give the number (from 0) of the line before which an import is written: after the imports at the top."""
    after_imports, header = 0, True
    lines = program.split("\n")
    number = 0
    while number < len(lines) and header:
        end = _statement_end(lines, number)
        header = _opens_a_program(lines[number])
        if _IMPORT.match(lines[number]) or _is_docstring(lines[number]):
            after_imports = end + 1
        number = end + 1
    return after_imports


def _bound_names(program: str) -> set[str]:
    names: set[str] = set()
    for line in program.split("\n"):
        if _IMPORT.match(line):
            names |= _names_of(line)
    return names


def _names_of(line: str) -> set[str]:
    try:
        statements = ast.parse(line).body
    except SyntaxError:
        return set()
    imports = [statement for statement in statements if isinstance(statement, ast.Import | ast.ImportFrom)]
    return {(alias.asname or alias.name).split(".")[0] for statement in imports for alias in statement.names}


def _uses(code: str, name: str) -> bool:
    return re.search(rf"(?<![\w.]){name}\.", code) is not None


def _opens_a_program(line: str) -> bool:
    return not line.strip() or line.startswith("#") or _IMPORT.match(line) is not None or _is_docstring(line)


def _is_docstring(line: str) -> bool:
    return line.startswith(_QUOTES)


def _statement_end(lines: list[str], number: int) -> int:
    """Give the last line of the docstring or the bracketed import that begins at `number`."""
    first = lines[number]
    if _is_docstring(first) and first.count(first[:3]) == 1:
        return _first_with(first[:3], lines, number + 1)
    if _IMPORT.match(first) and "(" in first and ")" not in first:
        return _first_with(")", lines, number + 1)
    return number


def _first_with(mark: str, lines: list[str], start: int) -> int:
    return next((number for number in range(start, len(lines)) if mark in lines[number]), start - 1)
