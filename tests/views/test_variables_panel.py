"""The table of variables, by clicks and keys."""

import math

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.records.record import number
from desktop.records.run import Module, Variable
from desktop.records.tensor import NamedTensor, Tensor
from desktop.views import variable_table
from desktop.views.theme import DARK, LIGHT
from desktop.views.variable_rows import Row, cell_text
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


def _view(panel: VariablesPanel) -> QTreeView:
    view = panel.findChild(QTreeView)
    assert view is not None
    return view


def _row(panel: VariablesPanel, *path: str) -> QModelIndex:
    """Find a row by the texts of its names, a parameter's after its module's."""
    model, index = _view(panel).model(), QModelIndex()
    for name in path:
        rows = (model.index(row, 0, index) for row in range(model.rowCount(index)))
        index = next(each for each in rows if each.data() == name)
    return index


def _names(panel: VariablesPanel, *path: str) -> list[str]:
    """Read the names in the order in which they stand below a row."""
    model, parent = _view(panel).model(), _row(panel, *path)
    return [model.index(row, 0, parent).data() for row in range(model.rowCount(parent))]


def _place(panel: VariablesPanel, *path: str) -> QPoint:
    return _view(panel).visualRect(_row(panel, *path)).center()


def _click(panel: VariablesPanel, *path: str) -> None:
    QTest.mouseClick(_view(panel).viewport(), LEFT, pos=_place(panel, *path))


def _click_header(panel: VariablesPanel, column: int) -> None:
    header = _view(panel).header()
    QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(header.sectionViewportPosition(column) + 20, 8))


def _cells(row: QModelIndex) -> list[str]:
    return [row.siblingAtColumn(column).data() for column in range(4)]


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


def test_an_order_is_turned_round_and_taken_back(panel: VariablesPanel) -> None:
    """A second click on a header sorts downwards, a third gives the program's order back."""
    _click_header(panel, 0)
    _click_header(panel, 0)
    assert _names(panel) == ["x", "rate", "names", "model", "loss", "big"]
    _click_header(panel, 0)
    assert _names(panel) == ["x", "big", "loss", "model", "rate", "names"]


def test_parameters_are_sorted_in_their_module(panel: VariablesPanel) -> None:
    """An order holds within a module too, and an open module stays open under it."""
    _view(panel).expand(_row(panel, "model"))
    assert _names(panel, "model") == ["weight", "bias"]
    _click_header(panel, 0)
    assert _names(panel, "model") == ["bias", "weight"]
    assert _view(panel).isExpanded(_row(panel, "model"))


def test_what_is_no_number_stands_last_among_values(panel: VariablesPanel) -> None:
    """NaN has no place among numbers, so it does not tear their order apart."""
    means = (3.0, math.nan, 1.0, math.nan, 2.0)
    panel.show_variables(
        tuple(
            Variable(f"v{n}", "tensor", Tensor((), "float32", "cpu", count=1, mean=number(m)))
            for n, m in enumerate(means)
        )
    )
    _click_header(panel, 3)
    assert _names(panel) == ["v2", "v4", "v0", "v1", "v3"]


def test_a_sort_keeps_the_current_row(panel: VariablesPanel) -> None:
    """The row that a person chose is current in its new place."""
    _click(panel, "loss")
    _click_header(panel, 0)
    assert _view(panel).currentIndex() == _row(panel, "loss")
    _view(panel).expand(_row(panel, "model"))
    _click(panel, "model", "bias")
    _click_header(panel, 3)
    assert _view(panel).currentIndex() == _row(panel, "model", "bias")


def test_a_click_asks_for_the_node(panel: VariablesPanel, qtbot: QtBot) -> None:
    """A variable of the graph leads to its node, and its tooltip says so; others lead nowhere."""
    with qtbot.waitSignal(panel.node_requested) as asked:
        _click(panel, "x")
    assert asked.args == ["n1"]
    assert "Click to see its node" in _row(panel, "x").data(Qt.ItemDataRole.ToolTipRole)
    with qtbot.assertNotEmitted(panel.node_requested):
        _click(panel, "rate")


@pytest.mark.parametrize("name", ["x", "big"])
def test_enter_asks_for_all_values(panel: VariablesPanel, qtbot: QtBot, name: str) -> None:
    """Enter on a tensor asks for its values by its name, be it in the graph or not."""
    _view(panel).setCurrentIndex(_row(panel, name))
    with qtbot.waitSignal(panel.tensor_requested) as asked:
        QTest.keyClick(_view(panel), Qt.Key.Key_Return)
    assert asked.args == [name]


@pytest.mark.parametrize("path", [("rate",), ("model",), ("model", "weight")])
def test_what_is_no_tensor_of_its_own_asks_for_nothing(
    panel: VariablesPanel, qtbot: QtBot, path: tuple[str, ...]
) -> None:
    """Enter on a number, a module or a parameter asks neither for values nor for a node."""
    _view(panel).setCurrentIndex(_row(panel, *path))
    with qtbot.assertNotEmitted(panel.tensor_requested), qtbot.assertNotEmitted(panel.node_requested):
        QTest.keyClick(_view(panel), Qt.Key.Key_Return)


def test_a_module_opens_to_its_parameters(panel: VariablesPanel) -> None:
    """The right arrow opens a module, whose parameters have shapes and values of their own."""
    _view(panel).setCurrentIndex(_row(panel, "model"))
    QTest.keyClick(_view(panel), Qt.Key.Key_Right)
    assert _view(panel).isExpanded(_row(panel, "model"))
    assert _cells(_row(panel, "model", "weight")) == ["weight", "∇", f"2{TIMES}2  float32", "[[0, 1], [2, 3]]"]
    assert _cells(_row(panel, "model", "bias")) == ["bias", "", "", ""]
    assert _row(panel, "model", "weight").data(Qt.ItemDataRole.ToolTipRole).startswith("weight\nshape: ")


def test_qt_finds_nothing_amiss_with_the_model(panel: VariablesPanel, qtmodeltester: ModelTester) -> None:
    """Rows, parents and indexes agree, as Qt's own model test asks, also when sorted and shown anew."""
    qtmodeltester.check(_view(panel).model())
    _view(panel).expandAll()
    _click_header(panel, 3)
    panel.show_variables(VARIABLES[2:])


def test_names_are_found_by_typing(panel: VariablesPanel) -> None:
    """The first letters of a name lead to it."""
    _view(panel).setCurrentIndex(_row(panel, "x"))
    QTest.keyClicks(_view(panel), "rat")
    assert _view(panel).currentIndex().data() == "rate"


def test_new_variables_replace_the_old(panel: VariablesPanel) -> None:
    """A second run leaves nothing of the first, and keeps the order asked for."""
    _click_header(panel, 0)
    panel.show_variables(VARIABLES[:2])
    assert _names(panel) == ["big", "x"]


def test_a_rerun_keeps_what_a_person_opened_and_chose(panel: VariablesPanel) -> None:
    """Rows of the same name stay open and current after a rerun, wherever they stand then; others are closed."""
    _view(panel).expand(_row(panel, "model"))
    _click(panel, "model", "bias")
    other = Variable("other", "module", module=Module("Linear(2, 2)", (NamedTensor("weight", X),)))
    panel.show_variables((other, *VARIABLES[::-1]))
    view = _view(panel)
    assert view.isExpanded(_row(panel, "model"))
    assert not view.isExpanded(_row(panel, "other"))
    assert view.currentIndex() == _row(panel, "model", "bias")
    assert view.selectionModel().isSelected(_row(panel, "model", "bias"))


def test_a_run_that_leaves_nothing_does_not_close_what_was_open(panel: VariablesPanel) -> None:
    """After a failure without names the next run's module is open as before, unless a person closed it."""
    _view(panel).expand(_row(panel, "model"))
    panel.show_variables(())
    panel.show_variables(VARIABLES)
    assert _view(panel).isExpanded(_row(panel, "model"))
    _view(panel).collapse(_row(panel, "model"))
    panel.show_variables(VARIABLES)
    assert not _view(panel).isExpanded(_row(panel, "model"))


def test_a_name_that_is_gone_is_not_current(panel: VariablesPanel) -> None:
    """Where the chosen name is no more, none takes its place."""
    _click(panel, "rate")
    panel.show_variables(VARIABLES[:2])
    assert not _view(panel).currentIndex().isValid()


def test_a_rerun_stays_where_a_person_scrolled_to(panel: VariablesPanel) -> None:
    """The same rows are in sight after a rerun."""
    many = tuple(Variable(f"x{number}", "number", text=str(number)) for number in range(200))
    panel.show_variables(many)
    _view(panel).scrollTo(_row(panel, "x150"))
    first = _view(panel).indexAt(QPoint(20, 4)).data()
    assert first != "x0"
    panel.show_variables(many)
    assert _view(panel).indexAt(QPoint(20, 4)).data() == first


def test_only_rows_in_sight_are_written(panel: VariablesPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of five thousand parameters those alone are put into words that a person sees."""
    written: set[str] = set()

    def write(row: Row, column: int) -> str:
        written.add(row.name)
        return cell_text(row, column)

    monkeypatch.setattr(variable_table, "cell_text", write)
    parameters = tuple(NamedTensor(f"layer{number}.weight", X) for number in range(5_000))
    panel.show_variables((Variable("model", "module", module=Module("Big()", parameters)),))
    _view(panel).expand(_row(panel, "model"))
    panel.grab()
    assert 0 < len(written) < 50


def test_without_variables_the_panel_says_what_will_be_here(panel: VariablesPanel) -> None:
    """An empty panel has no header and is not blank."""
    panel.show_variables(())
    assert _view(panel).isHeaderHidden()
    picture = panel.grab().toImage()
    row = {picture.pixelColor(x, 120).name() for x in range(60, 460)} | {
        picture.pixelColor(x, 112).name() for x in range(60, 460)
    }
    assert len(row) > 1


def test_a_theme_recolours_the_links(panel: VariablesPanel) -> None:
    """Names that lead to nodes have the accent of the theme that is on."""
    panel.set_theme(DARK)
    assert _row(panel, "x").data(Qt.ItemDataRole.ForegroundRole).name() == DARK.accent
    assert _row(panel, "rate").data(Qt.ItemDataRole.ForegroundRole) is None
