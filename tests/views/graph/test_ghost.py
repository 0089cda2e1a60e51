"""A failed operation is seen to be one, and says what it was given."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.layout import place
from desktop.records.ghost import Ghost, Operand
from desktop.records.graph import Edge, Graph, Node
from desktop.records.placement import Placement
from desktop.records.tensor import Tensor
from desktop.views.drawing import Drawing, FailedCall
from desktop.views.graph import GraphView
from desktop.views.graph.ghost_face import ghost_face
from desktop.views.graph.graph_picture import GHOST, GraphPicture
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.node_face import box_size, node_sizes
from desktop.views.graph.node_words import node_description, node_words
from desktop.views.graph.tooltip import tooltip
from desktop.views.graph.whole_drawing import whole_drawing
from desktop.views.grouping import bare, with_ghost
from desktop.views.theme import DARK, LIGHT, Theme

WORDS = "The size of tensor a (4) must match the size of tensor b (5) at non-singleton dimension 1"


def tensor(*shape: int, dtype: str = "float32", device: str = "cpu") -> Tensor:
    """Give the record of a tensor of a shape."""
    return Tensor(shape, dtype, device)


def failed(*operands: Tensor, name: str = "add", message: str = WORDS, node: str | None = None) -> FailedCall:
    """Give a call of some operands, the first of them a node's; the others have letters for names."""
    given = tuple(Operand(each, node if not at else None) for at, each in enumerate(operands))
    names = tuple("" if node and not at else "abcdefghij"[at] for at in range(len(operands)))
    return FailedCall(Ghost(name, None, given, message), names)


GRAPH = Graph(
    ("n0",),
    (
        Node("n0", "MulBackward0", "operation", "", tensor(3, 4)),
        Node("n1", "AccumulateGrad", "leaf", "a", tensor(3, 4)),
    ),
    (Edge("n0", "n1", 0, 0),),
)


def haunted() -> Drawing:
    """Draw a product and what failed behind it."""
    return with_ghost(whole_drawing(GRAPH), failed(tensor(3, 4), tensor(5), node="n0"))


def placed(drawing: Drawing) -> Placement:
    """Place a drawing as the window does."""
    return place(bare(drawing), {size.node: (size.width, size.height) for size in node_sizes(drawing)})


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    """Give each theme."""
    assert isinstance(request.param, Theme)
    return request.param


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> GraphView:
    """Show the product and what failed."""
    widget = GraphView(theme)
    qtbot.addWidget(widget)
    widget.resize(500, 500)
    drawing = haunted()
    widget.show_picture(GraphPicture(drawing, placed(drawing)), None)
    widget.show()
    return widget


def count(view: GraphView, colour: str) -> int:
    """Count the pixels of a colour, as it is."""
    image = view.grab().toImage()
    return sum(image.pixelColor(x, y) == QColor(colour) for x in range(image.width()) for y in range(image.height()))


def test_the_sizes_that_clash_stand_out(qapp: object) -> None:
    """The last column of both rows; each row says name, sizes and dtype."""
    first, second = ghost_face(failed(tensor(3, 4), tensor(5))).rows
    assert (first.name, first.sizes, first.what) == ("a", ("3", "4"), "float32")
    assert second.sizes == ("5",)
    assert (set(first.clashes), set(second.clashes)) == ({1}, {0})


def test_a_long_list_of_operands_is_cut(qapp: object) -> None:
    """Five rows at most, the last says how many there are besides."""
    face = ghost_face(failed(*[tensor(2, 3)] * 9, name="cat"))
    assert len(face.rows) == 4
    assert face.more == "and 5 more"
    assert not ghost_face(failed(*[tensor(2, 3)] * 5)).more


def test_dtypes_stand_out_where_they_are_what_failed(qapp: object) -> None:
    """Not where they only happen to differ."""
    mixed = (tensor(2, 2), tensor(2, 2, dtype="float64"))
    about = "expected m1 and m2 to have the same dtype, but got: float != double"
    assert all(row.is_odd for row in ghost_face(failed(*mixed, message=about)).rows)
    assert not any(row.is_odd for row in ghost_face(failed(*mixed)).rows)
    assert ghost_face(failed(tensor(2, device="cuda:0"))).rows[0].what == "float32 cuda:0"


def test_functions_have_the_signs_of_their_derivatives(qapp: object) -> None:
    """A convolution's, and one of its own for what has none."""
    assert ghost_face(failed(tensor(2), name="conv2d")).sign == "∗"
    assert ghost_face(failed(tensor(2), name="add")).sign == "+"
    assert ghost_face(failed(tensor(2), name="no_such_function")).sign == "!"


def test_a_box_has_room_for_what_it_says(qapp: object) -> None:
    """More operands make it higher, longer names wider."""
    lettering = Lettering()
    small = with_ghost(whole_drawing(GRAPH), failed(tensor(2)))
    large = with_ghost(whole_drawing(GRAPH), failed(tensor(128, 256, 56, 56), tensor(2), tensor(3)))
    (width, height), (wider, higher) = (box_size(each.nodes[-1], lettering) for each in (small, large))
    assert wider > width
    assert higher > height


def test_a_ghost_is_outlined_in_the_colour_of_errors(view: GraphView, theme: Theme) -> None:
    """Its edges too; the product alone is not."""
    assert count(view, theme.error) > 200
    plain = whole_drawing(GRAPH)
    view.show_picture(GraphPicture(plain, placed(plain)), None)
    assert count(view, theme.error) == 0


def test_its_edges_are_its_own(view: GraphView) -> None:
    """They carry nothing, and the others are what they were."""
    picture = view._picture
    assert picture is not None
    own = [picture.edges[at] for at in np.flatnonzero(picture.edge_kinds == GHOST).tolist()]
    assert {(edge.source, edge.target) for edge in own} == {("ghost", "n0"), ("ghost", "ghost:1")}
    assert all(picture.carries[at] == () for at, edge in enumerate(picture.edges) if edge.source == "ghost")


def test_it_is_told_in_words(view: GraphView) -> None:
    """To the mouse with PyTorch's own, which are no markup; to a screen reader by its name."""
    drawing = with_ghost(whole_drawing(GRAPH), failed(tensor(2), message="got <b> instead"))
    ghost = drawing.nodes[-1]
    assert "got &lt;b&gt; instead" in tooltip(ghost)
    assert node_words(ghost) == "add (failed)"
    assert "add (failed)" in node_description(ghost)
    view.choose("ghost")
    assert "add (failed)" in view.accessibleName()


def test_the_mouse_finds_it(qtbot: QtBot, view: GraphView) -> None:
    """A click selects, a double click activates."""
    middle = view.position_of("ghost")
    assert middle is not None
    with qtbot.waitSignal(view.node_selected) as chosen:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    with qtbot.waitSignal(view.node_activated) as activated:
        QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    assert chosen.args == activated.args == ["ghost"]


def test_keys_lead_to_it(qtbot: QtBot, theme: Theme) -> None:
    """From the root down; where there is nothing else, at once."""
    view = GraphView(theme)
    qtbot.addWidget(view)
    drawing = with_ghost(whole_drawing(Graph((), (), ())), failed(tensor(2), tensor(3)))
    view.show_picture(GraphPicture(drawing, placed(drawing)), None)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert view._pointing.selected == "ghost"
    drawing = haunted()
    view.show_picture(GraphPicture(drawing, placed(drawing)), None)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert view._pointing.selected == "ghost"


@pytest.mark.parametrize("scale", [0.1, 0.4, 0.7, 1.2, 2.0])
def test_it_is_painted_from_near_and_far(view: GraphView, theme: Theme, scale: float) -> None:
    """At every zoom something of it is about in the colour of errors."""
    view.zoom(scale / view.camera_scale(), QPointF(view.rect().center()))
    place = view.position_of("ghost")
    assert place is not None
    view.pan(QPointF(view.rect().center()) - place)
    image = view.grab().toImage()
    near = [image.pixelColor(view.rect().center() + QPoint(x, y)) for x in range(-120, 120) for y in range(-90, 90)]
    assert min(_apart(colour, QColor(theme.error)) for colour in near) < 100


def _apart(one: QColor, other: QColor) -> int:
    return abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue())
