"""The graph's picture as a person chooses in it: a node, a second one, the next along an edge, a group to open."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.views.graph.groups_around import closed_group, open_group_around
from desktop.views.graph.motion import WATCHED, Pace
from desktop.views.graph.node_words import node_description, node_words
from desktop.views.graph.travelling_canvas import TravellingCanvas
from desktop.views.graph.walk import Walk, Way
from desktop.views.theme import Theme

if TYPE_CHECKING:
    from desktop.views.graph.graph_picture import GraphPicture


class ChoosingCanvas(TravellingCanvas):
    """A TravellingCanvas whose nodes can be chosen.

    `node_selected` carries a drawn node's id or None, `edge_selected` a DrawnEdge or None, `node_activated` the id of a
    node that is no group; `group_toggled` the id of a group that is to open or to close, `all_groups_requested` whether
    all are to open (True) or to close, `depth_requested` to which depth groups are to open; `finding_chosen` a Finding
    whose mark was clicked. Thread: the GUI's.
    """

    node_selected = Signal(object)
    edge_selected = Signal(object)
    node_activated = Signal(str)
    group_toggled = Signal(str)
    all_groups_requested = Signal(bool)
    depth_requested = Signal(int)
    finding_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None, pace: Pace = WATCHED) -> None:
        super().__init__(theme, parent, pace)
        self._walk: tuple[GraphPicture, Walk] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tell_reader()
        self._pointing.changed.connect(self._tell_reader)

    def choose(self, drawn: str | None) -> None:
        """Select a node, or none, as a person does: `node_selected` tells it."""
        if drawn is None and self._pointing.edge is not None:
            self._pointing.select(None)
            self.edge_selected.emit(None)
        elif drawn != self._pointing.selected:
            self.select_node(drawn)
            self.node_selected.emit(drawn)
        elif self._pointing.second is not None:
            self._pointing.select(None)
            self.select_node(drawn)

    def choose_edge(self, edge: int) -> None:
        """Select an edge, by its number in the picture, as a person does: `edge_selected` tells it."""
        if self._picture is None or edge == self._pointing.edge:
            return
        if self._pointing.selected is not None:
            self.choose(None)
        self._pointing.select_edge(edge)
        self.edge_selected.emit(self._picture.drawn_edge(edge))

    def choose_second(self, drawn: str) -> None:
        """Select a node beside the one that is selected, so that the ways between them show."""
        if self._pointing.selected is None:
            self.choose(drawn)
        else:
            self._pointing.add(drawn)

    def choose_nothing(self) -> None:
        """Take the second node away, or else what is selected."""
        if self._pointing.second is not None:
            self._pointing.add(self._pointing.second)
        else:
            self.choose(None)

    def walk(self, way: Way) -> None:
        """Select the node that lies one step along an edge, or beside; where nothing is selected, the root."""
        if self._picture is None:
            return
        if self._walk is None or self._walk[0] is not self._picture:
            self._walk = (self._picture, Walk(self._picture))
        walk, selected = self._walk[1], self._pointing.selected
        box = walk.start() if selected is None else walk.step(selected, way)
        if box is not None:
            self._journey.bring_into_sight(np.array([box], dtype=np.intp))
            self.choose(self._picture.boxes[box].id)

    def activate(self, drawn: str) -> None:
        """Open a group, or do to a node what its activation stands for."""
        if self._picture is not None and closed_group(self._picture, drawn) is not None:
            self.toggle(drawn)
        else:
            self.node_activated.emit(drawn)

    def activate_selected(self) -> None:
        """Activate what is selected."""
        if self._pointing.selected is not None:
            self.activate(self._pointing.selected)

    def toggle_group(self) -> None:
        """Open the group that is selected, or close the one around the selected node (or the one under the mouse)."""
        drawn = self._pointing.selected or self._pointing.hovered
        if self._picture is None or drawn is None:
            return
        group = closed_group(self._picture, drawn) or open_group_around(self._picture, drawn)
        if group is not None:
            self.toggle(group.id)

    def toggle(self, group_id: str) -> None:
        """Ask for a group to be opened or closed; it will stay where it is seen."""
        self._toggled = group_id
        self.group_toggled.emit(group_id)

    def _tell_reader(self) -> None:
        """Let a screen reader say what is selected."""
        pointing = self._pointing
        chosen = [each for each in (pointing.selected, pointing.second) if each is not None]
        nodes = [self._picture.nodes[each] for each in chosen] if self._picture is not None else []
        name = ", ".join(("Graph", *map(node_words, nodes)))
        if name != self.accessibleName():
            self.setAccessibleName(name)
            self.setAccessibleDescription("; ".join(map(node_description, nodes)))
