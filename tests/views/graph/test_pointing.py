"""What a search found is ringed, and the one that it stands at comes into sight."""

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor

from desktop.views.graph import GraphView
from desktop.views.theme import DARK, LIGHT, Theme


def at(view: GraphView, node: str) -> QPoint:
    """Give the widget's point at the middle of a node's first box."""
    point = view.position_of(node)
    assert point is not None
    return point.toPoint()


def is_ringed(view: GraphView, node: str, theme: Theme = LIGHT) -> bool:
    """Say whether there is the colour of found things just outside of a node's left side."""
    image, point = view.grab().toImage(), at(view, node)
    hue = QColor(theme.warning).hsvHue()
    seen = [image.pixelColor(point.x() - 60 - dx, point.y()) for dx in range(1, 7)]
    return any(abs(each.hsvHue() - hue) < 12 and each.hsvSaturation() > 60 for each in seen)


def test_what_was_found_is_ringed_and_nothing_else(view: GraphView) -> None:
    """And () takes all rings away."""
    plain = view.grab().toImage()
    view.mark_nodes(("n1", "n3"), "n3")
    assert is_ringed(view, "n1")
    assert is_ringed(view, "n3")
    assert not is_ringed(view, "n0")
    view.mark_nodes((), None)
    assert view.grab().toImage() == plain


def test_where_the_search_stands_is_seen(view: GraphView) -> None:
    """The same nodes look different where another is the current one."""
    view.mark_nodes(("n1", "n3"), "n3")
    first = view.grab().toImage()
    view.mark_nodes(("n1", "n3"), "n1")
    assert view.grab().toImage() != first


def test_the_current_one_comes_into_sight_and_one_can_go_back(view: GraphView) -> None:
    """A search jumps: the view before is kept."""
    view.zoom(3.0, QPointF(0, 0))
    before = view.position_of("n2")
    assert before is not None
    assert not QRectF(view.rect()).contains(before)
    view.mark_nodes(("n2",), "n2")
    assert view.rect().contains(at(view, "n2"))
    view.go_back()
    after = view.position_of("n2")
    assert after is not None
    assert (after - before).manhattanLength() < 1e-6


def test_unknown_nodes_are_not_marked(view: GraphView) -> None:
    """They may be of another graph of the run."""
    plain = view.grab().toImage()
    view.mark_nodes(("n77",), "n78")
    assert view.grab().toImage() == plain


def test_rings_are_seen_in_the_dark_too(view: GraphView) -> None:
    """Their colour is the theme's."""
    view.set_theme(DARK)
    view.mark_nodes(("n1",), None)
    assert is_ringed(view, "n1", DARK)
