"""The rule for `str.format`: its fields may read attributes too (`"{0.shape}"`), so the text must be there to see."""

import ast
import re
import string
from collections.abc import Iterator

from desktop.engine.permission import refused
from desktop.engine.permission.attributes import read_words
from desktop.engine.permission.program import Program
from desktop.engine.permission.want import Want

_DEEPEST = 3
"""How deep fields may lie in format specifications; Python itself reads two levels."""


def format_wants(program: Program, node: ast.Attribute) -> Iterator[Want]:
    """Give what formatting a text wants."""
    if node.attr not in {"format", "format_map"}:
        return
    text = _text(program, node.value)
    if text is None:
        yield Want(node, refused.FORMAT, f".{node.attr}")
        return
    for name in _attributes(text, _DEEPEST):
        if words := read_words(program, name):
            yield Want(node, words, f'"{{.{name}}}"')


def _text(program: Program, node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return program.scopes.meaning(node.id, node).text if isinstance(node, ast.Name) else None


def _attributes(text: str, depth: int) -> Iterator[str]:
    """Give the attributes that the fields of a format text read."""
    try:
        fields = list(string.Formatter().parse(text))
    except ValueError:
        return  # Python refuses such a text when it is used
    for _, name, specification, _ in fields:
        # A bracket holds a key, which may contain dots of its own: reading one attribute too many does no harm.
        yield from re.findall(r"\.(\w+)", name or "")
        if depth and specification:
            yield from _attributes(specification, depth - 1)
