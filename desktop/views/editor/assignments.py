"""Templates of one statement: their placeholders, and a variable name that is still free."""

import re
from dataclasses import dataclass

_PLACEHOLDER = re.compile("«([^»]*)»")
_TARGET = re.compile(r"([^\W\d]\w*) = ")
_NAME = re.compile(r"[^\W\d]\w*")
_ASSIGNED = re.compile(r"^[ \t]*([^\W\d]\w*)[ \t]*=(?!=)", re.MULTILINE)
_OPERAND = "x"


@dataclass(frozen=True)
class Filled:
    """A statement without its marks, and where its placeholders stand: (start, end) in characters."""

    text: str
    places: tuple[tuple[int, int], ...]


def fresh_name(wanted: str, program: str) -> str:
    """Give `wanted`, or the first of `wanted2`, `wanted3`, … that the program does not hold."""
    taken = set(_NAME.findall(program))
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}{number}"
    return name


def assignment(template: str, program: str) -> str:
    """Fit a template to a program: a fresh name for what it assigns, a name that exists for its operand «x»."""
    target = _TARGET.match(template)
    body = template[target.end() :] if target else template
    operand = _operand(program)
    body = body.replace(f"«{_OPERAND}»", f"«{operand}»")
    return f"{fresh_name(target[1], program)} = {body}" if target else body


def fill(template: str) -> Filled:
    """Take the marks off a template and say where the placeholders are."""
    text, places, end = "", [], 0
    for match in _PLACEHOLDER.finditer(template):
        text += template[end : match.start()]
        places.append((len(text), len(text) + len(match[1])))
        text += match[1]
        end = match.end()
    return Filled(text + template[end:], tuple(places))


def _operand(program: str) -> str:
    """Give x where the program has one, or else the name it assigned last."""
    assigned = _ASSIGNED.findall(program)
    return _OPERAND if _OPERAND in _NAME.findall(program) or not assigned else assigned[-1]
