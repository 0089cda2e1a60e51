"""The names a completion offers, narrowed down as a person types on."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.records.language import Completion

KIND = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class CompletionModel(QAbstractListModel):
    """Holds all names that were offered; shows those that fit what is typed, the best first."""

    def __init__(self) -> None:
        super().__init__()
        self._offered: tuple[Completion, ...] = ()
        self._shown: list[Completion] = []

    def offer(self, names: tuple[Completion, ...]) -> None:
        """Take other names."""
        self._offered = names

    def narrow(self, typed: str) -> None:
        """Show the names that begin with what is typed, then those that hold it."""
        self.beginResetModel()
        self._shown = sorted(
            (each for each in self._offered if _fits(each.name, typed)), key=lambda e: _rank(e.name, typed)
        )
        self.endResetModel()

    def name(self, row: int) -> str:
        """Give the name in a row."""
        return self._shown[row].name

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 # Qt's name
        """Count the names shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Give a name, or its kind."""
        each = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return each.name
        return each.kind if role == KIND else None


def _fits(name: str, typed: str) -> bool:
    return typed.lower() in name.lower()


def _rank(name: str, typed: str) -> tuple[int, bool, str]:
    """Put what begins as typed first, then what begins so in other letters, then the rest; in-place variants last."""
    if name.startswith(typed):
        return 0, name.endswith("_"), name.lower()
    return (1 if name.lower().startswith(typed.lower()) else 2), name.endswith("_"), name.lower()
