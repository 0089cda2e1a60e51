"""Distances between rows."""

from desktop.views.formulas.expression import Abbreviation, Expression, Sign
from desktop.views.formulas.functions import safe_over
from desktop.views.formulas.rule import Chooser, G, rule
from desktop.views.formulas.scene import Scene, UnknownError
from desktop.views.formulas.sums import total_along

_PLANE = 2
"""The exponent of the distance that is measured with a ruler."""

_x1, _x2 = Sign("x1"), Sign("x2")
_PULL = Abbreviation("P", safe_over(G, Sign("result")))


def _euclidean(gradient: Expression) -> Chooser:
    def chosen(scene: Scene) -> Expression:
        if scene.setting("p") != _PLANE:
            raise UnknownError("For distances other than the Euclidean there is no formula yet.")
        return gradient

    return chosen


RULES = (
    rule(
        "Cdist0",
        "A distance grows along the line between its two points: each pulls at the other.",
        {
            "x1": _euclidean(total_along(_PULL, -1) * _x1 - _PULL @ _x2),
            "x2": _euclidean(total_along(_PULL.T, -1) * _x2 - _PULL.T @ _x1),
        },
    ),
)
