"""Inks that anybody can tell apart and read: contrast after WCAG 2.2, and dichromatic sight after Machado et al.

Colours are compared in CIELAB, where a distance of 2.3 is just noticeable side by side.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.records.ghost import Ghost
from desktop.records.graph import Graph, Node
from desktop.records.placement import PlacedNode, Placement
from desktop.views.drawing import Drawing, DrawnNode, FailedCall, GhostNode, GhostOperand, Group, SavedTensor
from desktop.views.graph.camera import Sight
from desktop.views.graph.gradient_scale import BROKEN, LEVELS, ZERO, level_colour
from desktop.views.graph.graph_picture import KINDS, DrawnKind, GraphPicture
from desktop.views.graph.inks import Inks
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.painter import GraphPainter
from desktop.views.theme import THEMES, Theme

Vector = NDArray[np.float64]

TEXT, GRAPHICS = 4.5, 3.0
"""What WCAG 2.2 asks at level AA."""
APART = 12.0
"""ΔE (CIE 1976) that two flat boxes of equal shape must keep, five times what can just be seen side by side."""

# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes (2009), severity 1.0, on linear RGB.
VISIONS: dict[str, Vector] = {
    "trichromacy": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = _TO_XYZ @ np.ones(3)


def contrast(one: QColor, other: QColor) -> float:
    """Give the contrast of two opaque colours, from 1 to 21."""
    darker, lighter = sorted(float(_TO_XYZ[1] @ _linear(colour)) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def difference(one: QColor, other: QColor, vision: str) -> float:
    """Give ΔE (CIE 1976) of two colours as a kind of sight sees them; 2.3 is just noticeable side by side."""
    return float(np.linalg.norm(_lab(one, vision) - _lab(other, vision)))


def _linear(colour: QColor) -> Vector:
    channels = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _lab(colour: QColor, vision: str) -> Vector:
    seen = np.clip(VISIONS[vision] @ _linear(colour), 0.0, 1.0)
    ratios = _TO_XYZ @ seen / _WHITE
    x, y, z = np.where(ratios > 216 / 24389, np.cbrt(ratios), (24389 / 27 * ratios + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.fixture(params=THEMES.values(), ids=lambda theme: theme.name)
def theme(request: pytest.FixtureRequest) -> Theme:
    """Give each theme."""
    assert isinstance(request.param, Theme)
    return request.param


def test_kinds_differ_in_shape(qapp: object, theme: Theme) -> None:
    """Near by, painted in one and the same colour, no two kinds look alike."""
    coloured = [kind for kind in KINDS if hasattr(theme, kind)]
    plain = {f"{kind}{part}": getattr(theme, f"operation{part}") for kind in coloured for part in ("", "_border")}
    plain |= {"error": theme.operation_border, "muted": theme.operation_border, "base": theme.operation}
    shapes = {kind: _near(replace(theme, **plain), kind) for kind in KINDS}
    alike = [pair for pair in combinations(KINDS, 2) if _pixels_apart(shapes[pair[0]], shapes[pair[1]]) < 40]
    assert alike == []


@pytest.mark.parametrize("vision", VISIONS)
def test_kinds_can_be_told_apart_from_afar(qapp: object, theme: Theme, vision: str) -> None:
    """Flat boxes differ in shape, or in colour, whichever cones an eye lacks."""
    plain = replace(theme, far=(theme.far[0],) * len(theme.far), error=theme.far[0], muted=theme.far[0])
    shapes = {kind: _far(plain, kind) for kind in KINDS}
    colours = {kind: fill.color() for kind, fill in zip(KINDS, Inks(theme).far_fills, strict=True)}
    alike = [
        (one, other)
        for one, other in combinations(KINDS, 2)
        if _pixels_apart(shapes[one], shapes[other]) == 0 and difference(colours[one], colours[other], vision) < APART
    ]
    assert alike == []


@pytest.mark.parametrize("vision", VISIONS)
def test_a_root_stands_out_from_afar(theme: Theme, vision: str) -> None:
    """Its colour is no kind's."""
    root = QColor(theme.accent)
    assert all(difference(root, QColor(colour), vision) >= APART for colour in theme.far)


def test_texts_can_be_read_on_what_they_stand_on(theme: Theme) -> None:
    """Labels and names on boxes, chips, badges, titles and flags keep WCAG's contrast."""
    inks = Inks(theme)
    pairs = [(ink.color(), fill.color()) for fill in inks.fills for ink in (inks.text, inks.muted)]
    pairs += [(inks.muted.color(), inks.chip.color()), (inks.text.color(), inks.tab.color())]
    pairs += [(inks.sign.color(), ground.color()) for ground in (inks.badge, inks.group_badge)]
    pairs += [(inks.sign.color(), level_colour(BROKEN, theme)), (inks.group_badge.color(), inks.chip.color())]
    pairs.append((inks.text.color(), QColor(theme.raised)))
    assert _faint(pairs, TEXT) == []


def test_outlines_and_edges_can_be_seen(theme: Theme) -> None:
    """Borders, edges, frames and the root's bar keep WCAG's contrast on the paper and in frames however deep."""
    inks = Inks(theme)
    grounds = [inks.paper, *(tint.color() for tint in inks.tints)]
    lines = [*inks.borders, *inks.edges, inks.frame, inks.root, inks.strike]
    assert _faint([(line.color(), ground) for line in lines for ground in grounds], GRAPHICS) == []
    fills = [(border.color(), fill.color()) for border, fill in zip(inks.borders, inks.fills, strict=True)]
    assert _faint(fills, GRAPHICS) == []
    assert _faint([(fill.color(), inks.paper) for fill in inks.far_fills], GRAPHICS) == []


def test_every_size_of_gradient_can_be_seen(theme: Theme) -> None:
    """Light along edges keeps its contrast on the paper, in frames and in the legend; so do zero and not finite."""
    inks = Inks(theme)
    colours = [level_colour(level, theme) for level in (BROKEN, ZERO, *range(LEVELS))]
    grounds = [inks.paper, QColor(theme.raised), *(tint.color() for tint in inks.tints)]
    assert _faint([(colour, ground) for colour in colours for ground in grounds], GRAPHICS) == []


@pytest.mark.parametrize("vision", VISIONS)
def test_the_ramp_goes_from_one_colour_to_another(theme: Theme, vision: str) -> None:
    """Its ends are far apart for every eye, and its stages never the same."""
    ramp = [QColor(colour) for colour in theme.gradient_ramp]
    assert difference(ramp[0], ramp[-1], vision) > 80
    assert all(difference(one, other, vision) > 5 for one, other in pairwise(ramp))


def test_the_measures_measure() -> None:
    """Black on white is 21 to 1; red and green of equal lightness are alike without red cones, not for all."""
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("white")) == pytest.approx(4.54, abs=0.01)
    red, green = QColor("#c46a4a"), QColor("#8a8347")
    assert difference(red, green, "trichromacy") > 2.5 * difference(red, green, "deuteranopia")


def _faint(pairs: list[tuple[QColor, QColor]], least: float) -> list[tuple[str, str]]:
    return [(ink.name(), ground.name()) for ink, ground in pairs if contrast(ink, ground) < least]


def _near(theme: Theme, kind: DrawnKind) -> QImage:
    painter = GraphPainter(theme, Lettering())
    return _painted(lambda inner: painter.nodes.paint_shape(inner, QRectF(20, 20, 130, 50), kind))


def _far(theme: Theme, kind: DrawnKind) -> QImage:
    painter = GraphPainter(theme, Lettering())
    picture = GraphPicture(_one(kind), Placement((PlacedNode("n0", 85, 45, 130, 50),), (), (170, 90)))
    return _painted(lambda inner: painter.paint(inner, picture, Sight(QRectF(0, 0, 170, 90), 0.2)))


def _one(kind: DrawnKind) -> Drawing:
    node: DrawnNode
    if kind == "group":
        node = Group("n0", "Linear", "linear", ("n1",))
    elif kind == "saved":
        node = SavedTensor("n0", "n1", "self")
    elif kind == "ghost":
        node = GhostNode("n0", FailedCall(Ghost("add", None, (), ""), ()), "add")
    elif kind == "operand":
        node = GhostOperand("n0", "ghost", "operand 1")
    else:
        node = Node("n0", "", kind)
    return Drawing(Graph((), (), ()), (), (node,), (), (), {})


def _painted(paint: Callable[[QPainter], None]) -> QImage:
    image = QImage(170, 90, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def _pixels_apart(one: QImage, other: QImage) -> int:
    pairs = ((one.pixel(x, y), other.pixel(x, y)) for x in range(one.width()) for y in range(one.height()))
    return sum(here != there for here, there in pairs)
