"""The scale on which the gradients of one flow are compared."""

import pytest

from desktop.records.flow import Flow, FlowStep
from desktop.records.record import Number
from desktop.records.tensor import Tensor
from desktop.views.graph.gradient_scale import (
    BROKEN,
    LEVELS,
    NOTHING,
    ZERO,
    GradientScale,
    largest,
    level_colour,
    level_share,
    scale_of,
)
from desktop.views.graph.legend import decade_text
from desktop.views.theme import THEMES, Theme


def gradient(norm: Number | None, nans: int = 0) -> Tensor:
    """Give a gradient of a norm."""
    return Tensor((2,), "float32", "cpu", count=2, norm=norm, nans=nans)


def flow_of(*norms: Number) -> Flow:
    """Give a flow whose steps take gradients of these norms."""
    return Flow(0, 1, tuple(FlowStep(f"n{i}", i, 1.0, (gradient(norm),), ()) for i, norm in enumerate(norms)))


def test_levels_follow_the_logarithm() -> None:
    """A thousandth, a thirtieth and one are the ends and the middle of three decades."""
    scale = scale_of(flow_of(0.001, 1.0))
    assert scale.level((gradient(0.001),)) == 0
    assert scale.level((gradient(10**-1.5),)) == LEVELS // 2
    assert scale.level((gradient(1.0),)) == LEVELS - 1


def test_nearly_equal_gradients_look_nearly_equal() -> None:
    """The scale spans at least two decades, and equal ones stand in its middle."""
    scale = scale_of(flow_of(2.0, 2.0))
    assert scale.high - scale.low == pytest.approx(2.0)
    assert abs(scale.level((gradient(2.0),)) - LEVELS // 2) <= 1


@pytest.mark.parametrize(
    ("levels", "level"),
    [((), NOTHING), ((NOTHING, ZERO), ZERO), ((ZERO, 0), 0), ((3, 17, 5), 17), ((LEVELS - 1, BROKEN), BROKEN)],
)
def test_of_several_levels_the_largest_stands_out(levels: tuple[int, ...], level: int) -> None:
    """A broken gradient among others is not hidden by them."""
    assert largest(levels) == level


def test_several_gradients_are_one_long_vector() -> None:
    """3 and 4 are 5."""
    scale = GradientScale(-2.0, 2.0)
    assert scale.level((gradient(3.0), gradient(4.0))) == scale.level((gradient(5.0),))


@pytest.mark.parametrize(
    ("tensors", "level"),
    [
        ((), NOTHING),
        ((None,), NOTHING),
        ((gradient(0.0),), ZERO),
        ((gradient(None),), ZERO),
        ((gradient("NaN", 1),), BROKEN),
        ((gradient("Infinity"),), BROKEN),
        ((gradient(1.0), gradient(1.0, nans=1)), BROKEN),
    ],
)
def test_what_is_beside_the_scale(tensors: tuple[Tensor | None, ...], level: int) -> None:
    """Nothing, zero and broken are no places on it."""
    assert GradientScale(0.0, 1.0).level(tensors) == level


def test_a_few_far_smaller_gradients_do_not_stretch_the_scale() -> None:
    """Rounding's 1e-17 among ordinary norms is put at its beginning, and the scale says so."""
    scale = scale_of(flow_of(1e-17, *[0.01 * i for i in range(1, 60)]))
    assert scale.low > -3
    assert scale.cut
    assert scale.level((gradient(1e-17),)) == 0
    assert not scale_of(flow_of(1e-17, 1.0)).cut


def test_no_gradient_makes_a_scale_all_the_same() -> None:
    """A flow of NaN alone has one that nothing stands on."""
    assert scale_of(flow_of("NaN")).level((gradient(1.0),)) >= 0
    assert scale_of(Flow(0, 1)).high > scale_of(Flow(0, 1)).low


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_colours_run_along_the_ramp(theme: Theme) -> None:
    """The ends are the theme's; broken is its error colour; wider is larger."""
    assert level_colour(0, theme).name() == theme.gradient_ramp[0]
    assert level_colour(LEVELS - 1, theme).name() == theme.gradient_ramp[-1]
    assert level_colour(BROKEN, theme).name() == theme.error
    assert len({level_colour(level, theme).name() for level in range(LEVELS)}) == LEVELS
    assert level_share(0) == 0 == level_share(ZERO)
    assert level_share(LEVELS - 1) == 1 == level_share(BROKEN)


@pytest.mark.parametrize(
    ("decade", "text"),
    [(0.0, "1"), (-1.0, "0.1"), (1.5, "32"), (4.0, "10⁴"), (-9.0, "10⁻⁹"), (-4.699, "2×10⁻⁵"), (3.0, "10³")],
)
def test_decades_are_written_shortly(decade: float, text: str) -> None:
    """Plain where plain is short, else a power of ten."""
    assert decade_text(decade) == text
