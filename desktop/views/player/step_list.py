"""A list of all steps that lies over the window: find one by its name, click it, and the player is there."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QLineEdit, QTreeView, QVBoxLayout, QWidget

from desktop.views.player.reel import Reel
from desktop.views.player.step_table import COLUMNS, StepTable

_WIDTH, _HEIGHT = 470, 380
_NAME = COLUMNS.index("Node")


class StepList(QFrame):
    """`moment_chosen` carries the moment that a person clicked, or came to with the keys.

    It stays open while a person goes from step to step, and closes with Esc.
    """

    moment_chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = StepTable(self)
        self._search = QLineEdit(placeholderText="Find a step by its node or phase", clearButtonEnabled=True)
        self._rows = QTreeView(rootIsDecorated=False, uniformRowHeights=True)
        self._rows.setModel(self._table)
        self._arrange()
        self._search.textChanged.connect(self._table.seek)
        self._search.returnPressed.connect(self._choose_first)
        self._rows.clicked.connect(self._choose)
        self._rows.activated.connect(self._choose)
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.setAutoFillBackground(True)
        self.hide()

    def set_reel(self, reel: Reel | None) -> None:
        """List the moments of a film."""
        self._search.clear()
        self._table.set_reel(reel)

    def show_above(self, widget: QWidget, moment: int) -> None:
        """Lie over the window above a widget, with a moment in sight."""
        self._search.clear()
        window = widget.window()
        self.setParent(window)
        corner = widget.mapTo(window, QPoint(widget.width() - _WIDTH, -_HEIGHT - 4))
        self.move(max(corner.x(), 0), max(corner.y(), 0))
        self.show()
        self.raise_()
        self._search.setFocus()
        self.mark(moment)
        self._rows.scrollTo(self._rows.currentIndex(), QTreeView.ScrollHint.PositionAtCenter)

    def mark(self, moment: int) -> None:
        """Mark the row of a moment, where it is seen, and bring it into sight."""
        row = self._table.row_of(moment) if self.isVisible() else None
        if row is not None:
            self._rows.setCurrentIndex(self._table.index(row, 0))

    def _arrange(self) -> None:
        self._search.setToolTip("Type a part of a node's name, or of a phase's")
        self._rows.setToolTip("Click a step to go there")
        self._rows.setAccessibleName("Steps")
        self._rows.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the end of a path tells parameters apart
        header = self._rows.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column, width in enumerate((52, 74, 0, 74, 92)):
            header.resizeSection(column, width)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self._search)
        layout.addWidget(self._rows)

    def _choose(self, index: QModelIndex) -> None:
        self.moment_chosen.emit(self._table.moment(index.row()))

    def _choose_first(self) -> None:
        """Go to what was found first."""
        if self._table.rowCount():
            self.moment_chosen.emit(self._table.moment(0))
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc; no other key reaches what lies below."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
