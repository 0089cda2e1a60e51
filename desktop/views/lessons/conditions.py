"""The small language of `check:` lines: what a Run must show. It is read word by word, and nothing is evaluated."""

import re
from collections.abc import Callable
from typing import Any, get_args

import msgspec

from desktop.records.files import UsageError
from desktop.records.lesson import (
    Aspect,
    BackwardRan,
    Check,
    Condition,
    FindingIs,
    GradientIs,
    ModuleHas,
    NodeIs,
    OutputHas,
    RunEnds,
    VariableIs,
)
from desktop.records.record import Number

_NON_FINITE: dict[str, Number] = {"NaN": "NaN", "Infinity": "Infinity", "-Infinity": "-Infinity"}
_ASPECTS: dict[str, Aspect] = {name: name for name in get_args(Aspect)}
_Numbers = tuple[tuple[Number, ...], tuple[int, ...]]

_LONGEST = 2_000
"""In characters, of a check."""


def check(line: str) -> Check:
    """Read one line; raise UsageError, with what could stand there, where it is none.

    Tolerances stand after ± and are absolute. Values are numbers or nested lists of them, as in JSON.
    """
    if len(line) > _LONGEST:
        raise UsageError(f"the check “{line[:40]}…” has {len(line):,} characters, and may have {_LONGEST:,}.")
    for pattern, read in _FORMS:
        if found := re.fullmatch(pattern, line.strip()):
            return Check(line.strip(), read(found))
    raise UsageError(f"“{line}” is no check. It could be one of: {'; '.join(EXAMPLES)}.")


EXAMPLES = (
    "variable loss = 1.5 ± 1e-6",
    "variable x.shape = [2, 3]",
    "variable x.requires_grad = true",
    "gradient of w = [1, 2] ± 1e-6",
    "output contains TEXT",
    "output lacks TEXT",
    "finding RULE appears",
    "finding RULE is gone",
    "node NAME appears",
    "node NAME appears 2 times",
    "node NAME is gone",
    "module model has 2 parameters",
    "backward runs 2 times",
    "run finishes",
    "run fails with ValueError",
)


def _variable(found: re.Match[str]) -> Condition:
    name, aspect, expected, tolerance = found.group("name", "aspect", "expected", "tolerance")
    if aspect is None:
        numbers, shape = _numbers(expected)
        return VariableIs(name, "value", numbers, shape, tolerance=_tolerance(tolerance))
    if aspect not in _ASPECTS:
        raise UsageError(f"“{aspect}” is nothing known of a variable. Known are {', '.join(_ASPECTS)}.")
    if aspect == "shape":
        return VariableIs(name, "shape", _numbers(expected)[0])
    return VariableIs(name, _ASPECTS[aspect], word=expected.strip())


def _gradient(found: re.Match[str]) -> Condition:
    numbers, shape = _numbers(found["expected"])
    return GradientIs(found["name"], numbers, shape, _tolerance(found["tolerance"]))


def _node(found: re.Match[str]) -> Condition:
    if found["gone"]:
        return NodeIs(found["name"], 0)
    return NodeIs(found["name"], int(found["times"]) if found["times"] else None)


def _tolerance(text: str | None) -> float:
    try:
        return float(text) if text else 0.0
    except ValueError as error:
        raise UsageError(f"“{text}” after ± is no number.") from error


def _numbers(text: str) -> _Numbers:
    """Read a number or nested lists of them: the numbers in row-major order, and the shape."""
    if text.strip() in _NON_FINITE:
        return (_NON_FINITE[text.strip()],), ()
    try:
        return _flat(msgspec.json.decode(text.encode()))
    except (msgspec.DecodeError, ValueError, OverflowError, RecursionError) as error:
        raise UsageError(f"“{text.strip()}” is neither a number nor a list of numbers.") from error


def _flat(value: Any) -> _Numbers:
    if isinstance(value, str) and value in _NON_FINITE:
        return (_NON_FINITE[value],), ()
    if isinstance(value, bool | int | float):
        return (float(value),), ()
    if not isinstance(value, list):
        raise ValueError(value)  # noqa: TRY004 # who calls says in words what may stand here
    parts = [_flat(each) for each in value]
    shapes = {shape for _, shape in parts}
    if len(shapes) > 1:
        raise ValueError(value)
    inner = shapes.pop() if shapes else ()
    return tuple(number for numbers, _ in parts for number in numbers), (len(parts), *inner)


_NAME = r"(?P<name>[^\s.=]+)"
_EXPECTED = r"(?P<expected>[^±]+?)(?:\s*±\s*(?P<tolerance>\S+))?"
_FORMS: tuple[tuple[str, Callable[[re.Match[str]], Condition]], ...] = (
    (rf"variable {_NAME}(?:\.(?P<aspect>\w+))? = {_EXPECTED}", _variable),
    (rf"gradient of (?P<name>\S+) = {_EXPECTED}", _gradient),
    (r"output (?P<verb>contains|lacks) (?P<text>.+)", lambda found: OutputHas(found["text"], found["verb"] != "lacks")),
    (
        r"finding (?P<rule>\S+) (?P<verb>appears|is gone)",
        lambda each: FindingIs(each["rule"], each["verb"] != "is gone"),
    ),
    (r"node (?P<name>\S+) (?:(?P<gone>is gone)|appears(?: (?P<times>\d+) times?)?)", _node),
    (r"module (?P<name>\S+) has (?P<count>\d+) parameters?", lambda each: ModuleHas(each["name"], int(each["count"]))),
    (r"backward runs (?P<times>\d+) times?", lambda found: BackwardRan(int(found["times"]))),
    (r"run finishes", lambda _: RunEnds()),
    (r"run fails with (?P<error>\w+)", lambda found: RunEnds(found["error"])),
)
