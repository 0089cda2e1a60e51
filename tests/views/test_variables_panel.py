"""The table of variables, by clicks and keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from desktop.records.run import Module, Variable
from desktop.records.tensor import NamedTensor, Tensor
from desktop.views.theme import DARK, LIGHT
from desktop.views.variables_panel import VariablesPanel

# The offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

TIMES = "\N{MULTIPLICATION SIGN}"
LEFT = Qt.MouseButton.LeftButton
X = Tensor((2, 2), "float32", "cpu", requires_grad=True, is_leaf=True, count=4, mean=1.5, values=(0.0, 1.0, 2.0, 3.0))
BIG = Tensor((64, 3), "float64", "cuda:0", count=192, minimum=-1.0, maximum=2.0, mean=0.5, nans=2)
LOSS = Tensor((), "float32", "cpu", requires_grad=True, count=1, mean=-7.0, values=(-7.0,))
VARIABLES = (
    Variable("x", "tensor", X, node="n1"),
    Variable("big", "tensor", BIG),
    Variable("loss", "tensor", LOSS, node="n0"),
    Variable("model", "module", module=Module("Linear(2, 2)", (NamedTensor("weight", X), NamedTensor("bias", None)))),
    Variable("rate", "number", text="0.25"),
    Variable("names", "other", text="list"),
)


@pytest.fixture
def panel(qtbot: QtBot) -> VariablesPanel:
    """Show a panel with some variables of each kind."""
    widget = VariablesPanel(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(520, 240)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.show_variables(VARIABLES)
    return widget


def _row(panel: VariablesPanel, name: str) -> QTreeWidgetItem:
    return panel._table.findItems(name, Qt.MatchFlag.MatchExactly)[0]


def _names(panel: VariablesPanel) -> list[str]:
    return [row.text(0) for row in panel._table.findItems("", Qt.MatchFlag.MatchContains)]


def _place(panel: VariablesPanel, name: str) -> QPoint:
    return panel._table.visualItemRect(_row(panel, name)).center()


def _click_header(panel: VariablesPanel, column: int) -> None:
    header = panel._table.header()
    QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(header.sectionViewportPosition(column) + 20, 8))


def _cells(row: QTreeWidgetItem | None) -> list[str]:
    assert row is not None
    return [row.text(column) for column in range(4)]


def test_rows_say_kind_shape_and_value(panel: VariablesPanel) -> None:
    """Small tensors show their values, large ones where they lie, modules how many numbers they hold."""
    assert _cells(_row(panel, "x")) == ["x", "tensor ∇", f"2{TIMES}2  float32", "[[0, 1], [2, 3]]"]
    assert _cells(_row(panel, "big")) == ["big", "tensor", f"64{TIMES}3  float64 cuda:0", "2 NaN, -1 … 2, mean 0.5"]
    assert _cells(_row(panel, "loss")) == ["loss", "tensor ∇", "scalar  float32", "-7"]
    assert _cells(_row(panel, "model")) == ["model", "module", "", "4 numbers in 2 parameters"]
    assert _cells(_row(panel, "rate")) == ["rate", "number", "", "0.25"]


def test_the_order_is_the_program_s_until_a_header_is_clicked(panel: VariablesPanel) -> None:
    """Names are sorted as words, shapes by their size, values as numbers; values without a number come last."""
    assert _names(panel) == ["x", "big", "loss", "model", "rate", "names"]
    _click_header(panel, 0)
    assert _names(panel) == ["big", "loss", "model", "names", "rate", "x"]
    _click_header(panel, 2)
    assert _names(panel)[:3] == ["loss", "x", "big"]
    _click_header(panel, 3)
    assert _names(panel)[:4] == ["loss", "rate", "big", "x"]


def test_a_click_asks_for_the_node(panel: VariablesPanel, qtbot: QtBot) -> None:
    """A variable of the graph leads to its node, and its tooltip says so; others lead nowhere."""
    with qtbot.waitSignal(panel.node_requested) as asked:
        QTest.mouseClick(panel._table.viewport(), LEFT, pos=_place(panel, "x"))
    assert asked.args == ["n1"]
    assert "Click to see its node" in _row(panel, "x").toolTip(0)
    with qtbot.assertNotEmitted(panel.node_requested):
        QTest.mouseClick(panel._table.viewport(), LEFT, pos=_place(panel, "rate"))


def test_a_module_opens_to_its_parameters(panel: VariablesPanel) -> None:
    """The right arrow opens a module, whose parameters have shapes and values of their own."""
    row = _row(panel, "model")
    panel._table.setCurrentItem(row)
    QTest.keyClick(panel._table, Qt.Key.Key_Right)
    assert row.isExpanded()
    assert _cells(row.child(0)) == ["weight", "∇", f"2{TIMES}2  float32", "[[0, 1], [2, 3]]"]
    assert _cells(row.child(1)) == ["bias", "", "", ""]


def test_new_variables_replace_the_old(panel: VariablesPanel) -> None:
    """A second run leaves nothing of the first, and keeps the order asked for."""
    _click_header(panel, 0)
    panel.show_variables(VARIABLES[:2])
    assert _names(panel) == ["big", "x"]


def test_without_variables_the_panel_says_what_will_be_here(panel: VariablesPanel) -> None:
    """An empty panel has no header and is not blank."""
    panel.show_variables(())
    assert panel._table.isHeaderHidden()
    picture = panel.grab().toImage()
    row = {picture.pixelColor(x, 120).name() for x in range(60, 460)} | {
        picture.pixelColor(x, 112).name() for x in range(60, 460)
    }
    assert len(row) > 1


def test_a_theme_recolours_the_links(panel: VariablesPanel) -> None:
    """Names that lead to nodes have the accent of the theme that is on."""
    panel.set_theme(DARK)
    assert _row(panel, "x").foreground(0).color().name() == DARK.accent
