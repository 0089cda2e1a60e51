"""Losses: how the measure of error moves with each prediction, as a share of the mean where it is one."""

import numpy as np

from desktop.views.formulas.expression import Constant, Expression, Sign, count_of, setting, shape_of, written
from desktop.views.formulas.functions import clamped, exp, greater_of, log, sigmoid
from desktop.views.formulas.rule import Chooser, G, Gradient, Rule, rule
from desktop.views.formulas.scene import Array, Scene, Shape
from desktop.views.formulas.sums import spread

x, t, WEIGHT = Sign("self"), Sign("target"), Sign("weight")
_MEAN = 1
_NONE = 0
_SMALLEST = 1e-12
"""PyTorch keeps the divisor of the binary cross entropy's gradient above this."""


def _averaged(slope: Expression, factor: float = 1) -> Chooser:
    """Divide by the number of elements where the loss is their mean; autograd's reduction is 0 none, 1 mean, 2 sum."""

    def chosen(scene: Scene) -> Expression:
        is_mean = scene.setting("reduction") == _MEAN
        return (factor / count_of("self") if is_mean else Constant(factor)) * slope * G

    return chosen


def _error(names: str, slope: Expression, why: str, factor: float = 1) -> Rule:
    """Make the rule of a loss that depends on the difference between prediction and target."""
    gradients: dict[str, Gradient] = {"self": _averaged(slope, factor), "target": _averaged(slope, -factor)}
    return rule(names, why, gradients, {"self": "x", "target": "t"})


@written("onehot({0})", keeps_single=False)
def one_hot(target: Array, shape: Shape, ignored: int) -> Array:
    """Give 1 at the class of each sample, 0 elsewhere; classes are dimension 1 of `shape` (0 of a single sample)."""
    dim = min(len(shape) - 1, 1)
    classes = np.arange(shape[dim]).reshape(-1, *(1,) * (len(shape) - 1 - dim))
    target = np.expand_dims(np.asarray(target), dim)
    return ((classes == target) & (target != ignored)).astype(float)


@written("{0}", keeps_single=False)
def by_class(weight: Array, shape: Shape) -> Array:
    """Lay one weight for each class along dimension 1 (0 of a single sample)."""
    return np.reshape(weight, (-1, *(1,) * max(len(shape) - 2, 0)))


def _nll(scene: Scene) -> Expression:
    chosen = one_hot(t, shape_of("self"), setting("ignore_index"))
    if scene.shape("weight") is not None:
        chosen = chosen * by_class(WEIGHT, shape_of("self"))
    reduction = scene.setting("reduction")
    if reduction == _NONE:
        dim = min(len(scene.known_shape("self")) - 1, 1)
        return -chosen * spread(G, dim, False, "self")
    return -chosen / Sign("total_weight") * G if reduction == _MEAN else -chosen * G


def _weighed(slope: Expression) -> Chooser:
    def chosen(scene: Scene) -> Expression:
        whole = WEIGHT * slope if scene.shape("weight") is not None else slope
        return _averaged(whole)(scene)

    return chosen


def _logits(scene: Scene) -> Expression:
    p = Sign("pos_weight")
    known = scene.shape("pos_weight") is not None
    slope = ((p - 1) * t + 1) * sigmoid(x) - p * t if known else sigmoid(x) - t
    return _weighed(slope)(scene)


def _logits_target(scene: Scene) -> Expression:
    p = Sign("pos_weight")
    known = scene.shape("pos_weight") is not None
    slope = log(sigmoid(-x)) - p * log(sigmoid(x)) if known else -x
    return _weighed(slope)(scene)


_delta, _beta = setting("delta", "δ"), setting("beta", "β")
_DIVISOR = greater_of(x * (1 - x), _SMALLEST)
_CROSS = "The slope is the error, divided by how sure the prediction was."

RULES = (
    _error("MseLoss0", x - t, "The slope of a square is twice the error.", 2),
    _error("HuberLoss0", clamped(x - t, -_delta, _delta), "The slope is the error, but never more than δ."),
    _error("SmoothL1Loss0", clamped((x - t) / _beta, -1, 1), "The slope is the error over β, but never more than 1."),
    rule(
        "NllLoss0 NllLoss2D0",
        "Only the logarithm of the true class counts.",
        {"self": _nll},
        {"self": "x", "target": "t", "total_weight": "n", "weight": "w"},
        {"total_weight": "the number (or weight) of the samples that counted"},
    ),
    rule(
        "BinaryCrossEntropy0",
        _CROSS,
        {"self": _weighed((x - t) / _DIVISOR), "target": _weighed(log(1 - x) - log(x))},
        {"self": "x", "target": "t", "weight": "w"},
    ),
    rule(
        "BinaryCrossEntropyWithLogits0",
        "The sigmoid's slope cancels the divisor of the cross entropy: what remains is the error.",
        {"self": _logits, "target": _logits_target},
        {"self": "x", "target": "t", "weight": "w", "pos_weight": "p"},
    ),
    rule(
        "SoftMarginLoss0",
        "The slope of log(1 + exp(−t·x)).",
        {"self": _averaged(-t / (1 + exp(t * x)))},
        {"self": "x", "target": "t"},
    ),
)
