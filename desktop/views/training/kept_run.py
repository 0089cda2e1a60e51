"""A run that was trained, as it is kept: its recipe, how it ended, and its curves by a few hundred points."""

from typing import Annotated, Literal

import numpy as np
from msgspec import Meta

from desktop.records.messages import EndReason
from desktop.records.record import Record
from desktop.records.training import Recipe, TrainingChange
from desktop.views.training.course import Course
from desktop.views.training.thinning import Points, thinned

_COLUMNS = 300
_MOST_POINTS = 2 * _COLUMNS + 4
_DIGITS = 7

Values = Annotated[tuple[float, ...], Meta(max_length=_MOST_POINTS)]


class KeptCurve(Record, frozen=True):
    """Points of a curve: x ascends, y is as long."""

    x: Values = ()
    y: Values = ()

    def points(self) -> Points:
        """Give them as arrays; where one is longer than the other its end is left out."""
        length = min(len(self.x), len(self.y))
        return np.array(self.x[:length]), np.array(self.y[:length])


class KeptRun(Record, frozen=True):
    """One run of the list. `id` names its file; `created` are seconds since 1970."""

    id: Annotated[str, Meta(pattern=r"^[0-9a-f]{8,32}$")]
    name: Annotated[str, Meta(max_length=200)]
    created: float
    recipe: Recipe
    reason: EndReason
    iterations: int
    seconds: float
    smoothed: KeptCurve = KeptCurve()
    averages: KeptCurve = KeptCurve()
    validations: KeptCurve = KeptCurve()
    changes: tuple[TrainingChange, ...] = ()
    note: Annotated[str, Meta(max_length=2_000)] = ""
    schema: Literal[1] = 1


def kept(points: Points) -> KeptCurve:
    """Thin a curve to what is kept of it: its extremes stay, and so does its last point."""
    x, y = points
    finite = np.isfinite(y)
    x, y = x[finite], y[finite]
    if not len(x):
        return KeptCurve()
    x, y = thinned((x, y), float(x[0]), float(x[-1]), _COLUMNS)
    return KeptCurve(tuple(x.tolist()), tuple(float(f"{value:.{_DIGITS}g}") for value in y))


def kept_run(course: Course, identity: str, created: float, reason: EndReason, seconds: float) -> KeptRun:
    """Give what is kept of a run that has ended."""
    averages, validations = (_row(history.curves()) for history in (course.averages, course.validations))
    return KeptRun(
        id=identity,
        name=run_name(course.recipe),
        created=created,
        recipe=course.recipe,
        reason=reason,
        iterations=course.total,
        seconds=seconds,
        smoothed=kept(course.losses.smoothed()),
        averages=kept(averages),
        validations=kept(validations),
        changes=tuple(course.changes),
    )


def run_name(recipe: Recipe) -> str:
    """Name a run by what most often tells it from others."""
    names = {"sgd": "SGD", "adam": "Adam", "adamw": "AdamW", "rmsprop": "RMSprop", "adagrad": "Adagrad"}
    return f"{names[recipe.optimizer]} {recipe.learning_rate:g}"


def _row(curves: Points) -> Points:
    x, rows = curves
    return (x, rows[0]) if len(rows) else (x[:0], x[:0])
