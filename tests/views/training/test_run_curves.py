"""Which curves stand for a run and for those beside it."""

import pytest

from desktop.records.training import Recipe
from desktop.views.training.course import Course
from desktop.views.training.kept_run import KeptCurve, KeptRun
from desktop.views.training.run_curves import Overlay, loss_curves

CURVE = KeptCurve((1.0, 2.0), (0.5, 0.25))


@pytest.mark.parametrize(("count", "width"), [(1, 2), (8, 2), (9, 1), (100, 1)])
def test_many_runs_are_drawn_finely(count: int, width: float) -> None:
    """A few runs beside the present one have wide lines, a hundred fine ones; colour and dashes stay."""
    runs = [KeptRun(f"{n:08x}", f"run {n}", 0.0, Recipe(), "reached", 2, 1.0, CURVE) for n in range(count)]
    overlays = [Overlay(run, number) for number, run in enumerate(runs, 1)]
    curves = [curve for curve in loss_curves(Course(Recipe()), overlays) if curve.named]
    assert [curve.stroke.width for curve in curves] == [width] * count
    assert [(curve.stroke.role, curve.stroke.line) for curve in curves] == [
        (overlay.stroke.role, overlay.stroke.line) for overlay in overlays
    ]
