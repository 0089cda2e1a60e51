"""The moments of a film as the rows of a table; nothing is written before it is seen."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.views.film.change_words import updated_words, value_words
from desktop.views.player.reel import Reel, norm_words

COLUMNS = ("", "Phase", "Node", "Time", "Value or |g|")
_TIMES = COLUMNS.index("Time")
_THOUSAND = 1000.0

Index = QModelIndex | QPersistentModelIndex


class StepTable(QAbstractTableModel):
    """Rows of number, phase, node, the engine's time and the norm; of those whose node or phase holds what is sought.

    Of a forward step the last cell tells the value, of an update the change.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reel: Reel | None = None
        self._moments: range | list[int] = range(0)

    def set_reel(self, reel: Reel | None) -> None:
        """Show all moments of a film."""
        self.beginResetModel()
        self._reel = reel
        self._moments = self._all()
        self.endResetModel()

    def seek(self, text: str) -> None:
        """Show those moments alone whose node or phase holds a text, whatever its case; all for none."""
        self.beginResetModel()
        self._moments = self._found(text.casefold().strip()) if text.strip() else self._all()
        self.endResetModel()

    def moment(self, row: int) -> int:
        """Give the moment of a row."""
        return self._moments[row]

    def row_of(self, moment: int) -> int | None:
        """Give the row of a moment, where it is shown."""
        try:
            return self._moments.index(moment)
        except ValueError:
            return None

    def _all(self) -> range:
        return range(self._reel.film.start, self._reel.film.end) if self._reel is not None else range(0)

    def _found(self, text: str) -> list[int]:
        reel = self._reel
        if reel is None:
            return []
        return [
            moment
            for phase in reel.film.phases
            for moment in range(phase.start, phase.end)
            if text in phase.name or text in reel.title(moment).casefold()
        ]

    def _cell(self, reel: Reel, moment: int, column: int) -> str:
        phase = reel.film.phase_of(moment)
        texts = (str(moment - phase.start + 1), phase.name, reel.title(moment))
        return texts[column] if column < len(texts) else self._figure(reel, moment, column)

    @staticmethod
    def _figure(reel: Reel, moment: int, column: int) -> str:
        steps = reel.film.flow.steps
        if 0 <= moment < len(steps):
            return _time_words(steps[moment].elapsed_us) if column == _TIMES else norm_words(steps[moment])
        if column == _TIMES:
            return ""
        if moment >= len(steps):
            return updated_words(reel.film.flow.updated[moment - len(steps)])
        node = reel.nodes.get(reel.film.node_at(moment))
        return value_words(node.tensor) if node is not None and node.tensor is not None else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 # as Qt declares it
        """Count the rows."""
        return 0 if parent.isValid() else len(self._moments)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 # as Qt declares it
        """Count the columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Write a cell; numbers stand at the right."""
        if self._reel is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(self._reel, self._moments[index.row()], index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (0, _TIMES, _TIMES + 1):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(  # noqa: N802 # as Qt calls it
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Name a column; over numbers at the right."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section >= _TIMES:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return COLUMNS[section] if role == Qt.ItemDataRole.DisplayRole else None


def _time_words(microseconds: float) -> str:
    if microseconds <= 0:
        return ""
    return f"{microseconds:.3g} µs" if microseconds < _THOUSAND else f"{microseconds / _THOUSAND:.3g} ms"
