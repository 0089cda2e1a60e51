"""What a person chooses beside the buttons of the player: the pass, what it is compared with, and the speed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop.records.flow import Flow

SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
_ALONE = "alone"
_NARROWEST, _WIDEST = 54, 90
"""In pixels: between them a box is as wide as its words; a longer number would widen the whole column."""
_SPEED_TIP = "Speed: at 1× a step takes 0.6 s, and a whole phase at most 20 s"


class PlayerChoices(QWidget):
    """Three boxes in a row. `pass_chosen` carries an index of the flows offered, `other_chosen` one or -1 for none."""

    pass_chosen = Signal(int)
    other_chosen = Signal(int)
    speed_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.passes = _box("Which backward pass to play")
        self.others = _box("Which pass to compare it with: its strokes hang below the line")
        self.speed = _box(_SPEED_TIP)
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g}×", speed)
        self.speed.setCurrentIndex(SPEEDS.index(1.0))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for box in (self.passes, self.others, self.speed):
            row.addWidget(box)
        self.passes.currentIndexChanged.connect(self.pass_chosen)
        self.others.currentIndexChanged.connect(lambda: self.other_chosen.emit(self.others.currentData()))
        self.speed.currentIndexChanged.connect(lambda: self.speed_chosen.emit(self.speed.currentData()))

    def offer(self, flows: Sequence[Flow], chosen: Flow | None, other: Flow | None) -> None:
        """Offer some passes, one of them chosen, another (or none) to compare it with; nothing is told."""
        for box in (self.passes, self.others):
            box.blockSignals(True)
            box.clear()
        self.others.addItem(_ALONE, -1)
        for index, flow in enumerate(flows):
            self.passes.addItem(f"pass {flow.number:,}", index)
            if flow is not chosen:
                self.others.addItem(f"vs {flow.number:,}", index)
        places = {id(flow): index for index, flow in enumerate(flows)}
        self.passes.setCurrentIndex(places.get(id(chosen), len(flows) - 1))
        self.others.setCurrentIndex(max(self.others.findData(places.get(id(other), -1)), 0))
        for box in (self.passes, self.others):
            box.blockSignals(False)
            box.setVisible(len(flows) > 1)
            box.setMinimumWidth(min(max(box.sizeHint().width(), _NARROWEST), _WIDEST))


def _box(tip: str) -> QComboBox:
    box = QComboBox()
    box.setToolTip(tip)
    box.setAccessibleName(tip)
    box.setMinimumWidth(_NARROWEST)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return box
