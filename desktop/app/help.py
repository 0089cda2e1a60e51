"""What the Help menu shows: the versions, and every key."""

import platform

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QMessageBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

import desktop
from desktop.records.messages import EngineReady

_ROW_HEIGHT = 24
_VIEW_KEYS = (
    ("Space", "Play or pause the gradients"),
    ("←  →", "One step back or forward"),
    ("Home  End", "To the beginning or end of the film"),
    ("PgUp  PgDn", "To the phase before or after: forward, loss, backward, update"),
    ("F  Z", "In the graph: fit all of it, zoom to what is selected"),
    ("Ctrl+← ↑ → ↓", "In the graph: walk along edges, and among siblings"),
    ("Shift+← ↑ → ↓", "In the graph: move the picture"),
    ("Shift+Click", "In the graph: select a second node, and light the paths between them"),
    ("O", "In the graph: open or close the selected group"),
    ("0  1 … 9  C", "In the graph: open all groups, or down to a depth; close all"),
    ("M  L", "In the graph: show or hide the map, the legend"),
    ("Tab", "In an inserted statement: to its next blank"),
    ("Ctrl+/", "Comment lines out, or in again"),
)


def about(engine: EngineReady | None, parent: QWidget) -> QMessageBox:
    """Give the box that says what this is, on what it stands, and how the engine that last got ready is confined."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "About Chainrule", f"Chainrule {desktop.__version__}", parent=parent)
    torch = engine.torch if engine is not None else "(not started yet)"
    box.setInformativeText(
        "A desktop laboratory for PyTorch autograd: run a program, see its graph, play its gradients, train a model"
        f" live.\n\nPyTorch {torch} · Qt for Python {PySide6.__version__}"
        f" · Python {platform.python_version()}\n\n{confinement(engine)}\n\nMIT licence."
    )
    box.finished.connect(box.deleteLater)
    return box


def confinement(engine: EngineReady | None) -> str:
    """Say in a paragraph what the operating system keeps an engine from, and what it could not be kept from."""
    if engine is None:
        return "How programs are confined is known once PyTorch is started."
    if not engine.confined and not engine.unconfined:
        return "The engine now is not confined: it is for a program that you trust."
    kept = _listed("Programs that you did not trust run confined by the operating system:", engine.confined)
    return "\n".join((*kept, *_listed("What this system cannot keep them from:", engine.unconfined)))


def _listed(title: str, facts: tuple[str, ...]) -> tuple[str, ...]:
    return (title, *(f"  •  {fact}" for fact in facts)) if facts else ()


class ShortcutList(QDialog):
    """A table of keys and what they do."""

    def __init__(self, actions: tuple[QAction, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(_table((*_action_keys(actions), *_VIEW_KEYS)))
        layout.addWidget(buttons)
        self.resize(680, 600)


def _action_keys(actions: tuple[QAction, ...]) -> tuple[tuple[str, str], ...]:
    native = QKeySequence.SequenceFormat.NativeText
    return tuple(
        ("  ".join(key.toString(native) for key in action.shortcuts()), action.statusTip())
        for action in actions
        if action.shortcuts()
    )


def _table(rows: tuple[tuple[str, str], ...]) -> QTableWidget:
    table = QTableWidget(len(rows), 2)
    table.setHorizontalHeaderLabels(["Key", "What it does"])
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setStretchLastSection(True)
    for row, words in enumerate(rows):
        for column, word in enumerate(words):
            table.setItem(row, column, QTableWidgetItem(word))
    return table
