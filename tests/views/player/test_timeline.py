"""The timeline shows every phase and every gradient, of two passes where they are compared."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.film import Film
from desktop.views.player.reel import Reel
from desktop.views.player.timeline import Timeline
from desktop.views.theme import DARK, LIGHT, Theme

Show = Callable[[Reel | None], QImage]


def gradient(norm: float, nans: int = 0) -> Tensor:
    """Give a gradient of a norm."""
    return Tensor((2,), "float32", "cpu", count=2, norm=norm, nans=nans)


def reel_of(*gradients: Tensor, forward: bool = False, compared: Flow | None = None) -> Reel:
    """Prepare a chain through which these gradients flow."""
    count = len(gradients)
    nodes = tuple(Node(f"n{i}", "MulBackward0", "operation") for i in range(count))
    graph = Graph(("n0",), nodes, tuple(Edge(f"n{i}", f"n{i + 1}", 0, 0) for i in range(count - 1)))
    film = Film(flow_of(*gradients), graph if forward else None)
    return Reel(film, {node.id: node for node in nodes}, compared)


def flow_of(*gradients: Tensor) -> Flow:
    """Let these gradients flow."""
    return Flow(0, 1, tuple(FlowStep(f"n{i}", i, 1.0, (each,), ()) for i, each in enumerate(gradients)))


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    """Give a timeline of 600 pixels."""
    timeline = Timeline(LIGHT)
    qtbot.addWidget(timeline)
    return timeline


@pytest.fixture
def show(timeline: Timeline) -> Show:
    """Give a function that shows a film from its end and takes a picture."""

    def shown(reel: Reel | None) -> QImage:
        timeline.set_reel(reel)
        timeline.resize(600, timeline.sizeHint().height())
        if reel is not None:
            timeline.set_position(reel.film.end)
        return timeline.grab().toImage()

    return shown


def columns(image: QImage, y: int, colour: str) -> list[int]:
    """Give the places in a row that have a colour."""
    return [x for x in range(image.width()) if image.pixelColor(x, y).name() == colour]


def test_one_gradient_that_is_not_finite_is_seen_among_twenty_thousand(show: Show) -> None:
    """Though there are thirty steps to a pixel, and in its place along the line."""
    gradients = [gradient(1.0)] * 20_000
    gradients[5_000] = gradient(1.0, nans=1)
    found = columns(show(reel_of(*gradients)), 20, LIGHT.error)
    assert 1 <= len(found) <= 3
    assert all(150 <= x <= 158 for x in found)


def test_a_larger_gradient_has_a_higher_stroke(timeline: Timeline, show: Show) -> None:
    """On one scale for the whole pass."""
    image = show(reel_of(gradient(1e-4), gradient(1.0)))
    paper = image.pixelColor(round(timeline.x_of(1)), 20)
    small, large = (round(timeline.x_of(position)) for position in (0.5, 1.5))
    assert image.pixelColor(small, 20) == paper
    assert image.pixelColor(large, 20) != paper
    assert image.pixelColor(small, 32) != paper


def test_a_compared_pass_hangs_below_the_line(timeline: Timeline, show: Show) -> None:
    """Its own gradients, on the same scale; without it there is nothing below."""
    ours = (gradient(1.0), gradient(1.0))
    alone = timeline.sizeHint().height()
    image = show(reel_of(*ours, compared=flow_of(gradient(1e-4), gradient(1.0))))
    assert image.height() > alone
    small, large, between = (round(timeline.x_of(position)) for position in (0.5, 1.5, 1))
    y = image.height() - 6
    assert image.pixelColor(large, y) != image.pixelColor(between, y)
    assert image.pixelColor(small, y) == image.pixelColor(between, y)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_each_phase_has_its_colour(timeline: Timeline, show: Show, theme: Theme) -> None:
    """Forward that of data, the loss that of the root; what is done is brighter than what is to come."""
    timeline.set_theme(theme)
    reel = reel_of(gradient(1.0), gradient(1.0), forward=True)
    image = show(reel)
    forward, loss = (round(timeline.x_of(position)) for position in (-2.5, -0.5))
    assert image.pixelColor(forward, 32).name() == theme.input_border
    assert image.pixelColor(loss, 20).name() == theme.accent
    timeline.set_position(reel.film.start)
    assert timeline.grab().toImage().pixelColor(loss, 20).name() != theme.accent


def test_nothing_to_play_is_a_bare_line(show: Show) -> None:
    """And no handle."""
    image = show(None)
    assert not [y for y in range(image.height()) if columns(image, y, LIGHT.accent)]
