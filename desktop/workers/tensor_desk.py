"""Questions about tensors that the engine holds, each with its ticket, until they are answered."""

import threading

import msgspec

from desktop.records.messages import TensorAnswer, TensorGone, TensorPart, TensorRequest

_ENGINE_GONE = "The engine that held this tensor has ended. Run the program again."


class TensorDesk:
    """Numbers questions and joins the parts of answers. Thread: any; one asks while another takes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last_ticket = 0
        self._parts: dict[int, list[TensorPart]] = {}

    def numbered(self, request: TensorRequest) -> TensorRequest:
        """Give a request a ticket of its own, and expect its answer."""
        with self._lock:
            self._last_ticket += 1
            self._parts[self._last_ticket] = []
            return msgspec.structs.replace(request, ticket=self._last_ticket)

    def take(self, answer: TensorAnswer) -> TensorAnswer | None:
        """Take an answer; give it when it is whole, a tensor as one part. What nobody waits for is dropped."""
        with self._lock:
            parts = self._parts.get(answer.ticket)
            if parts is None:
                return None
            if isinstance(answer, TensorPart):
                parts.append(answer)
                if not answer.last:
                    return None
            del self._parts[answer.ticket]
        if isinstance(answer, TensorPart):
            return msgspec.structs.replace(answer, data=b"".join(part.data for part in parts))
        return answer

    def abandon(self) -> list[TensorGone]:
        """Answer all that is asked: the engine will not."""
        with self._lock:
            tickets = list(self._parts)
            self._parts.clear()
        return [TensorGone(ticket, _ENGINE_GONE) for ticket in tickets]
