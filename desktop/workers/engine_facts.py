"""Ask a fresh engine what it is: its devices, and how the system confines it."""

import queue

from desktop.records.messages import EngineReady, FromEngine
from desktop.workers.child_process import ChildProcess
from desktop.workers.run_once import CONFINED, ENGINE


class EngineFailedError(Exception):
    """An engine ended before it was ready. The message holds its last words."""


def engine_facts() -> EngineReady:
    """Start a confined engine, hear that it is ready, and end it; raise EngineFailedError. Blocks for some seconds."""
    inbox: queue.SimpleQueue[FromEngine | str] = queue.SimpleQueue()

    def ended(_status: int | None, report: str) -> None:
        inbox.put(report)

    child = ChildProcess[FromEngine](ENGINE, inbox.put, ended, FromEngine, (CONFINED,))
    child.start()
    try:
        while not isinstance(message := inbox.get(), EngineReady):
            if isinstance(message, str):
                raise EngineFailedError(f"The engine ended before it was ready. {message}".strip())
        return message
    finally:
        child.close()
