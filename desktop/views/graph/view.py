"""The graph in a person's hands: pointing, selecting, dragging, zooming, by mouse, touchpad and keys."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from desktop.views.drawing import Group
from desktop.views.graph.choosing_canvas import ChoosingCanvas
from desktop.views.graph.commands import KeyTable, add_commands
from desktop.views.graph.groups_around import open_group_around, open_group_at
from desktop.views.graph.motion import WATCHED, Pace
from desktop.views.graph.picture_commands import picture_commands
from desktop.views.graph.place_menu import PlaceDoings, fill_frame_menu, fill_node_menu
from desktop.views.graph.tooltip import findings_tooltip, tooltip
from desktop.views.theme import Theme

_NOTCH_FACTOR = 1.2
_NOTCH = 120.0
"""A wheel's click, in Qt's eighths of a degree."""
_DRAG_BEGINS = 4
"""In pixels; a click may tremble so much."""
_CATCH = 6.0
"""In pixels: how near to an edge a click is one on it."""
_NOWHERE = QPointF(-1e9, -1e9)
_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class GraphView(ChoosingCanvas):
    """A graph that answers. `node_hovered` carries a drawn node's id or None. Thread: the GUI's."""

    node_hovered = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None, pace: Pace = WATCHED) -> None:
        super().__init__(theme, parent, pace)
        self._pressed_at: QPointF | None = None
        self._dragged = False
        self._more_actions: list[QAction] = []
        self._commands = picture_commands(self)
        self._keys = KeyTable(self._commands)
        self.setMouseTracking(True)
        self.setMinimumSize(200, 120)

    def menu(self) -> QMenu:
        """Build the menu of the picture, with the key of each command beside it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_commands(menu, self._commands, groups=self._has_groups())
        if self._more_actions:
            menu.addSeparator()
            menu.addActions(self._more_actions)
        return menu

    def add_menu_actions(self, actions: list[QAction]) -> None:
        """Add further actions to the end of the picture's menu."""
        self._more_actions += actions

    def menu_at(self, point: QPointF) -> QMenu:
        """Build the menu of what lies at a point of the widget: a node, a group, the title of one, or the picture."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        doings = PlaceDoings(self.toggle, self.choose, lambda drawn: self.zoom_to_nodes((drawn,)))
        node, group = self.node_at(point), self._frame_at(point)
        if node is not None and self._picture is not None:
            around, selected = open_group_around(self._picture, node.id), node.id == self._pointing.selected
            fill_node_menu(menu, node, around, doings, selected=selected)
        elif group is not None:
            fill_frame_menu(menu, group, doings)
        else:
            return self.menu()
        return menu

    def _has_groups(self) -> bool:
        drawing = self._picture.drawing if self._picture is not None else None
        return drawing is not None and (bool(drawing.opened) or any(node.kind == "group" for node in drawing.nodes))

    def _frame_at(self, point: QPointF) -> Group | None:
        """Find the open group whose title lies under a point of the widget."""
        if self._picture is None or not self.is_over_picture(point):
            return None
        return open_group_at(self._picture, self._camera.to_picture(point), self._camera.scale)

    def _edge_at(self, point: QPointF) -> int | None:
        """Find the edge that passes near a point of the widget."""
        if self._picture is None or not self.is_over_picture(point) or self._frame_at(point) is not None:
            return None
        return self._picture.edge_at(self._camera.to_picture(point), _CATCH / self._camera.scale)

    def _hover_at(self, point: QPointF) -> None:
        node = self.node_at(point)
        node_id = None if node is None else node.id
        answers = (
            node is not None
            or bool(self.findings_at(point))
            or self._frame_at(point) is not None
            or self._edge_at(point) is not None
        )
        self.setCursor(Qt.CursorShape.PointingHandCursor if answers else Qt.CursorShape.ArrowCursor)
        if node_id != self._pointing.hovered:
            self.hover_node(node_id)
            self.node_hovered.emit(node_id)

    def _click(self, event: QMouseEvent) -> None:
        if findings := self.findings_at(event.position()):
            self.finding_chosen.emit(findings[0])
            return
        node = self.node_at(event.position())
        edge = self._edge_at(event.position()) if node is None else None
        if node is not None and event.modifiers() & _ADDING:
            self.choose_second(node.id)
        elif edge is not None:
            self.choose_edge(edge)
        else:
            self.choose(None if node is None else node.id)

    def _show_tooltip(self, event: QHelpEvent) -> None:
        node, findings = self.node_at(QPointF(event.pos())), self.findings_at(QPointF(event.pos()))
        if findings:
            QToolTip.showText(event.globalPos(), findings_tooltip(findings), self)
        elif node is not None:
            QToolTip.showText(event.globalPos(), tooltip(node), self)
        else:
            QToolTip.hideText()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor; on a touchpad two fingers pan, with Ctrl they zoom."""
        touchpad = not event.pixelDelta().isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase
        if touchpad and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.pan(QPointF(event.pixelDelta()))
        else:
            self.zoom(_NOTCH_FACTOR ** (event.angleDelta().y() / _NOTCH), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag; a mouse's own buttons go back and forward."""
        if event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}:
            self._pressed_at, self._dragged = event.position(), False
        elif event.button() == Qt.MouseButton.BackButton:
            self.go_back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.go_forward()

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
            self._click(event)
        self._pressed_at, self._dragged = None, False
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Activate the node under the mouse, or close the group whose title lies there."""
        if event.button() != Qt.MouseButton.LeftButton:
            self.mousePressEvent(event)
            return
        node, group = self.node_at(event.position()), self._frame_at(event.position())
        if node is not None:
            self.activate(node.id)
        elif group is not None:
            self.toggle(group.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what fits to what lies under the mouse; called by a key, what fits to the selected node."""
        point = QPointF(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self._pointing.selected is not None:
            point = self.position_of(self._pointing.selected) or point
        self.menu_at(point).popup(self.mapToGlobal(point.toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered once the mouse is gone."""
        self._hover_at(_NOWHERE)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys of the picture (the menu names them); all others pass on."""
        pointing = self._pointing
        if event.key() == Qt.Key.Key_Escape and (pointing.selected is not None or pointing.edge is not None):
            self.choose_nothing()
        elif not self._keys.run(event):
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
