"""The menu of a node, a group, or the title of an open group: what fits there."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from desktop.views.drawing import DrawnNode, Group
from desktop.views.graph.node_words import node_words


@dataclass(frozen=True)
class PlaceDoings:
    """What the menu of a place does, each with a drawn id."""

    toggle: Callable[[str], None]
    select: Callable[[str], None]
    zoom_to: Callable[[str], None]


def fill_node_menu(menu: QMenu, node: DrawnNode, around: Group | None, doings: PlaceDoings, *, selected: bool) -> None:
    """Offer what can be done with a node, or with a closed group; `around` is the open group that it stands in.

    Keys are told where they mean this node: it is `selected`.
    """
    toggles, near = ("\tO", "\tZ") if selected else ("", "")
    if isinstance(node, Group):
        menu.addAction(f"Open {_quoted(node_words(node))}{toggles}", lambda: doings.toggle(node.id))
    if around is not None:
        key = "" if isinstance(node, Group) else toggles
        menu.addAction(f"Close {_quoted(node_words(around))}{key}", lambda: doings.toggle(around.id))
    menu.addSeparator()
    menu.addAction("Select", lambda: doings.select(node.id))
    menu.addAction(f"Zoom to{near}", lambda: doings.zoom_to(node.id))
    menu.addAction("Copy name", lambda: _copy(node.label or node.name))


def fill_frame_menu(menu: QMenu, group: Group, doings: PlaceDoings) -> None:
    """Offer what can be done with a group that stands open."""
    menu.addAction(f"Close {_quoted(node_words(group))}", lambda: doings.toggle(group.id))
    menu.addSeparator()
    menu.addAction("Zoom to", lambda: doings.zoom_to(group.id))
    menu.addAction("Copy name", lambda: _copy(group.label or group.name))


def _quoted(name: str) -> str:
    """Write a name into a menu, where "&" would mark a key."""
    return name.replace("&", "&&")


def _copy(name: str) -> None:
    QGuiApplication.clipboard().setText(name)
