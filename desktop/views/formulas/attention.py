"""Scaled dot-product attention as one operation."""

import math
from typing import Any

import numpy as np

from desktop.views.formulas.expression import Abbreviation, Expression, Fact, Sign, setting, written
from desktop.views.formulas.rule import G, rule
from desktop.views.formulas.scene import Array, Scene, UnknownError
from desktop.views.formulas.sums import total_along

Q, K, V = Sign("query"), Sign("key"), Sign("value")


def _scale(scene: Scene) -> float:
    given = scene.setting("scale") if scene.has("scale") else None
    return float(given) if given is not None else 1 / math.sqrt(scene.known_shape("query")[-1])


SCALE = Fact(_scale, "s")


@written("softmax({0})", keeps_single=False)
def shares(scores: Array, is_causal: Any) -> Array:
    """Softmax over the last dimension; with `is_causal` a query sees no later key."""
    if is_causal:
        scores = np.where(np.tri(*scores.shape[-2:]) > 0, scores, -np.inf)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    return weights / weights.sum(-1, keepdims=True)


def _weights(scene: Scene) -> Abbreviation:
    if scene.has("dropout_p") and scene.setting("dropout_p"):
        raise UnknownError("With dropout there is no formula yet.")
    scores = SCALE * (Q @ K.T)
    masked = scores + Sign("attn_mask") if scene.shape("attn_mask") is not None else scores
    return Abbreviation("P", shares(masked, setting("is_causal")))


def _scores(scene: Scene) -> Abbreviation:
    weights = _weights(scene)
    flowing = Abbreviation("D", G @ V.T)
    return Abbreviation("S", weights * (flowing - total_along(weights * flowing, -1)))


def _query(scene: Scene) -> Expression:
    return SCALE * (_scores(scene) @ K)


def _key(scene: Scene) -> Expression:
    return SCALE * (_scores(scene).T @ Q)


def _value(scene: Scene) -> Expression:
    return _weights(scene).T @ G


RULES = (
    rule(
        "ScaledDotProductFlashAttentionForCpu0",
        "The values get the gradient by the attention weights P; queries and keys get it through the softmax.",
        {"query": _query, "key": _key, "value": _value},
        {"query": "Q", "key": "K", "value": "V", "attn_mask": "M"},
    ),
)
