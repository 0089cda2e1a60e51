"""The panel of the names a program left behind."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop.records.run import Variable
from desktop.records.tensor import NamedTensor, Tensor
from desktop.views.empty_state import paint_empty_state
from desktop.views.theme import Theme, code_font, palette, text_font
from desktop.views.variable_text import (
    gradient_sign,
    kind_text,
    parameter_tooltip,
    summary_text,
    type_text,
    value_text,
    variable_tooltip,
)

_COLUMNS = (
    ("Name", "The name in the program"),
    ("Kind", "What it is; ∇ marks a tensor that requires a gradient"),
    ("Shape and type", "Sizes and dtype, and the device where it is not the CPU; sorted by the number of elements"),
    ("Value", "The value, or where the values lie"),
)
_NAME, _KIND, _SHAPE, _VALUE = range(len(_COLUMNS))
_ROW_HEIGHT = 22
_WIDTHS = (112, 72, 144)
_NODE = Qt.ItemDataRole.UserRole
_TENSOR = Qt.ItemDataRole.UserRole + 2
_ORDER = Qt.ItemDataRole.UserRole + 1


class VariablesPanel(QWidget):
    """A sortable table of variables; a module opens to its parameters, a click leads to a node."""

    node_requested = Signal(str)
    tensor_requested = Signal(str)
    """The name of a variable whose values are all to be seen: it was double-clicked, or Enter was pressed on it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._table = _VariableTable(theme)
        self._table.itemClicked.connect(self._ask)
        self._table.itemActivated.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._table)
        self.setFocusProxy(self._table)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.setPalette(palette(theme))
        self._table.set_theme(theme)

    def show_variables(self, variables: tuple[Variable, ...]) -> None:
        """Show these variables in place of those before, in the order they are sorted by now."""
        self._table.setSortingEnabled(False)
        self._table.clear()
        self._table.addTopLevelItems([self._row(variable) for variable in variables])
        self._table.setSortingEnabled(True)
        self._table.setHeaderHidden(not variables)

    def _row(self, variable: Variable) -> QTreeWidgetItem:
        row = _Row([variable.name, kind_text(variable), type_text(variable.tensor), summary_text(variable)])
        _dress(row, variable_tooltip(variable))
        _order(row, variable.tensor, variable.text)
        row.setData(_NAME, _NODE, variable.node)
        row.setData(_NAME, _TENSOR, variable.name if variable.tensor is not None else None)
        if variable.node is not None:
            row.setForeground(_NAME, QColor(self._theme.accent))
        row.addChildren([self._parameter(parameter) for parameter in _parameters(variable)])
        return row

    def _parameter(self, parameter: NamedTensor) -> QTreeWidgetItem:
        tensor = parameter.tensor
        row = _Row([parameter.name, gradient_sign(tensor), type_text(tensor), value_text(tensor)])
        _dress(row, parameter_tooltip(parameter))
        _order(row, tensor, "")
        return row

    def _ask(self, row: QTreeWidgetItem) -> None:
        node = row.data(_NAME, _NODE)
        if node is not None:
            self.node_requested.emit(node)

    def _open(self, row: QTreeWidgetItem) -> None:
        self._ask(row)
        tensor = row.data(_NAME, _TENSOR)
        if tensor is not None:
            self.tensor_requested.emit(tensor)


class _VariableTable(QTreeWidget):
    """The table itself, with a word in it while there is nothing else."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setIndentation(16)
        self.setFont(text_font(9.5))
        self.setAccessibleName("Variables")
        self.setToolTip("What the program left behind; a blue name leads to its node, a double click to all values")
        self._build_header()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        if theme is not self._theme:
            self._theme = theme
            self._recolour()
        self.viewport().update()

    def _recolour(self) -> None:
        for row in self.findItems("", Qt.MatchFlag.MatchContains):
            if row.data(_NAME, _NODE) is not None:
                row.setForeground(_NAME, QColor(self._theme.accent))

    def _build_header(self) -> None:
        self.setHeaderLabels([title for title, _ in _COLUMNS])
        for column, (_, tooltip) in enumerate(_COLUMNS):
            self.headerItem().setToolTip(column, tooltip)
        header = self.header()
        header.setFont(text_font(9))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for column, width in enumerate(_WIDTHS):
            header.resizeSection(column, width)
        self.setHeaderHidden(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or where there are none what would be here."""
        super().paintEvent(event)
        if self.topLevelItemCount() == 0:
            hint = "After a run, every name the program leaves stands here."
            paint_empty_state(self.viewport(), self._theme, "No variables yet", hint)


class _Row(QTreeWidgetItem):
    """A row that is sorted by numbers where it has them."""

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        column = self.treeWidget().sortColumn()
        return _key(self, column) < _key(other, column)


def _key(row: QTreeWidgetItem, column: int) -> tuple[float, str]:
    order = row.data(column, _ORDER)
    return (float("inf") if order is None else order, row.text(column).casefold())


def _dress(row: QTreeWidgetItem, tooltip: str) -> None:
    for column in range(len(_COLUMNS)):
        row.setToolTip(column, tooltip)
    row.setSizeHint(_NAME, QSize(0, _ROW_HEIGHT))
    for column in (_NAME, _SHAPE, _VALUE):
        row.setFont(column, code_font(9))


def _order(row: QTreeWidgetItem, tensor: Tensor | None, text: str) -> None:
    """Give the row numbers to be sorted by: elements, and the value or the mean."""
    if tensor is None:
        row.setData(_VALUE, _ORDER, _real(text))
        return
    row.setData(_SHAPE, _ORDER, float(tensor.count))
    if tensor.mean is not None and not isinstance(tensor.mean, tuple):
        row.setData(_VALUE, _ORDER, float(tensor.mean))


def _real(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _parameters(variable: Variable) -> tuple[NamedTensor, ...]:
    return variable.module.parameters if variable.module is not None else ()
