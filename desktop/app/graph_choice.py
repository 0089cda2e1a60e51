"""Which of a run's graphs is drawn; there to be seen only where there are several."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget


class GraphChoice(QWidget):
    """Offers graphs by their titles; `chosen` carries the index of the one a person picks."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = QComboBox()
        self._titles.setToolTip("Which of the run's graphs is drawn")
        self._titles.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._titles.activated.connect(self.chosen)
        self._count = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(QLabel("Graph"))
        row.addWidget(self._titles)
        row.addWidget(self._count)
        row.addStretch(1)
        self.hide()

    def offer(self, titles: tuple[str, ...]) -> None:
        """Offer graphs; with fewer than two there is nothing to choose."""
        self._titles.clear()
        self._titles.addItems(list(titles))
        self._count.setText(f"of {len(titles)}")
        self.setVisible(len(titles) > 1)

    def choose(self, index: int) -> None:
        """Show which one is drawn, without telling of it."""
        self._titles.setCurrentIndex(index)
