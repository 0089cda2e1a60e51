"""Which curves tell of a run: its losses by iteration and by epoch, its parameters, its gradients; and other runs'."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.records.training import TrainingChange
from desktop.views.training.chart import Curve
from desktop.views.training.course import Course
from desktop.views.training.kept_run import KeptRun
from desktop.views.training.marks import Mark
from desktop.views.training.named_history import NamedHistory
from desktop.views.training.strokes import Stroke, numbered
from desktop.views.training.thinning import Points

_RAW, _SMOOTH = Stroke("curve_raw"), Stroke("curve", width=2)
_DOTS, _CHECKS = Stroke("leaf_border", symbol="o"), Stroke("success", symbol="t")
_WORDS = {"learning_rate": "learning rate", "momentum": "momentum", "batch_size": "batch"}
_MOST_PARAMETERS = 8
_MOST_WIDE = 8
"""Runs drawn with wide lines."""


@dataclass(frozen=True)
class Overlay:
    """A kept run that is drawn beside the present one, with the number of its stroke (from 1)."""

    run: KeptRun
    number: int

    @property
    def stroke(self) -> Stroke:
        """How its lines are drawn, everywhere."""
        return numbered(self.number, width=2)


def loss_curves(course: Course, overlays: Sequence[Overlay]) -> list[Curve]:
    """Give every loss, the smoothed ones, and the smoothed ones of other runs."""
    others = [Curve(o.run.name, o.run.smoothed.points(), _beside(o, overlays), named=True) for o in overlays]
    return [
        Curve("each iteration", course.losses.raw(), _RAW, counts=False),
        *others,
        Curve("smoothed", course.losses.smoothed(), _SMOOTH),
    ]


def epoch_curves(course: Course, overlays: Sequence[Overlay]) -> list[Curve]:
    """Give the epochs' average losses and the losses in validation, and those of other runs."""
    others = [Curve(o.run.name, o.run.averages.points(), _beside(o, overlays), named=True) for o in overlays]
    averages, checks = (_first(history) for history in (course.averages, course.validations))
    curves = [*others, Curve("average of training", averages, _SMOOTH), Curve("training", averages, _DOTS)]
    if len(checks[0]):
        curves += [Curve("validation", checks, Stroke("success")), Curve("validation", checks, _CHECKS)]
    return curves


def parameter_curves(course: Course) -> list[Curve]:
    """Give a curve for each of the first parameters."""
    x, rows = course.parameters.curves()
    names = course.parameters.names[:_MOST_PARAMETERS]
    return [Curve(short(name), (x, row), numbered(n)) for n, (name, row) in enumerate(zip(names, rows, strict=False))]


def parameter_marks(course: Course) -> list[Mark]:
    """Give a line for each parameter whose true value is known."""
    known = {} if course.task is None else course.task.known
    values = [float(value) for elements in known.values() for value in elements]
    return [Mark(value, "", number % 4) for number, value in enumerate(values[:_MOST_PARAMETERS])]


def gradient_curves(course: Course) -> list[Curve]:
    """Give the norm of each parameter's gradient."""
    x, rows = course.gradients.curves()
    names = course.gradients.names[:_MOST_PARAMETERS]
    return [Curve(short(name), (x, row), numbered(n)) for n, (name, row) in enumerate(zip(names, rows, strict=False))]


def change_marks(course: Course) -> list[Mark]:
    """Give a line at each change a person made."""
    return [
        Mark(course.total_at(change.epoch, change.iteration), change_words(change), "muted", upright=True)
        for change in course.changes
    ]


def change_words(change: TrainingChange) -> str:
    """Say what was changed."""
    return f"{_WORDS[change.name]} {change.value:g}"


def threshold_marks(course: Course) -> list[Mark]:
    """Give the line below which the average loss is wanted; at 0 there is none."""
    return [Mark(course.recipe.threshold, "threshold", "success")] if course.recipe.threshold > 0 else []


def short(name: str) -> str:
    """Shorten a parameter's name: "linear.weight[0]" is "weight[0]" where only one layer can be meant."""
    parts = name.split(".")
    return parts[-1] if parts[:-1] in ([], ["linear"]) else ".".join(parts[-2:])


def _beside(overlay: Overlay, overlays: Sequence[Overlay]) -> Stroke:
    """Draw many runs finely: wide dashes take ten times as long, and so many would hide each other."""
    return overlay.stroke if len(overlays) <= _MOST_WIDE else replace(overlay.stroke, width=1)


def _first(history: NamedHistory) -> Points:
    x, rows = history.curves()
    return (x, rows[0]) if len(rows) else (x[:0], x[:0])
