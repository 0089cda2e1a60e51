"""The graph in a person's hands: pointing, selecting, dragging, zooming, by mouse, touchpad and keys."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from desktop.views.graph.motion import WATCHED, Pace
from desktop.views.graph.tooltip import tooltip
from desktop.views.graph.travelling_canvas import TravellingCanvas
from desktop.views.theme import Theme

_NOTCH_FACTOR = 1.2
_NOTCH = 120.0
"""A wheel's click, in Qt's eighths of a degree."""
_PAN_STEP = 60.0
_DRAG_BEGINS = 4
"""In pixels; a click may tremble so much."""
_NOWHERE = QPointF(-1e9, -1e9)
_ARROWS = {
    Qt.Key.Key_Left: QPointF(_PAN_STEP, 0),
    Qt.Key.Key_Right: QPointF(-_PAN_STEP, 0),
    Qt.Key.Key_Up: QPointF(0, _PAN_STEP),
    Qt.Key.Key_Down: QPointF(0, -_PAN_STEP),
}


class GraphView(TravellingCanvas):
    """A graph that answers. `node_hovered` and `node_selected` carry a node's id or None. Thread: the GUI's."""

    node_hovered = Signal(object)
    node_selected = Signal(object)
    node_activated = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, pace: Pace = WATCHED) -> None:
        super().__init__(theme, parent, pace)
        self._pressed_at: QPointF | None = None
        self._dragged = False
        self._keys = {
            Qt.Key.Key_F: self.fit,
            Qt.Key.Key_L: self.toggle_legend,
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
        }
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Graph")
        self.setMinimumSize(200, 120)

    def menu(self) -> QMenu:
        """Build the menu of the picture, with the key of each command beside it."""
        menu = QMenu(self)
        menu.addAction("Fit the whole graph\tF", self.fit)
        menu.addAction("Zoom in\t+", self.zoom_in)
        menu.addAction("Zoom out\t−", self.zoom_out)
        menu.addSeparator()
        menu.addAction("Legend\tL", self.toggle_legend)
        menu.addAction("Copy picture\tCtrl+C", self.copy_picture)
        return menu

    def _hover_at(self, point: QPointF) -> None:
        node = self.node_at(point)
        node_id = None if node is None else node.id
        if node_id != self._pointing.hovered:
            self.hover_node(node_id)
            self.setCursor(Qt.CursorShape.ArrowCursor if node is None else Qt.CursorShape.PointingHandCursor)
            self.node_hovered.emit(node_id)

    def _choose(self, node_id: str | None) -> None:
        if node_id != self._pointing.selected:
            self.select_node(node_id)
            self.node_selected.emit(node_id)

    def _take_key(self, event: QKeyEvent) -> bool:
        """Say whether a key was ours. ← → and Space alone are the flow player's."""
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and key in _ARROWS:
            self.pan(_ARROWS[key])
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_picture()
        elif key == Qt.Key.Key_Escape and self._pointing.selected is not None:
            self._choose(None)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._pointing.selected is not None:
            self.node_activated.emit(self._pointing.selected)
        elif key in self._keys and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._keys[key]()
        else:
            return False
        return True

    def _show_tooltip(self, event: QHelpEvent) -> None:
        node = self.node_at(QPointF(event.pos()))
        if node is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPos(), tooltip(node), self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor; on a touchpad two fingers pan, with Ctrl they zoom."""
        touchpad = not event.pixelDelta().isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase
        if touchpad and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.pan(QPointF(event.pixelDelta()))
        else:
            self.zoom(_NOTCH_FACTOR ** (event.angleDelta().y() / _NOTCH), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}:
            self._pressed_at, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture, or light what lies under the mouse."""
        if self._pressed_at is None:
            self._hover_at(event.position())
            return
        by = event.position() - self._pressed_at
        if self._dragged or by.manhattanLength() >= _DRAG_BEGINS:
            self._dragged, self._pressed_at = True, event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.pan(by)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or select what was clicked; a click on the paper selects nothing."""
        if self._pressed_at is None:
            return
        if not self._dragged and event.button() == Qt.MouseButton.LeftButton:
            node = self.node_at(event.position())
            self._choose(None if node is None else node.id)
        self._pressed_at, self._dragged = None, False
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Activate the node under the mouse."""
        node = self.node_at(event.position())
        if node is not None:
            self.node_activated.emit(node.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the commands of the picture."""
        self.menu().popup(event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered once the mouse is gone."""
        self._hover_at(_NOWHERE)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys of the picture (the menu names them); all others pass on."""
        if not self._take_key(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Answer a resting mouse with a tooltip and a pinch with a zoom."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tooltip(event)
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom(1.0 + event.value(), event.position())
            return True
        return super().event(event)
