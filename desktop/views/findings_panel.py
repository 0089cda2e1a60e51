"""The findings of a run: what, where and why, with the way there and the mend."""

from collections import Counter

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.records.finding import Finding, Severity
from desktop.records.text import Span
from desktop.views.empty_state import paint_empty_state
from desktop.views.finding_row import FindingRow
from desktop.views.theme import Theme, palette, text_font

_WORDS: dict[Severity, tuple[str, str]] = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "hint": ("hint", "hints"),
}

_ROOMY = 440
"""Width in pixels from which the count fits beside the buttons."""


class FindingsPanel(QWidget):
    """A list of findings; the current one is open and can be shown in the text, in the graph, and mended.

    `finding_hovered` carries the Finding under the mouse or None, `finding_chosen` one that a person made current.
    """

    span_requested = Signal(Span)
    fix_requested = Signal(Finding)
    node_requested = Signal(str)
    finding_hovered = Signal(object)
    finding_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = FindingList(theme)
        self._count = QLabel()
        self._told = ""
        self._show = QPushButton("Show")
        self._node = QPushButton("In the graph")
        self._fix = QPushButton("Fix")
        self._foot = QWidget()
        self._build()
        self.set_theme(theme)
        self.show_findings(())

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setPalette(palette(theme))
        self._list.set_theme(theme)

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show these findings in place of those before, the first of them open."""
        self._list.show_findings(findings)
        counts = Counter(each.severity for each in findings)
        told = [f"{counts[each]} {words[counts[each] != 1]}" for each, words in _WORDS.items() if counts[each]]
        self._told = ", ".join(told)
        self._count.setText(self._told if self.width() >= _ROOMY else "")
        self._foot.setVisible(bool(findings))
        self._follow()

    def show_finding(self, finding: Finding) -> None:
        """Open one of the findings that are shown, as if it had been chosen."""
        self._list.show_finding(finding)

    def current(self) -> Finding | None:
        """Give the finding that is open."""
        finding: Finding | None = self._list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return finding

    def _follow(self) -> None:
        finding = self.current()
        self._show.setEnabled(finding is not None and finding.span is not None)
        self._node.setVisible(finding is not None and bool(finding.nodes))
        fix = finding.fix if finding is not None else None
        self._fix.setEnabled(fix is not None)
        self._fix.setToolTip(f"{fix.title} (Alt+Return)" if fix is not None else "Only a person can mend this")

    def _ask_for_span(self) -> None:
        finding = self.current()
        if finding is not None and finding.span is not None:
            self.span_requested.emit(finding.span)

    def _ask_for_fix(self) -> None:
        finding = self.current()
        if finding is not None and finding.fix is not None:
            self.fix_requested.emit(finding)

    def _ask_for_node(self) -> None:
        finding = self.current()
        if finding is not None and finding.nodes:
            self.node_requested.emit(finding.nodes[0])

    def _build(self) -> None:
        self._show.setToolTip("Go to the place in the text (Return)")
        self._node.setToolTip("Go to the first of its nodes in the graph")
        self._show.clicked.connect(self._ask_for_span)
        self._node.clicked.connect(self._ask_for_node)
        self._fix.clicked.connect(self._ask_for_fix)
        self._list.currentRowChanged.connect(self._follow)
        self._list.itemDoubleClicked.connect(self._ask_for_span)
        self._list.chosen.connect(self._ask_for_span)
        self._list.finding_hovered.connect(self.finding_hovered)
        self._list.finding_opened.connect(self.finding_chosen)
        for keys in ("Alt+Return", "Alt+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._ask_for_fix)
        self.setFocusProxy(self._list)
        self._lay_out()

    def _lay_out(self) -> None:
        self._count.setFont(text_font(9.5))
        self._count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(10, 6, 10, 6)
        foot.addWidget(self._count, 1)
        for button in (self._node, self._show, self._fix):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._list, 1)
        column.addWidget(self._foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the count out where the buttons need the room."""
        super().resizeEvent(event)
        self._count.setText(self._told if event.size().width() >= _ROOMY else "")


class FindingList(QListWidget):
    """The rows. Return chooses the current one; `finding_opened` tells which became current, but not of new rows."""

    chosen = Signal()
    finding_hovered = Signal(object)
    finding_opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._is_new = False
        self._rows = FindingRow(theme, self)
        self.setItemDelegate(self._rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Findings")
        self.setToolTip("What there is to know about this run; Return leads to the place")
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.currentRowChanged.connect(self._reopen)
        self.itemClicked.connect(self._tell)
        self.itemEntered.connect(lambda item: self.finding_hovered.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.viewportEntered.connect(lambda: self.finding_hovered.emit(None))

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self._rows.set_theme(theme)
        self.setPalette(palette(theme))
        self.viewport().update()

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Make a row of each finding."""
        self._is_new = True
        self.clear()
        for each in findings:
            item = QListWidgetItem(f"{each.severity}: {each.rule}: {each.message}")  # what a screen reader says
            item.setData(Qt.ItemDataRole.UserRole, each)
            self.addItem(item)
        if findings:
            self.setCurrentRow(0)
        self._is_new = False

    def show_finding(self, finding: Finding) -> None:
        """Open the row of a finding."""
        for row in range(self.count()):
            if self.item(row).data(Qt.ItemDataRole.UserRole) == finding:
                self.setCurrentRow(row)

    def _tell(self, item: QListWidgetItem) -> None:
        self.finding_opened.emit(item.data(Qt.ItemDataRole.UserRole))

    def _reopen(self) -> None:
        """Measure all rows anew: another one is open."""
        self.scheduleDelayedItemsLayout()
        if (item := self.currentItem()) is not None:
            self.scrollToItem(item)
            if not self._is_new:
                self._tell(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Return lead to the place; the rest is the list's own."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.chosen.emit()
            return
        super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing once the mouse is gone."""
        self.finding_hovered.emit(None)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the open row's text anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say so where there is nothing to say."""
        super().paintEvent(event)
        if not self.count():
            paint_empty_state(
                self.viewport(),
                self._theme,
                "No findings",
                "Run a program: what there is to know about it stands here.",
            )
