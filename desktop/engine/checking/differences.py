"""Central differences: which elements are tried, by how much they are moved, and what the slopes say of a gradient."""

import math
from collections.abc import Callable
from typing import NamedTuple

import torch

from desktop.records.checking import CheckedElement, Verdict
from desktop.records.record import number

MOST_ELEMENTS = 64
LARGEST = 16
"""Of a sample, how many are those with the largest gradients; the rest are spread evenly."""

RELATIVE, ABSOLUTE = 1e-5, 1e-7
_EPS = torch.finfo(torch.float64).eps
_STEP = _EPS ** (1 / 3)
_CLOSER = 16
"""How much smaller the second step is, where a kink is suspected."""

_ROUNDINGS = 64
"""How many times the root's own rounding its computation may have gathered."""

Root = Callable[[float], float]
"""Gives the root of the program with the element at a value."""


class Slopes(NamedTuple):
    """The root's slopes from a value to its left, to its right, and over both."""

    left: float
    right: float
    central: float
    noise: float
    """What of the central one may be rounding."""


def chosen(gradient: torch.Tensor) -> tuple[list[int], str]:
    """Give the flat places of the elements to check, the most telling first, and words on the sample ("": all)."""
    count = gradient.numel()
    if count <= MOST_ELEMENTS:
        return list(range(count)), ""
    telling = torch.nan_to_num(gradient.abs().reshape(-1), nan=math.inf).argsort(descending=True, stable=True)
    largest = telling[:LARGEST].tolist()
    spread = torch.linspace(0, count - 1, MOST_ELEMENTS - LARGEST).long().tolist()
    places = list(dict.fromkeys([*largest, *spread]))
    words = (
        f"{len(places)} of {count:,} elements were checked: the {LARGEST} with the largest gradients, and others "
        "spread evenly."
    )
    return places, words


def checked(index: tuple[int, ...], value: float, autograd: float, base: float, root: Root) -> CheckedElement:
    """Check one element whose value and derivative by autograd these are; `base` is the root as it is."""
    step = _STEP * max(1.0, abs(value))
    slopes = _slopes(value, step, base, root)
    verdict = _verdict(autograd, slopes)
    if verdict == "disagrees" and _may_be_kink(autograd, slopes):
        closer = _slopes(value, step / _CLOSER, base, root)
        verdict = _verdict_at_kink(autograd, slopes, closer)
        slopes = closer if verdict == "agrees" else slopes
    error = abs(autograd - slopes.central)
    return CheckedElement(index, number(autograd), number(slopes.central), number(error), verdict)


def beyond(element: CheckedElement) -> float:
    """Give how many times its tolerance an element's error is; one that is no number is beyond everything."""
    error = float(element.error)
    if math.isnan(error):
        return math.inf
    return error / _tolerance(float(element.autograd), float(element.numeric))


def _slopes(value: float, step: float, base: float, root: Root) -> Slopes:
    right, left = value + step, value - step
    above, below = root(right), root(left)
    noise = _ROUNDINGS * _EPS * max(abs(above), abs(below)) / (right - left)
    return Slopes(
        (base - below) / (value - left), (above - base) / (right - value), (above - below) / (right - left), noise
    )


def _tolerance(autograd: float, numeric: float) -> float:
    return ABSOLUTE + RELATIVE * max(abs(autograd), abs(numeric))


def _verdict(autograd: float, slopes: Slopes) -> Verdict:
    if not math.isfinite(slopes.central):
        return "cannot say"
    error = abs(autograd - slopes.central)
    if error <= _tolerance(autograd, slopes.central):
        return "agrees"
    return "cannot say" if error <= slopes.noise else "disagrees"


def _may_be_kink(autograd: float, slopes: Slopes) -> bool:
    """Say whether the slopes of both sides differ by enough to explain what autograd says."""
    return abs(slopes.right - slopes.left) >= abs(autograd - slopes.central) / 2


def _verdict_at_kink(autograd: float, slopes: Slopes, closer: Slopes) -> Verdict:
    """Judge by a smaller step: a bend straightens out in it, a kink does not, and one beside the value is passed by."""
    verdict = _verdict(autograd, closer)
    gap, closer_gap = abs(slopes.right - slopes.left), abs(closer.right - closer.left)
    return "cannot say" if verdict == "disagrees" and closer_gap > gap / 2 else verdict
