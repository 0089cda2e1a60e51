"""The panel of the names a program left behind."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeView, QVBoxLayout, QWidget

from desktop.records.run import Variable
from desktop.views.empty_state import paint_empty_state
from desktop.views.theme import Theme, palette, text_font
from desktop.views.variable_table import VariableTable, node_of

_WIDTHS = (112, 72, 144, 60)


class VariablesPanel(QWidget):
    """A sortable table of variables; a module opens to its parameters, a click leads to a node."""

    node_requested = Signal(str)
    tensor_requested = Signal(str)
    """The name of a variable whose values are all to be seen: it was double-clicked, or Enter was pressed on it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = VariableTable(theme, self)
        self._rows = _VariableRows(theme, self._table)
        self._rows.clicked.connect(self._ask)
        self._rows.activated.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._rows)
        self.setFocusProxy(self._rows)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setPalette(palette(theme))
        self._table.set_theme(theme)
        self._rows.set_theme(theme)

    def show_variables(self, variables: tuple[Variable, ...]) -> None:
        """Show these variables in place of those before, in the order they are sorted by now.

        A row whose name was there before stays current; one that a person opened stays open.
        """
        self._rows.show_variables(variables)

    def _ask(self, index: QModelIndex) -> None:
        node = node_of(self._table.row_at(index))
        if node is not None:
            self.node_requested.emit(node)

    def _open(self, index: QModelIndex) -> None:
        self._ask(index)
        row = self._table.row_at(index)
        if isinstance(row, Variable) and row.tensor is not None:
            self.tensor_requested.emit(row.name)


class _VariableRows(QTreeView):
    """The rows in sight, with a word in their place while there are none."""

    def __init__(self, theme: Theme, table: VariableTable) -> None:
        super().__init__()
        self._theme = theme
        self._table = table
        self._opened: set[str] = set()
        self.setModel(table)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setIndentation(16)
        self.setFont(text_font(9.5))
        self.setAccessibleName("Variables")
        self.setToolTip("What the program left behind; a blue name leads to its node, a double click to all values")
        self._build_header()
        self.setSortingEnabled(True)
        self.expanded.connect(lambda index: self._opened.add(table.row_at(index).name))
        self.collapsed.connect(lambda index: self._opened.discard(table.row_at(index).name))

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.viewport().update()

    def show_variables(self, variables: tuple[Variable, ...]) -> None:
        """Show these variables; what was open, current and in sight stays so, as far as it is still there."""
        current, top = self._table.path(self.currentIndex()), self.verticalScrollBar().value()
        self._table.show(variables)
        self.setHeaderHidden(not variables)
        self._open_again()
        if (index := self._table.find(current)).isValid():
            self.setCurrentIndex(index)
        self.verticalScrollBar().setValue(top)

    def _open_again(self) -> None:
        for index in self._table.named(self._opened):
            self.expand(index)

    def _build_header(self) -> None:
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
        if not self._table.rowCount():
            hint = "After a run, every name the program leaves stands here."
            paint_empty_state(self.viewport(), self._theme, "No variables yet", hint)
