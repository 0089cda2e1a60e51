"""What a training may do and is asked, said from any thread: how many iterations, which questions, when to end."""

import threading
from collections import deque

from desktop.engine.training_answers import Question


class Reins:
    """Holds a run: None for any number of iterations, 0 to stand still. For any thread."""

    def __init__(self, iterations: int | None = None) -> None:
        self._changed = threading.Condition()
        self._iterations = iterations
        self._questions: deque[Question] = deque()
        self._ended = False
        self._dropped = False
        self._awaited = False

    @property
    def ended(self) -> bool:
        """Whether the run shall end."""
        return self._ended

    def grant(self, iterations: int | None) -> None:
        """Let the run go on: freely (None), or by so many iterations on top of those not yet taken."""
        with self._changed:
            self._iterations = None if iterations is None else (self._iterations or 0) + iterations
            self._changed.notify_all()

    def withdraw(self) -> None:
        """Let the run stand still, and say so once more if it does already."""
        with self._changed:
            self._iterations = 0
            self._awaited = True
            self._changed.notify_all()

    def end(self) -> None:
        """Let the run end."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def ask(self, question: Question) -> bool:
        """Put a question to the run; say whether it will still be answered by it."""
        with self._changed:
            if not self._dropped:
                self._questions.append(question)
                self._changed.notify_all()
            return not self._dropped

    def question(self) -> Question | None:
        """Take the oldest question; None: there is none."""
        with self._changed:
            return self._questions.popleft() if self._questions else None

    def drop(self) -> list[Question]:
        """Take no more questions; give those that are left."""
        with self._changed:
            self._dropped = True
            return list(self._questions)

    def take(self, wanted: int) -> int:
        """Take up to `wanted` iterations; 0 says to stand still or to end."""
        with self._changed:
            if self._ended:
                return 0
            if self._iterations is None:
                return wanted
            taken = min(wanted, self._iterations)
            self._iterations -= taken
            return taken

    def is_awaited(self) -> bool:
        """Say whether somebody waits to hear that the run stands still; after that nobody does."""
        with self._changed:
            awaited, self._awaited = self._awaited, False
            return awaited

    def wait(self) -> None:
        """Sleep until there is something to take, to say or to answer, or the end."""
        with self._changed:
            self._changed.wait_for(self._has_news)

    def _has_news(self) -> bool:
        return self._ended or self._awaited or self._iterations != 0 or bool(self._questions)
