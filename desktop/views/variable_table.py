"""The variables of a run as a tree of rows, each written when it comes into sight: thousands cost nothing."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor

from desktop.records.run import Variable
from desktop.views.theme import Theme, code_font
from desktop.views.variable_rows import Column, Row, cell_text, parameters, row_tooltip, sort_key

TITLES = (
    ("Name", "The name in the program"),
    ("Kind", "What it is; ∇ marks a tensor that requires a gradient"),
    ("Shape and type", "Sizes and dtype, and the device where it is not the CPU; sorted by the number of elements"),
    ("Value", "The value, or where the values lie"),
)
_ROW_HEIGHT = 22
_TOP = 0
"""The internal id of the variables' own rows; a parameter's is its variable's number, from 1."""

Index = QModelIndex | QPersistentModelIndex


class VariableTable(QAbstractItemModel):
    """Variables, below each module its parameters, in the program's order or sorted by a column."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._font = code_font(9)
        self._variables: tuple[Variable, ...] = ()
        self._column = -1
        self._is_descending = False
        self._orders: dict[int, Sequence[int]] = {}
        self._rows: dict[int, dict[int, int]] = {}

    def set_theme(self, theme: Theme) -> None:
        """Give links the accent of this theme from now on."""
        self._theme = theme

    def show(self, variables: tuple[Variable, ...]) -> None:
        """Hold these variables in place of those before, sorted as those were."""
        self.beginResetModel()
        self._variables = variables
        self._forget_order()
        self.endResetModel()

    def row_at(self, index: Index) -> Row:
        """Give what stands in a row."""
        group = index.internalId()
        number = self._order(group)[index.row()]
        return self._members(group)[number]

    def find(self, path: tuple[str, ...]) -> QModelIndex:
        """Give the row of a variable's name, or of its and its parameter's; an invalid index where there is none."""
        index = QModelIndex()
        for name in path:
            group = self._order(_TOP)[index.row()] + 1 if index.isValid() else _TOP
            names = (row.name for row in self._members(group))
            number = next((number for number, each in enumerate(names) if each == name), None)
            if number is None:
                return QModelIndex()
            index = self.createIndex(self._row_of(group, number), 0, group)
        return index

    def named(self, names: Collection[str]) -> list[QModelIndex]:
        """Give the rows of the variables of these names."""
        return [
            self.createIndex(self._row_of(_TOP, number), 0, _TOP)
            for number, variable in enumerate(self._variables)
            if variable.name in names
        ]

    def path(self, index: Index) -> tuple[str, ...]:
        """Give a row's name, after its variable's where it is a parameter."""
        if not index.isValid():
            return ()
        return (*self.path(self.parent(index)), self.row_at(index).name)

    def _members(self, group: int) -> Sequence[Row]:
        return self._variables if group == _TOP else parameters(self._variables[group - 1])

    def _order(self, group: int) -> Sequence[int]:
        """Give the numbers of a group's members in the order they stand in; a group is sorted when it is first seen."""
        if group not in self._orders:
            self._orders[group] = self._sorted(self._members(group))
        return self._orders[group]

    def _sorted(self, members: Sequence[Row]) -> Sequence[int]:
        column, numbers = self._column, range(len(members))
        if column < 0:
            return numbers
        return sorted(numbers, key=lambda each: sort_key(members[each], column), reverse=self._is_descending)

    def _row_of(self, group: int, number: int) -> int:
        if group not in self._rows:
            self._rows[group] = {each: row for row, each in enumerate(self._order(group))}
        return self._rows[group][number]

    def _forget_order(self) -> None:
        self._orders.clear()
        self._rows.clear()

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 # as Qt declares it
        """Give a cell's index."""
        if parent.isValid():
            return self.createIndex(row, column, self._order(_TOP)[parent.row()] + 1)
        return self.createIndex(row, column, _TOP)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override] # QObject has another
        """Give the variable a parameter belongs to."""
        group = index.internalId() if index.isValid() else _TOP
        return QModelIndex() if group == _TOP else self.createIndex(self._row_of(_TOP, group - 1), 0, _TOP)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 # as Qt declares it
        """Count the variables, or a module's parameters."""
        if not parent.isValid():
            return len(self._variables)
        if parent.internalId() != _TOP or parent.column() > 0:
            return 0
        return len(parameters(self._variables[self._order(_TOP)[parent.row()]]))

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008, N802 # as Qt declares it
        """Say whether anything stands below."""
        return self.rowCount(parent) > 0

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 # as Qt declares it
        """Count the columns."""
        return len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Write a cell, tell of its row, and dress it."""
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(self.row_at(index), column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row_tooltip(self.row_at(index))
        if role == Qt.ItemDataRole.FontRole:
            return None if column == Column.KIND else self._font
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, _ROW_HEIGHT)
        if role == Qt.ItemDataRole.ForegroundRole and column == Column.NAME:
            return QColor(self._theme.accent) if node_of(self.row_at(index)) is not None else None
        return None

    def headerData(  # noqa: N802 # as Qt calls it
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Name a column, and say what it holds."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        title, tooltip = TITLES[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip
        return title if role == Qt.ItemDataRole.DisplayRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, or for -1 stand as the program has it; open and chosen rows keep what they were."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = [(each.internalId(), self._order(each.internalId())[each.row()]) for each in before]
        self._column, self._is_descending = column, order == Qt.SortOrder.DescendingOrder
        self._forget_order()
        after = [
            self.createIndex(self._row_of(group, number), each.column(), group)
            for each, (group, number) in zip(before, places, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def node_of(row: Row) -> str | None:
    """Give the node a row leads to."""
    return row.node if isinstance(row, Variable) else None
