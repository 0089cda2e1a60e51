"""Tables of rows that are looked up, singly or by bags."""

from typing import Any

import numpy as np

from desktop.views.formulas.expression import Expression, Sign, setting, shape_of, written
from desktop.views.formulas.function import Strength, Text, Writable, Writer
from desktop.views.formulas.moves import NOWHERE, sent_back
from desktop.views.formulas.rule import G, rule
from desktop.views.formulas.scene import Array, Scene, UnknownError


def _embedded(table: Array, indices: Array, padding: Any) -> Array:
    rows = table[np.asarray(indices)]
    return np.where((np.asarray(indices) == padding)[..., None], NOWHERE, rows)


def _embedded_text(writer: Writer, g: Writable, _shape: Writable, indices: Writable, padding: Writable) -> Text:
    row = padding.constant(writer.scene)
    left_out = " but for a padding row" if row is None else f" but for row {row}, the padding" if row >= 0 else ""
    rows = f"the rows of {writer.text(g, Strength.FRACTION)} added at the rows {writer.text(indices)}"
    return f"{rows}{left_out}, 0 elsewhere", Strength.SUM


_to_table = sent_back(_embedded_text, _embedded)


def _embedding(scene: Scene) -> Expression:
    if scene.has("scale_grad_by_freq") and scene.setting("scale_grad_by_freq"):
        raise UnknownError("With scale_grad_by_freq there is no formula yet.")
    return _to_table(G, shape_of("weight"), Sign("indices"), setting("padding_idx"))


def _bagged(scene: Scene) -> Expression:
    """Give each row of the table what its bags get; a mean is shared among the bag."""
    mode = scene.setting("mode")
    if mode not in {_SUM, _MEAN} or scene.shape("per_sample_weights") is not None:
        raise UnknownError("For the greatest of a bag, and for weights in it, there is no formula yet.")
    if scene.setting("scale_grad_by_freq"):
        raise UnknownError("With scale_grad_by_freq there is no formula yet.")
    shares = _of_bag(G, Sign("result1")) if mode == _SUM else _of_bag_mean(G, Sign("result1"), Sign("result2"))
    return _to_table(shares, shape_of("weight"), Sign("indices"), setting("padding_idx"))


_SUM, _MEAN = 0, 1
_of_bag = written("{0}[bags]", needs=(Strength.WHOLE,), keeps_single=False)(lambda g, bags: g[bags])
_of_bag_mean = written("({0}/sizes)[bags]", keeps_single=False)(lambda g, bags, sizes: (g / sizes[:, None])[bags])


RULES = (
    rule(
        "Embedding0",
        "Each row of the table gets the sum of the gradients of all the places where it was looked up.",
        {"weight": _embedding},
        {"weight": "W"},
    ),
    rule(
        "EmbeddingBag0",
        "Each row of the table gets the sum of the gradients of all the bags that it lies in.",
        {"weight": _bagged},
        {"weight": "W"},
    ),
)
