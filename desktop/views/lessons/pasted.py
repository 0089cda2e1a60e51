"""The program in a pasted session: prompts taken off, what was printed left out; other text stays as it is.

Known are Python's prompts (`>>>`, `...`), IPython's (`In [1]:`, `...:`, `Out[1]:`) and a shell's (`$`).
"""

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator

_PROMPT = re.compile(r"\s*(?:>>>|In \[\d+\]:)(?: |$)(?P<code>.*)")
_MORE = re.compile(r"\s*\.\.\.:?(?: |$)(?P<code>.*)")
_SHELL = re.compile(r"\s*\$ \S.*")
_BANNER = re.compile(r"\s*I?Python \d.*")
_COMMENT = re.compile(r"\s*#")


def pasted_program(text: str) -> str:
    """Give the program in a text that is a session; any other text comes back unchanged.

    Of a session stay the lines behind prompts, comments and empty lines, and lines that an open bracket or string
    waits for. Before a program, lines that start with a shell's `$` are left out, for they are no Python. A program
    whose docstrings hold prompts is no session. Thread: any.
    """
    lines = text.split("\n")
    first = next((line for line in lines if line.strip() and not _COMMENT.match(line)), "")
    if not any(pattern.fullmatch(first) for pattern in (_PROMPT, _SHELL, _BANNER)) or _is_program(text):
        return text
    if any(map(_PROMPT.fullmatch, lines)):
        return "\n".join(_tidy(list(_session(lines))))
    return "\n".join(line for line in lines if not _SHELL.fullmatch(line)) if _SHELL.fullmatch(first) else text


def _session(lines: list[str]) -> Iterator[str]:
    """Give the lines of code of a session."""
    statement = ""
    for line in lines:
        if begun := _PROMPT.fullmatch(line):
            statement = begun["code"]
            yield statement
        elif (code := _continuation(statement, line)) is not None:
            statement += f"\n{code}"
            yield code
        else:
            statement = ""
            if not line.strip() or _COMMENT.match(line):
                yield line.strip()


def _continuation(statement: str, line: str) -> str | None:
    """Give what a line adds to a statement that was begun; None where it adds nothing, as printed text does."""
    if not statement:
        return None
    if more := _MORE.fullmatch(line):
        return more["code"]
    return line if _is_open(statement) else None


def _is_open(code: str) -> bool:
    """Say whether a bracket or a string of several lines waits for its end."""
    try:
        list(tokenize.generate_tokens(io.StringIO(code).readline))
    except tokenize.TokenError:
        return True
    except SyntaxError:
        return False
    return False


def _is_program(text: str) -> bool:
    with warnings.catch_warnings(action="ignore"):
        try:
            ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


def _tidy(lines: list[str]) -> Iterator[str]:
    """Let no two empty lines follow each other: between them stood what was printed."""
    for before, line in zip(["", *lines], lines, strict=False):
        if line.strip() or before.strip():
            yield line.rstrip()
