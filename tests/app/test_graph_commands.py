"""The Graph menu and the tools over the graph, in the real window on a real run."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.app.window import MainWindow
from desktop.records.run import Run
from desktop.views.drawing import Group, SavedTensor

LONG_MS = 60_000
RunText = Callable[[str], Run]
MODEL = """import torch
from torch import nn
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 4), nn.Sequential(nn.Linear(4, 4), nn.Tanh(), nn.Linear(4, 1)))
loss = (model(torch.rand(8, 4)) ** 2).mean()
loss.backward()
"""


@pytest.fixture
def run(qtbot: QtBot, window: MainWindow, run_text: RunText) -> Run:
    """Run a nested model once the window takes keys."""
    with qtbot.waitActive(window):
        pass
    return run_text(MODEL)


def await_picture(qtbot: QtBot, window: MainWindow, act: Callable[[], object]) -> None:
    """Do something and wait for the picture it leads to."""
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        act()


def groups(window: MainWindow) -> dict[str, Group]:
    """Give the closed groups by their labels."""
    assert window.graphs.drawn is not None
    nodes = window.graphs.drawn.folded.drawing.nodes
    return {node.label: node for node in nodes if isinstance(node, Group)}


def test_groups_close_and_open(qtbot: QtBot, window: MainWindow, run: Run) -> None:
    """A small graph opens wholly; closing leaves the model as one node, and opening brings every node back."""
    assert not groups(window)
    await_picture(qtbot, window, window.commands.close_groups.trigger)
    (model,) = groups(window).values()
    assert model.label == "model"
    assert model.parameters == 4 * 4 + 4 + 4 * 4 + 4 + 4 + 1
    await_picture(qtbot, window, window.commands.open_groups.trigger)
    assert window.graphs.drawn is not None
    assert {node.id for node in window.graphs.drawn.folded.drawing.nodes} == {node.id for node in run.graphs[0].nodes}


def test_a_double_click_opens_a_group(qtbot: QtBot, window: MainWindow, run: Run) -> None:
    """The group under the mouse opens; its inner groups stay closed."""
    assert run.graphs
    await_picture(qtbot, window, window.commands.close_groups.trigger)
    view, (model,) = window.program_page.graph, groups(window).values()
    place = view.position_of(model.id)
    assert place is not None
    await_picture(qtbot, window, lambda: QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=place.toPoint()))
    assert set(groups(window)) == {"model.0", "model.1"}


def test_how_groups_stand_outlives_a_run(qtbot: QtBot, window: MainWindow, run: Run, run_text: RunText) -> None:
    """What a person closed stays closed when the edited program runs again."""
    assert run.graphs
    await_picture(qtbot, window, window.commands.close_groups.trigger)
    run_text(MODEL.replace("** 2", "** 4"))
    assert set(groups(window)) == {"model"}


def test_selecting_a_hidden_node_opens_what_hides_it(qtbot: QtBot, window: MainWindow, run: Run) -> None:
    """A node asked for from elsewhere is shown by itself and selected."""
    tanh = next(node for node in run.graphs[0].nodes if node.name == "TanhBackward0")
    await_picture(qtbot, window, window.commands.close_groups.trigger)
    await_picture(qtbot, window, lambda: window.graphs.select(tanh.id))
    assert window.graphs.selected == tanh.id
    assert window.graphs.drawn is not None
    assert tanh.id in window.graphs.drawn.picture.nodes


def test_a_selected_group_is_told_of(qtbot: QtBot, window: MainWindow, run: Run) -> None:
    """The inspector names a group's class and counts its parameters."""
    assert run.graphs
    await_picture(qtbot, window, window.commands.close_groups.trigger)
    (model,) = groups(window).values()
    window.graphs.select(model.id)
    window.program_page.inspector.copy_text()
    words = window.program_page.inspector._browser.toPlainText()
    assert "Sequential" in words
    assert "45" in words


def test_saved_tensors_show_and_hide(qtbot: QtBot, window: MainWindow, run: Run) -> None:
    """The button draws a box for each tensor that a node saved, and takes them away again."""
    drawn = window.graphs.drawn
    assert drawn is not None
    await_picture(qtbot, window, window.commands.saved_tensors.trigger)
    assert window.graphs.drawn is not None
    saved = [node for node in window.graphs.drawn.folded.drawing.nodes if isinstance(node, SavedTensor)]
    assert len(saved) == sum(len(node.saved) for node in run.graphs[0].nodes)
    await_picture(qtbot, window, window.commands.saved_tensors.trigger)
    assert not any(isinstance(node, SavedTensor) for node in window.graphs.drawn.folded.drawing.nodes)


def test_gradients_run_downwards_where_wanted(qtbot: QtBot, window: MainWindow, run: Run) -> None:
    """The root stands at the bottom at first, and at the top in the other direction."""
    view, root = window.program_page.graph, run.graphs[0].roots[0]
    others = [node.id for node in run.graphs[0].nodes if node.id != root]

    def heights() -> tuple[float, list[float]]:
        return view.position_of(root).y(), [view.position_of(node).y() for node in others]  # type: ignore[union-attr]

    at, rest = heights()
    assert all(at > other for other in rest)
    await_picture(qtbot, window, window.commands.gradients_down.trigger)
    at, rest = heights()
    assert all(at < other for other in rest)


def test_a_position_outlives_another_look(qtbot: QtBot, window: MainWindow, run: Run) -> None:
    """Where the player stands, it stands when groups close."""
    assert run.flows
    window.program_page.player.set_position(3)
    await_picture(qtbot, window, window.commands.close_groups.trigger)
    assert window.program_page.player.position() == 3


def test_tools_are_there_with_a_graph(window: MainWindow, run_text: RunText, qtbot: QtBot) -> None:
    """Without a graph there is nothing to search or save; with one without groups there is no button for them."""
    tools = window.program_page.graph_tools
    assert not tools.isVisible()
    assert not window.commands.find.isEnabled()
    run_text("import torch\nx = torch.ones(2, requires_grad=True)\n(x * 2).sum().backward()\n")
    assert tools.isVisible()
    assert window.commands.save_picture.isEnabled()
    assert not window.commands.close_groups.isEnabled()


def test_a_selected_node_is_selected_as_the_group_that_closes_around_it(
    qtbot: QtBot, window: MainWindow, run: Run
) -> None:
    """The group's box is selected and told of; with nothing selected nothing is."""
    node = next(node.id for node in run.graphs[0].nodes if node.name == "TanhBackward0")
    window.graphs.select(node)
    await_picture(qtbot, window, window.commands.close_groups.trigger)
    (model,) = groups(window).values()
    assert window.graphs.selected == model.id
    assert window.program_page.graph._pointing.selected == model.id
    window.graphs.select(None)
    await_picture(qtbot, window, window.commands.open_groups.trigger)
    await_picture(qtbot, window, window.commands.close_groups.trigger)
    assert window.graphs.selected is None
