"""The list of names beside the caret, and what the chosen one is."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QPlainTextEdit,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.records.language import Completion, Description
from desktop.views.editor.completion_model import KIND, CompletionModel
from desktop.views.editor.documentation import described
from desktop.views.editor.floating import Floating
from desktop.views.theme import Theme, code_font, text_font

_ROWS, _LETTERS, _DETAIL_WIDTH = 9, 30, 330
_PADDING = 6
_Index = QModelIndex | QPersistentModelIndex


class CompletionPopup(Floating):
    """Shows names and tells which was picked. The editor keeps the keyboard and passes keys on."""

    name_picked = Signal(str)
    name_highlighted = Signal(str)

    def __init__(self, editor: QPlainTextEdit, theme: Theme) -> None:
        super().__init__(editor, theme)
        self._model = CompletionModel()
        self._list = QListView()
        self._list.setModel(self._model)
        self._delegate = _NameDelegate(theme)
        self._list.setItemDelegate(self._delegate)
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setToolTip("Enter or Tab takes the name, Esc leaves")
        self._detail = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop)
        self._detail.setTextFormat(Qt.TextFormat.RichText)
        self._detail.setMargin(_PADDING)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setWidget(self._detail)
        self._scroll.setFrameShape(QListView.Shape.NoFrame)
        self._scroll.setFixedWidth(_DETAIL_WIDTH)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        row.addWidget(self._list, 1)
        row.addWidget(self._scroll)
        self._list.clicked.connect(lambda index: self.name_picked.emit(self._model.name(index.row())))
        self._list.selectionModel().currentChanged.connect(self._tell_highlighted)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._take(theme)
        self._delegate.set_theme(theme)
        self._detail.setFont(text_font(9.5))
        self._list.setFont(code_font(10.0))

    def offer(self, names: tuple[Completion, ...]) -> None:
        """Take other names; `narrow` shows them."""
        self._model.offer(names)

    def narrow(self, typed: str, place: QRect) -> None:
        """Show the names that fit what is typed, at a place in the viewport; hide where there is none."""
        self._model.narrow(typed)
        rows = self._model.rowCount()
        if not rows or (rows == 1 and self._model.name(0) == typed):
            self.hide()
            return
        self._list.setCurrentIndex(self._model.index(0))
        self.show_at(place, self._size(rows))

    def move(self, rows: int) -> None:  # type: ignore[override] # a popup is moved through, not about
        """Highlight the name so many rows further; from the last on to the first, and back."""
        count = self._model.rowCount()
        row = self._list.currentIndex().row() + rows
        row = row % count if abs(rows) == 1 else min(max(row, 0), count - 1)
        self._list.setCurrentIndex(self._model.index(row))

    def pick(self) -> None:
        """Pick the highlighted name."""
        self.name_picked.emit(self._model.name(self._list.currentIndex().row()))

    def page(self) -> int:
        """Give how many rows are in view."""
        return _ROWS

    def highlighted(self) -> str:
        """Give the highlighted name, or ""."""
        index = self._list.currentIndex()
        return self._model.name(index.row()) if index.isValid() else ""

    def describe(self, description: Description) -> None:
        """Say more of the highlighted name."""
        if description.name == self.highlighted():
            self._detail.setText(described(description, self._theme))
            self._scroll.verticalScrollBar().setValue(0)

    def _tell_highlighted(self, index: QModelIndex) -> None:
        if index.isValid():
            self._detail.setText("")
            self.name_highlighted.emit(self._model.name(index.row()))

    def _size(self, rows: int) -> QSize:
        metrics = QFontMetricsF(self._list.font())
        height = self._list.sizeHintForRow(0) * min(rows, _ROWS) + 4
        return QSize(int(metrics.horizontalAdvance("x") * _LETTERS) + _DETAIL_WIDTH, max(height, 120))


class _NameDelegate(QStyledItemDelegate):
    """Draws a name, and its kind faintly at the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one row."""
        super().paint(painter, option, index)
        painter.save()
        painter.setFont(text_font(8.5))
        rectangle = option.rect.adjusted(0, 0, -_PADDING, 0)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(rectangle, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, index.data(KIND) or "")
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Leave a little air between rows."""
        return super().sizeHint(option, index) + QSize(0, 4)
