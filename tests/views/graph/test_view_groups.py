"""Groups in a person's hands: opening and closing them, by double click, keys and menus; what a hidden node is."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.records.graph import Graph, Node
from desktop.records.placement import PlacedEdge, PlacedNode, Placement
from desktop.views.drawing import Drawing, DrawnEdge, Group, OpenGroup
from desktop.views.graph import GraphView
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.theme import LIGHT

_INNER = Group("s1", "Linear", "encoder.linear", ("n2", "n3"))
_OUTER = Group("s0", "Encoder", "encoder", ("n1", "n2", "n3"))


@pytest.fixture
def folded(qtbot: QtBot) -> GraphView:
    """Show z = op(encoder), the encoder open around a node and its closed linear layer, n2 and n3."""
    nodes = tuple(Node(f"n{index}", "MulBackward0", "operation") for index in range(4))
    graph = Graph(("n0",), nodes, ())
    drawing = Drawing(
        graph,
        ("n0",),
        (nodes[0], nodes[1], _INNER),
        (DrawnEdge("n0", "n1", 0), DrawnEdge("n1", "s1", 0)),
        (OpenGroup(_OUTER, 0, ("n1", "s1")),),
        {"n0": "n0", "n1": "n1", "n2": "s1", "n3": "s1"},
    )
    places = {"n0": (200, 330), "n1": (200, 210), "s1": (200, 100)}
    placed = tuple(PlacedNode(name, x, y, 160, 50) for name, (x, y) in places.items())
    routes = (
        PlacedEdge("n0", "n1", 0, 0, ((200, 305), (200, 285), (200, 255), (200, 235))),
        PlacedEdge("n1", "s1", 0, 0, ((200, 185), (200, 170), (200, 140), (200, 125))),
    )
    view = GraphView(LIGHT)
    qtbot.addWidget(view)
    view.resize(500, 520)
    view.show_picture(GraphPicture(drawing, Placement(placed, routes, (400, 360))), None)
    view.show()
    return view


def at(view: GraphView, node: str) -> QPoint:
    """Give the widget's point at the middle of a node's first box."""
    point = view.position_of(node)
    assert point is not None
    return point.toPoint()


def title_of_encoder(view: GraphView) -> QPoint:
    """Find the title of the open group on the widget."""
    found = [
        QPoint(x, y) for y in range(0, view.height(), 6) for x in range(0, view.width(), 6) if _is_title(view, x, y)
    ]
    assert found
    return found[len(found) // 2]


def _is_title(view: GraphView, x: int, y: int) -> bool:
    group = view._frame_at(QPointF(x, y))
    return group is not None and view.node_at(QPointF(x, y)) is None


def words(menu: QMenu) -> list[str]:
    """Give the entries of a menu, without keys."""
    return [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()]


def trigger(menu: QMenu, word: str) -> None:
    """Choose an entry."""
    next(action for action in menu.actions() if action.text().startswith(word)).trigger()


def test_a_double_click_opens_a_closed_group(qtbot: QtBot, folded: GraphView) -> None:
    """It tells the group, and activates no node."""
    with qtbot.assertNotEmitted(folded.node_activated), qtbot.waitSignal(folded.group_toggled) as toggled:
        QTest.mouseDClick(folded, Qt.MouseButton.LeftButton, pos=at(folded, "s1"))
    assert toggled.args == ["s1"]


def test_a_double_click_on_a_title_closes_the_open_group(qtbot: QtBot, folded: GraphView) -> None:
    """The title is what a person aims at: the frame's inside is paper."""
    with qtbot.waitSignal(folded.group_toggled) as toggled:
        QTest.mouseDClick(folded, Qt.MouseButton.LeftButton, pos=title_of_encoder(folded))
    assert toggled.args == ["s0"]


@pytest.mark.parametrize(
    ("selected", "key", "group"),
    [
        ("s1", Qt.Key.Key_O, "s1"),
        ("s1", Qt.Key.Key_Return, "s1"),
        ("n1", Qt.Key.Key_O, "s0"),
    ],
)
def test_keys_open_the_selected_group_or_close_the_one_around(
    qtbot: QtBot, folded: GraphView, selected: str, key: Qt.Key, group: str
) -> None:
    """O does both, Return opens."""
    folded.select_node(selected)
    with qtbot.waitSignal(folded.group_toggled) as toggled:
        QTest.keyClick(folded, key)
    assert toggled.args == [group]


def test_o_outside_of_any_group_does_nothing(qtbot: QtBot, folded: GraphView) -> None:
    """The root stands in no group, and where nothing is selected there is none to open."""
    with qtbot.assertNotEmitted(folded.group_toggled):
        QTest.keyClick(folded, Qt.Key.Key_O)
        folded.select_node("n0")
        QTest.keyClick(folded, Qt.Key.Key_O)


def test_digits_open_to_a_depth_and_nought_opens_all(qtbot: QtBot, folded: GraphView) -> None:
    """The keypad's are the same."""
    with qtbot.waitSignal(folded.depth_requested) as depth:
        QTest.keyClick(folded, Qt.Key.Key_3)
    assert depth.args == [3]
    with qtbot.waitSignal(folded.depth_requested) as depth:
        QTest.keyClick(folded, Qt.Key.Key_9, Qt.KeyboardModifier.KeypadModifier)
    assert depth.args == [9]
    with qtbot.waitSignal(folded.all_groups_requested) as all_of_them:
        QTest.keyClick(folded, Qt.Key.Key_0)
    assert all_of_them.args == [True]
    with qtbot.waitSignal(folded.all_groups_requested) as none:
        QTest.keyClick(folded, Qt.Key.Key_C)
    assert none.args == [False]


def test_a_hidden_node_is_its_group(folded: GraphView) -> None:
    """Selecting n2 selects the closed layer, and that is where it is."""
    folded.select_node("n2")
    assert folded._pointing.selected == "s1"
    assert folded.position_of("n3") == folded.position_of("s1")
    assert folded.position_of("n9") is None
    assert folded.accessibleName() == "Graph, encoder.linear"
    assert folded.accessibleDescription() == "group encoder.linear, Linear"


def test_a_click_on_a_group_tells_its_drawn_id(qtbot: QtBot, folded: GraphView) -> None:
    """The app knows what to do with a group's."""
    with qtbot.waitSignal(folded.node_selected) as selected:
        QTest.mouseClick(folded, Qt.MouseButton.LeftButton, pos=at(folded, "s1"))
    assert selected.args == ["s1"]


def test_the_menu_of_a_closed_group(qtbot: QtBot, folded: GraphView) -> None:
    """It opens the group, closes the one around it, selects, comes near, and copies the name."""
    menu = folded.menu_at(QPointF(at(folded, "s1")))
    assert words(menu) == ["Open encoder.linear", "Close encoder", "Select", "Zoom to", "Copy name"]
    with qtbot.waitSignal(folded.group_toggled) as toggled:
        trigger(menu, "Open")
    assert toggled.args == ["s1"]
    with qtbot.waitSignal(folded.group_toggled) as toggled:
        trigger(menu, "Close")
    assert toggled.args == ["s0"]
    with qtbot.waitSignal(folded.node_selected) as selected:
        trigger(menu, "Select")
    assert selected.args == ["s1"]
    assert not any("\t" in action.text() for action in menu.actions())
    folded.choose("s1")
    keys = [action.text().partition("\t")[2] for action in folded.menu_at(QPointF(at(folded, "s1"))).actions()]
    assert [key for key in keys if key] == ["O", "Z"]
    trigger(menu, "Copy")
    assert QGuiApplication.clipboard().text() == "encoder.linear"


def test_the_menu_of_a_title(folded: GraphView) -> None:
    """An open group can be closed, come near to, and its name copied."""
    menu = folded.menu_at(QPointF(title_of_encoder(folded)))
    assert words(menu) == ["Close encoder", "Zoom to", "Copy name"]
    before = folded.camera_scale()
    trigger(menu, "Zoom")
    assert folded.camera_scale() != before


def test_the_menu_of_a_node_outside_of_groups(folded: GraphView) -> None:
    """There is nothing to open or close."""
    assert words(folded.menu_at(QPointF(at(folded, "n0")))) == ["Select", "Zoom to", "Copy name"]


def test_the_menu_of_the_paper_has_groups_only_where_there_are(folded: GraphView, view: GraphView) -> None:
    """A graph without groups is not asked to open them."""
    of_groups = {"Open or close the group", "Open all groups", "Close all groups", "Open groups to depth 1"}
    assert of_groups <= set(words(folded.menu_at(QPointF(3, 3))))
    assert not of_groups & set(words(view.menu_at(QPointF(3, 3))))


def test_the_app_adds_entries_of_its_own(view: GraphView) -> None:
    """They stand at the end of the picture's menu, and not in that of a node."""
    view.add_menu_actions([QAction("Export …", view)])
    assert words(view.menu())[-1] == "Export …"
    assert "Export …" not in words(view.menu_at(QPointF(at(view, "n0"))))


def test_a_right_click_opens_the_menu_of_what_is_there(
    qtbot: QtBot, folded: GraphView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the mouse at its place, by the key at the selected node."""
    shown: list[list[str]] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _: shown.append(words(menu)))
    folded.select_node("s1")
    point = at(folded, "n0")
    mouse, key = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(folded, QContextMenuEvent(mouse, point, folded.mapToGlobal(point)))
    QApplication.sendEvent(folded, QContextMenuEvent(key, point, folded.mapToGlobal(point)))
    assert [entries[0] for entries in shown] == ["Select", "Open encoder.linear"]


def test_the_mouse_over_a_title_says_that_it_answers(folded: GraphView) -> None:
    """The hand of a link is shown there and on nodes, and nowhere else."""
    for point, shape in (
        (title_of_encoder(folded), Qt.CursorShape.PointingHandCursor),
        (QPoint(3, 3), Qt.CursorShape.ArrowCursor),
        (at(folded, "s1"), Qt.CursorShape.PointingHandCursor),
    ):
        QTest.mouseMove(folded, point)
        assert folded.cursor().shape() == shape
