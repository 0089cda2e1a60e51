"""Findings mark the nodes that they concern, and a mark answers the mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.records.finding import Finding
from desktop.records.graph import Graph
from desktop.records.placement import Placement
from desktop.records.text import Span
from desktop.views.drawing import Drawing, Group
from desktop.views.graph import GraphView
from desktop.views.graph.camera import Sight
from desktop.views.graph.finding_marks import FindingMarks
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.tooltip import findings_tooltip
from desktop.views.theme import LIGHT

ERROR = Finding("in-place", "error", "It was <changed>", "", Span(3, 0, 3, 4), None, ("n0",))
WARNING = Finding("vanishing", "warning", "Hardly anything arrives", "", None, None, ("n0", "n2"))
HINT = Finding("legacy", "hint", "Old", "", None)
CORNER = QPoint(280 + 3, 245 + 2)
"""Where the mark of n0 stands: its box begins at (280, 245)."""


@pytest.fixture
def marked(view: GraphView) -> GraphView:
    """Mark what an error and a warning concern."""
    view.mark_findings((WARNING, ERROR, HINT))
    return view


def test_the_worst_marks_a_box(graph: Graph, placement: Placement) -> None:
    """Of two findings at one node the error; a shared leaf is marked wherever it is drawn."""
    picture = GraphPicture(graph, placement)
    marks = FindingMarks(picture, (WARNING, ERROR, HINT))
    sight_of_all = marks.in_sight(_sight(picture))
    assert [(mark, len(boxes)) for mark, boxes in sight_of_all] == [("error", 1), ("warning", 2)]
    assert marks.drawn(HINT) == frozenset()


def test_a_closed_group_bears_the_marks_of_what_it_holds(graph: Graph, placement: Placement) -> None:
    """The group's box shows the worst."""
    group = Group("n0", "Linear", "linear", ("n7", "n8"))
    drawing = Drawing(graph, ("n0",), (group,), (), (), {"n7": "n0", "n8": "n0"})
    hidden = Finding("dead", "hint", "", "", None, None, ("n8",))
    marks = FindingMarks(GraphPicture(drawing, placement), (hidden,))
    assert marks.drawn(hidden) == {"n0"}


def test_a_mark_is_seen(marked: GraphView) -> None:
    """An error's disc stands at the upper left corner, where there was the paper."""
    image = marked.grab().toImage()
    colours = [image.pixelColor(CORNER + QPoint(x, y)) for x in (-4, 4) for y in (-3, 3)]
    assert any(_near(colour, QColor(LIGHT.error)) for colour in colours)


def test_a_click_on_a_mark_opens_its_finding(qtbot: QtBot, marked: GraphView) -> None:
    """The worst at that node; the node itself is not selected."""
    chosen: list[object] = []
    marked.node_selected.connect(chosen.append)
    with qtbot.waitSignal(marked.finding_chosen) as told:
        QTest.mouseClick(marked, Qt.MouseButton.LeftButton, pos=CORNER)
    assert told.args == [ERROR]
    assert chosen == []


def test_a_click_beside_a_mark_selects_the_node(qtbot: QtBot, marked: GraphView) -> None:
    """As it ever did."""
    with qtbot.waitSignal(marked.node_selected) as told:
        QTest.mouseClick(marked, Qt.MouseButton.LeftButton, pos=QPoint(340, 270))
    assert told.args == ["n0"]


def test_the_mouse_over_a_mark_is_told_what_was_found(marked: GraphView) -> None:
    """Every finding there, the worst first, with its rule; its words are no markup."""
    found = marked.findings_at(CORNER.toPointF())
    assert found == (ERROR, WARNING)
    text = findings_tooltip(found)
    assert text.index("in-place") < text.index("vanishing")
    assert "&lt;changed&gt;" in text
    assert marked.findings_at(CORNER.toPointF().transposed()) == ()


def test_a_finding_that_is_pointed_at_rings_its_nodes(marked: GraphView) -> None:
    """The ring is in the colour of its severity, and goes with the mouse."""
    beside = QPoint(340, 296 + 2)  # below the middle of n0
    before = marked.grab().toImage().pixelColor(beside)
    marked.light_finding(ERROR)
    assert _near(marked.grab().toImage().pixelColor(beside), QColor(LIGHT.error))
    marked.light_finding(None)
    assert marked.grab().toImage().pixelColor(beside) == before


def test_a_chosen_finding_comes_into_sight(qtbot: QtBot, marked: GraphView) -> None:
    """From near, another part of the picture is seen; then what the finding concerns."""
    marked.zoom_to_nodes(("n3",))
    marked.zoom(2.0, marked.rect().center().toPointF())

    def is_seen() -> bool:
        place = marked.position_of("n0")
        return place is not None and marked.rect().contains(place.toPoint())

    assert not is_seen()
    marked.show_finding(ERROR)
    qtbot.waitUntil(is_seen)


def _sight(picture: GraphPicture) -> Sight:
    return Sight(picture.bounds(), 1.0)


def _near(one: QColor, other: QColor) -> bool:
    return max(abs(one.red() - other.red()), abs(one.green() - other.green()), abs(one.blue() - other.blue())) < 60
