"""The health view: what is wrong with a pass in a sentence, and every parameter's gradient as a bar."""

from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.views.empty_state import paint_empty_state
from desktop.views.health.bar_chart import BarChart
from desktop.views.health.evidence import Evidence
from desktop.views.health.health import Health, judge
from desktop.views.health.news import News
from desktop.views.health.reading import Reading
from desktop.views.health.threshold_fields import ThresholdFields
from desktop.views.health.verdict import Thresholds
from desktop.views.health.verdict_key import VerdictKey
from desktop.views.health.words import advice, sentences
from desktop.views.theme import Theme, box_palette, palette, text_font

_AIR = 40
"""Pixels around a row that the keyboard reached."""


class HealthView(QWidget):
    """Judges the pass it is given, by thresholds a person can change. Thread: the GUI's."""

    node_requested = Signal(str)
    health_changed = Signal(object)
    """The Health of the pass, whenever it was judged anew; None where there is no pass."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._read: tuple[Graph, Evidence] | None = None
        self._reading = Reading(self)
        self._health = Health(Thresholds())
        self._body = QWidget()
        self._news, self._chart, self._key = News(theme), BarChart(theme), VerdictKey(theme)
        self._measure, self._log = QComboBox(), QCheckBox("log")
        self._fields = ThresholdFields(theme)
        self._scroll = QScrollArea()
        self._build()
        self._connect()
        self._arrange()
        self.set_theme(theme)
        self.set_pass(None, None)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.setPalette(palette(theme))
        self._log.setPalette(box_palette(theme))
        for part in (self._news, self._chart, self._key, self._fields):
            part.set_theme(theme)
        ground = palette(theme)
        ground.setColor(ground.ColorRole.Window, QColor(theme.base))
        self._scroll.viewport().setPalette(ground)

    def set_pass(self, graph: Graph | None, flow: Flow | None) -> None:
        """Judge a pass over its graph, or show that there is none; a long one is read in slices."""
        self._reading.give_up()
        if graph is None or flow is None or not flow.steps:
            self._read = None
            self._judge(self._health.thresholds)
        else:
            self._reading.begin(graph, flow, partial(self._take, graph))

    def select(self, node: str) -> None:
        """Show which node is selected in the graph ("": none)."""
        self._chart.select(node)

    def thresholds(self) -> Thresholds:
        """Give the thresholds as a person set them."""
        return self._health.thresholds

    def set_thresholds(self, thresholds: Thresholds) -> None:
        """Judge by other thresholds, as they were kept from another day."""
        self._fields.set_thresholds(thresholds)
        self._judge(thresholds)

    def _take(self, graph: Graph, evidence: Evidence) -> None:
        self._read = (graph, evidence)
        self._judge(self._health.thresholds)

    def _judge(self, thresholds: Thresholds) -> None:
        self._health = Health(thresholds) if self._read is None else judge(self._read[1], thresholds)
        self._chart.set_health(self._health)
        self._key.set_health(self._health)
        told = () if self._read is None else sentences(self._health, self._read[0])
        self._news.set_sentences(told, advice(self._health))
        self._body.setVisible(self._read is not None)
        self.health_changed.emit(None if self._read is None else self._health)
        self.update()

    def _drag(self, line: str, value: float) -> None:
        """Take the number a line was dragged to for the threshold it stands for."""
        limits = self._health.thresholds
        value = float(f"{value:.2g}")
        if self._measure.currentData() == "ratio":
            name = f"{line}_ratio"
        elif line == "exploding":
            name = "exploding_norm"
        else:
            name, value = "vanishing_share", float(f"{value / self._health.largest:.2g}")
        if value > 0:
            self.set_thresholds(replace(limits, **{name: value}))

    def _choose_measure(self) -> None:
        measure = self._measure.currentData()
        self._chart.set_measure(measure)
        self._fields.set_measure(measure)

    def _choose_axis(self, log: bool) -> None:  # noqa: FBT001 (a signal's slot takes its value by place)
        self._chart.set_log(log=log)

    def _paint_anew(self, _place: int) -> None:
        """Paint all that is in sight: the axis stays where it is while the rows move."""
        self._chart.update()

    def _reveal(self, top: int, bottom: int) -> None:
        self._scroll.ensureVisible(0, (top + bottom) // 2, 0, _AIR)

    def _build(self) -> None:
        self._measure.addItem("gradient norm", "norm")
        self._measure.addItem("gradient / weights", "ratio")
        self._measure.setToolTip("How large gradients are: by themselves, or beside the weights they move")
        self._log.setChecked(True)
        self._log.setToolTip("A logarithmic axis: a millionth is seen too. Off: a linear one from 0")
        self._scroll.setWidget(self._chart)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(True)
        self.setAutoFillBackground(True)
        self.setFont(text_font(9.5))

    def _connect(self) -> None:
        for part in (self._news, self._chart):
            part.node_requested.connect(self.node_requested)
        self._chart.line_dragged.connect(self._drag)
        self._chart.row_reached.connect(self._reveal)
        self._scroll.verticalScrollBar().valueChanged.connect(self._paint_anew)
        self._fields.thresholds_changed.connect(self._judge)
        self._measure.currentIndexChanged.connect(self._choose_measure)
        self._log.toggled.connect(self._choose_axis)

    def _arrange(self) -> None:
        controls = QHBoxLayout()
        controls.addWidget(self._measure)
        controls.addWidget(self._log)
        controls.addStretch(1)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addWidget(self._news)
        column.addLayout(controls)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._key)
        column.addWidget(self._fields)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._body)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say what would stand here while nothing has flowed."""
        super().paintEvent(event)
        if self._read is None:
            hint = "Run a program that calls backward(): each parameter's gradient appears here, layer by layer."
            paint_empty_state(self, self._theme, "No gradients yet", hint)
