"""The column beside the graph: what is known of what is selected, one tensor with all its values, a pass's health."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QTabWidget, QWidget

from desktop.views.health.badges import SIDE, paint_badge
from desktop.views.health.health import Health
from desktop.views.health.health_view import HealthView
from desktop.views.inspector.inspector import Inspector
from desktop.views.tensor_view.tensor_view import TensorView
from desktop.views.theme import Theme, text_font

_NARROWEST = 250
_TIPS = ("What is known of the selected node, edge or group", "All values of one tensor", "Where gradients are unwell")


class Details(QTabWidget):
    """Three views as tabs; the tab of the health bears the mark of the worst trouble. Thread: the GUI's."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._health: Health | None = None
        self.inspector = Inspector(theme)
        self.tensor = TensorView(theme)
        self.health = HealthView(theme)
        for view, title in ((self.inspector, "Inspector"), (self.tensor, "Tensor"), (self.health, "Health")):
            self.setTabToolTip(self.addTab(view, title), _TIPS[self.count() - 1])
        self.setDocumentMode(True)
        self.setMinimumWidth(_NARROWEST)
        self.setUsesScrollButtons(False)
        self.tabBar().setFont(text_font(9.5))
        self.health.health_changed.connect(self._mark)

    def set_theme(self, theme: Theme) -> None:
        """Draw every view in a theme's colours."""
        self._theme = theme
        for view in (self.inspector, self.tensor, self.health):
            view.set_theme(theme)
        self._mark(self._health)

    def _mark(self, health: Health | None) -> None:
        self._health = health
        troubles = health.troubles if health is not None else ()
        icon = QIcon()
        if troubles:
            pixmap = QPixmap(round(2 * SIDE), round(2 * SIDE))
            pixmap.setDevicePixelRatio(2)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_badge(painter, QPointF(SIDE / 2, SIDE / 2), troubles[0].verdict, self._theme)
            painter.end()
            icon = QIcon(pixmap)
        self.setTabIcon(self.indexOf(self.health), icon)
