"""Panes that share a place: tabs choose one, and beside them stand Follow and what can be saved of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.views.theme import Theme, palette
from desktop.views.training.pane import Pane
from desktop.views.training.tabs import Tabs

FORMS = {"png": "Picture (PNG)…", "svg": "Drawing (SVG)…", "csv": "Data (CSV)…"}


@dataclass(frozen=True)
class PlotWish:
    """What a person wants to have saved: of which plot, in which form ("png", "svg", "csv")."""

    title: str
    form: str
    pane: Pane


class Deck(QWidget):
    """Shows one of its panes at a time."""

    export_requested = Signal(PlotWish)
    turned = Signal()
    """Another pane is seen: it may have to be drawn."""

    def __init__(
        self, theme: Theme, panes: Mapping[str, Pane], tools: Sequence[QWidget] = (), parent: QWidget | None = None
    ) -> None:
        """Offer the panes by their titles; `tools` stand beside Follow."""
        super().__init__(parent)
        self._panes = dict(panes)
        self.tabs = Tabs(theme, tuple(panes))
        self._stack = QStackedWidget()
        self.follow = QPushButton("&Follow")
        self.more = QToolButton()
        self._build(tools)
        self.set_theme(theme)

    @property
    def current(self) -> Pane:
        """The pane that is seen."""
        return self._panes[self.tabs.current]

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setPalette(palette(theme))
        self.tabs.set_theme(theme)
        for pane in self._panes.values():
            pane.set_theme(theme)

    def _turn(self, title: str) -> None:
        self._stack.setCurrentWidget(self._panes[title])
        self.follow.setEnabled(False)
        self._panes[title].follow()
        self.turned.emit()

    def _build(self, tools: Sequence[QWidget]) -> None:
        self.tabs.chosen.connect(self._turn)
        self.follow.setFlat(True)
        self.follow.setEnabled(False)
        self.follow.setToolTip("Show everything again, and go on with the run (drag moves a plot, the wheel zooms)")
        self.follow.clicked.connect(self._follow)
        menu = QMenu(self)
        for form, title in FORMS.items():
            menu.addAction(title, partial(self._ask, form))
        self.more.setText("⋯")
        self.more.setToolTip("Save this plot or its data")
        self.more.setAutoRaise(True)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(menu)
        for pane in self._panes.values():
            self._stack.addWidget(pane)
            pane.left_alone.connect(self.follow.setDisabled)
        self._assemble(tools)

    def _assemble(self, tools: Sequence[QWidget]) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.tabs)
        row.addStretch(1)
        for tool in (*tools, self.follow, self.more):
            row.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._stack, 1)

    def _follow(self) -> None:
        self.current.follow()

    def _ask(self, form: str) -> None:
        self.export_requested.emit(PlotWish(self.tabs.current, form, self.current))
