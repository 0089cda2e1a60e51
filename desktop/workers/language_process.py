"""Language help as the window sees it: questions about a text are asked, the answer to the latest comes."""

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.records.language import (
    CheckText,
    CompleteAt,
    Completions,
    DefineAt,
    Definition,
    DescribeName,
    Description,
    FromLanguage,
    LanguageReady,
    Mistakes,
    Signatures,
    SignaturesAt,
    ToLanguage,
)
from desktop.workers.process_door import ChildEnd, ProcessDoor

LANGUAGE = "desktop.language"
_ANSWERS: dict[type, type] = {
    CompleteAt: Completions,
    DescribeName: Description,
    SignaturesAt: Signatures,
    DefineAt: Definition,
    CheckText: Mistakes,
}


class LanguageProcess(QObject):
    """Awaits one answer of each kind, to the latest request. Thread: the one it lives in.

    Ends by itself are no news: the next request starts it again, unless it never came to be ready.
    """

    ready = Signal()
    answered = Signal(object)
    """Completions, a Description, Signatures, a Definition or Mistakes."""

    def __init__(self, parent: QObject | None = None, module: str = LANGUAGE) -> None:
        super().__init__(parent)
        self._door = ProcessDoor(module, FromLanguage, _as_it_is, self)
        self._door.received.connect(self._on_received)
        self._door.ended.connect(self._on_ended)
        self._last_ticket = 0
        self._awaited: dict[type, int] = {}
        self._is_ready = False
        self._is_broken = False

    @property
    def is_ready(self) -> bool:
        """Whether answers come at once."""
        return self._is_ready

    def start(self) -> None:
        """Start it in the background, unless it is there or never came to be ready."""
        if not self._door.is_alive and not self._is_broken:
            self._door.start()

    def complete(self, text: str, line: int, column: int, *, after_tensor: bool = False) -> int:
        """Ask which names may stand at a place (after a tensor, as far as is known); give the answer's ticket."""
        return self._ask(CompleteAt(self._next(), text, line, column, after_tensor))

    def describe(self, name: str) -> int:
        """Ask for more about one of the names that were offered last."""
        return self._ask(DescribeName(self._next(), name))

    def signatures(self, text: str, line: int, column: int) -> int:
        """Ask what the call around a place takes."""
        return self._ask(SignaturesAt(self._next(), text, line, column))

    def define(self, text: str, line: int, column: int) -> int:
        """Ask where the name at a place is defined."""
        return self._ask(DefineAt(self._next(), text, line, column))

    def check(self, text: str) -> int:
        """Ask what is wrong with a text."""
        return self._ask(CheckText(self._next(), text))

    def close(self) -> None:
        """End it at once and for good."""
        self._door.close()

    def _next(self) -> int:
        self._last_ticket += 1
        return self._last_ticket

    def _ask(self, request: ToLanguage) -> int:
        self.start()
        self._awaited[_ANSWERS[type(request)]] = request.ticket
        self._door.send(request)
        return request.ticket

    def _on_received(self, message: object) -> None:
        if isinstance(message, LanguageReady):
            self._is_ready = True
            self.ready.emit()
        elif self._awaited.get(type(message)) == getattr(message, "ticket", None):
            del self._awaited[type(message)]
            self.answered.emit(message)

    def _on_ended(self, _: ChildEnd) -> None:
        self._is_broken = not self._is_ready
        self._is_ready = False
        self._awaited.clear()


def _as_it_is(message: msgspec.Struct) -> msgspec.Struct:
    return message
