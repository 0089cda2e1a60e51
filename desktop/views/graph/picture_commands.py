"""The commands of the graph's picture: what its menu offers and what its keys do."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QPointF

from desktop.views.graph.choosing_canvas import ChoosingCanvas
from desktop.views.graph.commands import Command
from desktop.views.graph.walk import Way

_PAN_STEP = 60.0
_DEPTHS = range(1, 10)
_DEEPEST_IN_MENU = 4


def picture_commands(canvas: ChoosingCanvas) -> tuple[Command, ...]:
    """Give all commands, those of the menu in its order."""
    return (*_camera(canvas), *_groups(canvas), *_picture(canvas), *_wordless(canvas))


def _camera(canvas: ChoosingCanvas) -> Iterator[Command]:
    yield Command("Fit the whole graph", ("F",), canvas.fit)
    yield Command("Zoom to selection", ("Z",), canvas.zoom_to_selection)
    yield Command("Zoom in", ("+", "="), canvas.zoom_in)
    yield Command("Zoom out", ("-",), canvas.zoom_out)
    yield Command("Back to the view before", ("Alt+Left",), canvas.go_back)
    yield Command("Forward again", ("Alt+Right",), canvas.go_forward)


def _groups(canvas: ChoosingCanvas) -> Iterator[Command]:
    opened = canvas.all_groups_requested
    yield Command("Open or close the group", ("O",), canvas.toggle_group, follows=True, only_with_groups=True)
    yield Command("Open all groups", ("0",), lambda: opened.emit(True), only_with_groups=True)
    yield Command("Close all groups", ("C",), lambda: opened.emit(False), only_with_groups=True)
    for depth in _DEPTHS:
        words = f"Open groups to depth {depth}" if depth <= _DEEPEST_IN_MENU else ""
        yield Command(words, (str(depth),), partial(canvas.depth_requested.emit, depth), only_with_groups=True)


def _picture(canvas: ChoosingCanvas) -> Iterator[Command]:
    yield Command("Minimap", ("M",), canvas.toggle_minimap, follows=True)
    yield Command("Legend", ("L",), canvas.toggle_legend)
    yield Command("Copy picture", ("Ctrl+C",), canvas.copy_picture)


def _wordless(canvas: ChoosingCanvas) -> Iterator[Command]:
    """Give what keys of a kind do. ← and → alone and Space are the flow player's."""
    for key, x, y in (("Left", 1, 0), ("Right", -1, 0), ("Up", 0, 1), ("Down", 0, -1)):
        yield Command("", (f"Shift+{key}",), partial(canvas.pan, QPointF(x * _PAN_STEP, y * _PAN_STEP)))
    for way in Way:
        yield Command("", (f"Ctrl+{way.value}",), partial(canvas.walk, way))
    yield Command("", ("Return", "Enter"), canvas.activate_selected)
