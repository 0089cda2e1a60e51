"""Which shapes an expression lines up."""

from collections.abc import Mapping

from desktop.engine.preview.marking import Place
from desktop.engine.preview.observer import Look
from desktop.records.preview import Shape

_ARITHMETIC = {"Add", "Sub", "Mult", "Div", "FloorDiv", "Mod", "Pow", "Compare"}
_METHODS = {"add", "sub", "mul", "div", "add_", "sub_", "mul_", "div_", "pow"}


def broadcast_operands(place: Place, looks: Mapping[int, Look]) -> tuple[Shape, ...]:
    """Give the two shapes that a place's arithmetic lines up, or nothing."""
    if place.operation not in _ARITHMETIC and place.operation not in _METHODS:
        return ()
    found = [looks[number].tensors for number in place.operands if number in looks]
    shapes = [tensors[0].shape for tensors in found if len(tensors) == 1]
    return tuple(shapes) if len(shapes) == 2 else ()  # noqa: PLR2004 # two operands
