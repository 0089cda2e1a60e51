"""What a person can do with the picture: each command with its words in the menu and its keys, told once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu

_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}


@dataclass(frozen=True)
class Command:
    """One command; without words it is not in the menu. Keys are written as Qt's, "Ctrl+Up"; the menu names the first.

    `follows` says that a line in the menu parts it from those before.
    """

    words: str
    keys: tuple[str, ...]
    run: Callable[[], None]
    follows: bool = False
    only_with_groups: bool = False


class KeyTable:
    """Finds the command of a key."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self._commands = {_code(key): command for command in commands for key in command.keys}

    def run(self, event: QKeyEvent) -> bool:
        """Run the command of a pressed key; say whether there is one. A sign may need Shift on some keyboards."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in _ARROWS:
            modifiers &= ~Qt.KeyboardModifier.ShiftModifier
        command = self._commands.get(QKeyCombination(modifiers, Qt.Key(event.key())).toCombined())
        if command is not None:
            command.run()
        return command is not None


def add_commands(menu: QMenu, commands: Iterable[Command], *, groups: bool) -> None:
    """Add the commands that have words to a menu, each with its key beside it; `groups`: the picture has some."""
    for command in commands:
        if not command.words or (command.only_with_groups and not groups):
            continue
        if command.follows:
            menu.addSeparator()
        menu.addAction(command.words + (f"\t{key_text(command.keys[0])}" if command.keys else ""), command.run)


def key_text(key: str) -> str:
    """Write a key as the desktop does; the sign of minus as wide as that of plus."""
    return "−" if key == "-" else QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _code(key: str) -> int:
    combination: QKeyCombination = QKeySequence(key)[0]  # type: ignore[index] # the stubs do not say so
    return combination.toCombined()
