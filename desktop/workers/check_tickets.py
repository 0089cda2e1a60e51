"""Checks of gradients that the engine was asked for, each with its ticket, until they are answered."""

import threading

import msgspec

from desktop.records.messages import CheckAnswer, CheckGradient, GradientChecking, GradientUnchecked

_ENGINE_GONE = "The engine that held this run has ended. Run the program again."


class CheckTickets:
    """Numbers requests and knows which are open. Thread: any; one asks while another takes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last_ticket = 0
        self._open: set[int] = set()

    def numbered(self, request: CheckGradient) -> CheckGradient:
        """Give a request a ticket of its own, and expect its answer."""
        with self._lock:
            self._last_ticket += 1
            self._open.add(self._last_ticket)
            return msgspec.structs.replace(request, ticket=self._last_ticket)

    def open(self) -> frozenset[int]:
        """Give the tickets that wait for an answer."""
        with self._lock:
            return frozenset(self._open)

    def take(self, answer: CheckAnswer) -> CheckAnswer | None:
        """Take an answer, or word of progress; give it if somebody waits for it."""
        with self._lock:
            if answer.ticket not in self._open:
                return None
            if not isinstance(answer, GradientChecking):
                self._open.remove(answer.ticket)
            return answer

    def abandon(self) -> list[GradientUnchecked]:
        """Answer all that is asked: the engine will not."""
        with self._lock:
            tickets, self._open = sorted(self._open), set()
        return [GradientUnchecked(ticket, _ENGINE_GONE) for ticket in tickets]
