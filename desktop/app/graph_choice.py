"""Which of a run's graphs is drawn, and how much of it; there to be seen only where there is something to choose."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.views.theme import Theme, box_palette


class GraphChoice(QWidget):
    """Offers graphs by their titles; `chosen` carries the index of the one a person picks.

    `all_toggled` says whether the nodes of every pass are wanted, or only those of the pass that plays.
    """

    chosen = Signal(int)
    all_toggled = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel("Graph")
        self._titles = QComboBox()
        self._titles.setToolTip("Which of the run's graphs is drawn")
        self._titles.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._titles.setMinimumContentsLength(14)
        self._titles.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._titles.activated.connect(self.chosen)
        self._count = QLabel()
        self._all = QCheckBox("Every pass")
        self._all.setToolTip("Draw the nodes of every backward pass, not only those of the pass that plays")
        self._all.toggled.connect(self.all_toggled)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(self._label)
        row.addWidget(self._titles, 1)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._all)
        self.set_theme(theme)
        self.offer(())

    def set_theme(self, theme: Theme) -> None:
        """Draw in a theme's colours from now on."""
        self._all.setPalette(box_palette(theme))

    @property
    def wants_all(self) -> bool:
        """Whether the nodes of every pass are to be drawn."""
        return self._all.isChecked()

    def offer(self, titles: tuple[str, ...]) -> None:
        """Offer graphs; with fewer than two there is nothing to choose."""
        self._titles.clear()
        self._titles.addItems(list(titles))
        self._count.setText(f"of {len(titles)}")
        for part in (self._label, self._titles, self._count):
            part.setVisible(len(titles) > 1)
        self.offer_all(offered=False)

    def choose(self, index: int) -> None:
        """Show which one is drawn, without telling of it."""
        self._titles.setCurrentIndex(index)

    def offer_all(self, *, offered: bool) -> None:
        """Offer to draw every pass, where the graph holds more than the pass that plays."""
        self._all.setVisible(offered)
        self.setVisible(offered or self._titles.count() > 1)

    def want_all(self) -> None:
        """Draw every pass from now on."""
        self._all.setChecked(True)
