"""Where the texts of a box stand."""

import pytest
from PySide6.QtCore import QRectF

from desktop.views.graph.arrangement import Arrangement, Arranger
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.node_face import NodeFace

FEW = NodeFace("+", "z", "add", "2×2", "", ("1  2", "3  4"))
SCALAR = NodeFace("", "w", "", "scalar", "7")


@pytest.fixture
def arranger(qapp: object) -> Arranger:
    """Arrange with the picture's fonts."""
    return Arranger(Lettering())


def texts(arrangement: Arrangement) -> list[str]:
    """Give what is written, in order."""
    return [word.text for word in arrangement.words]


def test_sign_and_words_stand_side_by_side(arranger: Arranger) -> None:
    """The badge is left of label, name and chip, and all of it within the box."""
    arrangement = arranger.arranged("operation", FEW, 140, 50, 0)
    assert arrangement.badge is not None
    assert arrangement.chip is not None
    assert arrangement.badge.right() < arrangement.chip.left()
    assert QRectF(0, 0, 140, 50).contains(arrangement.badge.united(arrangement.chip))
    assert texts(arrangement) == ["z", "add", "+", "2×2"]
    assert arrangement.badge.center().y() == 25


def test_a_leaf_has_no_badge_and_its_words_in_the_middle(arranger: Arranger) -> None:
    """Words and chip have one centre."""
    arrangement = arranger.arranged("leaf", SCALAR, 100, 50, 0)
    assert arrangement.badge is None
    assert arrangement.chip is not None
    assert arrangement.chip.center().x() == pytest.approx(50)
    assert texts(arrangement) == ["w", "scalar"]


def test_numbers_are_told_from_near(arranger: Arranger) -> None:
    """One number first, a few values only from nearer still."""
    assert texts(arranger.arranged("leaf", SCALAR, 100, 50, 1))[-1] == "7"
    assert texts(arranger.arranged("operation", FEW, 140, 50, 1))[-1] == "2×2"
    assert texts(arranger.arranged("operation", FEW, 140, 50, 2))[-2:] == ["1  2", "3  4"]


def test_values_that_do_not_fit_are_left_out(arranger: Arranger) -> None:
    """Then the chip goes on telling the shape."""
    wide = NodeFace("", "v", "", "3", "", ("-0.123  -4.56e+05  7.89e-05",))
    assert texts(arranger.arranged("leaf", wide, 70, 50, 2))[-1] == "3"
    assert texts(arranger.arranged("leaf", wide, 300, 50, 2))[-1] == wide.values[0]


def test_two_lines_of_values_lie_on_their_chip(arranger: Arranger) -> None:
    """The chip grows with them, one below the other."""
    arrangement = arranger.arranged("operation", FEW, 140, 50, 2)
    assert arrangement.chip is not None
    first, second = arrangement.words[-2:]
    assert arrangement.chip.top() < first.y < second.y < arrangement.chip.bottom()
    assert arrangement.chip.bottom() < 50


def test_a_saved_tensor_is_told_in_a_row(arranger: Arranger) -> None:
    """Words and shape have one base line's height, and no ground of their own."""
    saved = NodeFace("", "", "saved self", "2×2")
    arrangement = arranger.arranged("saved", saved, 150, 28, 0)
    assert arrangement.badge is None
    assert arrangement.chip is None
    assert texts(arrangement) == ["saved self", "2×2"]
    assert arrangement.words[1].x > arrangement.words[0].x + 50
