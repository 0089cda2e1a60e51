"""From a recipe's target to its examples."""

import torch
from torch import Tensor

from desktop.engine.learning.drawn import DrawnExamples
from desktop.engine.learning.examples import VALIDATION, Examples
from desktop.engine.learning.formula import Formula
from desktop.engine.learning.functions import Shape, evenly, shape_of
from desktop.engine.learning.table import TableExamples
from desktop.engine.regression import ground_truth, sample_point
from desktop.records import recipe as recipes
from desktop.records.files import UsageError
from desktop.records.training import Recipe

CLASSIFYING = frozenset({"bce", "cross_entropy"})


def examples_of(recipe: Recipe) -> Examples:
    """Give the examples a recipe trains on; raise UsageError where there are none, or its loss does not suit them."""
    if isinstance(recipe.target, recipes.Table):
        return TableExamples(recipe.target, recipe.loss, recipe.seed)
    examples = _drawn(recipe.target, recipe.seed)
    if recipe.loss in CLASSIFYING and not examples.classes:
        raise UsageError(
            f"The loss {recipe.loss} tells classes apart, but this target is a number. Choose mse, mae or huber, or "
            "one of the targets xor, moons and spirals."
        )
    return examples


def is_noisy(recipe: Recipe) -> bool:
    """Say whether a recipe's examples draw from a stream of noise."""
    return not isinstance(recipe.target, recipes.Table) and recipe.target.noise > 0


def _drawn(target: recipes.Function | recipes.Formula, seed: int) -> DrawnExamples:
    if isinstance(target, recipes.Formula):
        return DrawnExamples(_formula_shape(target), target.noise, seed)
    if target.name == "chapter":
        x = sample_point(torch.device("cpu"))
        return DrawnExamples(shape_of(target.name), target.noise, seed, (x, ground_truth(x)))
    return DrawnExamples(shape_of(target.name), target.noise, seed)


def _formula_shape(target: recipes.Formula) -> Shape:
    if not target.low < target.high:
        raise UsageError(f"Inputs are drawn from {target.low:g} to {target.high:g}: the second must be the greater.")
    formula = Formula(target.text)
    spans = ((target.low, target.high),) * formula.inputs
    _check_finite(formula, spans)
    return Shape(formula.inputs, evenly(spans, formula), spans, formula)


def _check_finite(formula: Formula, spans: tuple[tuple[float, float], ...]) -> None:
    """Raise UsageError where the formula gives no number at a point within the spans; few points are tried."""
    stream = torch.Generator("cpu").manual_seed(0)
    drawn = torch.rand((VALIDATION, len(spans)), generator=stream, dtype=torch.float32, device="cpu")
    x, y = evenly(spans, formula)(drawn)
    bad = torch.nonzero(~torch.isfinite(y[:, 0]))
    if len(bad):
        index = int(bad[0])
        raise UsageError(f"The formula gives {y[index].item()} at {_point(x[index])}. Draw its inputs from elsewhere.")


def _point(x: Tensor) -> str:
    return ", ".join(f"x{number} = {value:.4g}" for number, value in enumerate(x.tolist(), 1))
