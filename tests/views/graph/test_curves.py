"""Curves in numbers against Qt's own."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from desktop.views.graph.curves import Curves

ONE = ((0.0, 0.0), (0.0, 30.0), (40.0, 30.0), (40.0, 60.0))
TWO = (*ONE, (40.0, 90.0), (10.0, 100.0), (10.0, 130.0))


def qt_path(points: tuple[tuple[float, float], ...]) -> QPainterPath:
    """Build the path by Qt's calls."""
    path = QPainterPath(QPointF(*points[0]))
    for index in range(1, len(points), 3):
        path.cubicTo(*(QPointF(*point) for point in points[index : index + 3]))
    return path


def test_a_joined_path_equals_one_built_by_calls() -> None:
    """Element for element, of one curve and of two."""
    curves = Curves([ONE, TWO])
    expected = qt_path(ONE)
    expected.addPath(qt_path(TWO))
    expected.setFillRule(curves.path(np.array([0, 1])).fillRule())
    assert curves.path(np.array([0, 1])) == expected
    assert curves.path(np.array([1])).toFillPolygon() == qt_path(TWO).toFillPolygon()


def test_no_curves_make_an_empty_path() -> None:
    """Nothing asked for, nothing drawn."""
    curves = Curves([ONE])
    none = np.array([], dtype=np.intp)
    assert curves.path(none).isEmpty()
    assert curves.heads(none, 8, 3).isEmpty()
    assert Curves([]).bounds().shape == (0, 4)


def test_paths_of_many_curves_are_kept() -> None:
    """Asking again gives the same path, equal to one newly built."""
    curves = Curves([ONE] * 1_500)
    which = np.arange(1_200)
    assert curves.path(which) is curves.path(which.copy())
    assert curves.path(which).elementCount() == 4 * 1_200
    assert curves.path(np.arange(1_100)).elementCount() == 4 * 1_100


def test_bounds_hold_the_curve() -> None:
    """Left, top, right, bottom of all control points."""
    assert Curves([ONE, TWO]).bounds().tolist() == [[0, 0, 40, 60], [0, 0, 40, 130]]


@pytest.mark.parametrize("points", [ONE, TWO])
def test_the_way_goes_by_length(points: tuple[tuple[float, float], ...]) -> None:
    """It begins and ends where the curve does, and is at each share of its length where Qt says."""
    way, path = Curves([points]).way(0), qt_path(points)
    for share in (0.0, 0.1, 0.5, 0.83, 1.0):
        expected = path.pointAtPercent(path.percentAtLength(share * path.length()))
        assert (way.at(share) - expected).manhattanLength() < 0.5


def test_a_part_of_the_way_has_the_length_of_its_share() -> None:
    """From a quarter to three quarters is half."""
    way, path = Curves([TWO]).way(0), qt_path(TWO)
    assert way.between(0.25, 0.75).length() == pytest.approx(path.length() / 2, rel=0.01)


def test_heads_point_out_of_the_curve_at_its_first_point() -> None:
    """The curve leaves downwards: the tip is at its start, the base below it."""
    box = Curves([ONE]).heads(np.array([0]), 8, 3).boundingRect()
    assert (box.left(), box.top(), box.right(), box.bottom()) == (-3, 0, 3, 8)
