"""What is noted of one activation of a program's code: which scope it is, and how far its loops have come.

A note hangs on the frame itself, in `f_trace`: that is where Python lets a tracer keep what belongs to one frame, it
shows in no namespace and dies with the frame. While nothing is traced Python never reads it; where something is, a
note takes part as a tracer that does nothing.
"""

import itertools
import sys
from operator import length_hint
from types import FrameType
from typing import TYPE_CHECKING, Any, Self

from desktop.engine.scope import Scope
from desktop.records.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable


_MANY_PASSES = 8
"""Passes in one run through a loop that make it worth telling that it has ended."""

_type = type
"""What runs among a program's lines must not need a built-in name: a program may delete it."""


class LoopEntered:
    """One run through a loop. `rounds` yields one True for each round, so what it has left tells how many began.

    `passes` is how many backward passes there had been when it was entered.
    """

    __slots__ = ("_round", "_scope", "passes", "rounds")

    def __init__(self, passes: int) -> None:
        self.passes = passes
        self.rounds = itertools.repeat(True, sys.maxsize)
        self._scope: Scope | None = None
        self._round: Scope | None = None

    def scope(self, header: Span, text: str, outside: Scope | None) -> Scope:
        """Give the scope of this run through a loop, which stands in the scope `outside`."""
        if self._scope is None:
            self._scope = Scope("loop", outside, header, text)
        return self._scope

    def round(self, loop: Scope) -> Scope:
        """Give the scope of the round that goes on now."""
        visit = sys.maxsize - length_hint(self.rounds)
        if self._round is None or self._round.visit != visit:
            self._round = Scope("round", loop, loop.span, visit=visit)
        return self._round


class Activation:
    """The note on one frame. `scope` is where the frame's own code runs, once `is_placed`."""

    __slots__ = ("is_placed", "loops", "scope")

    def __init__(self) -> None:
        self.loops: dict[int, LoopEntered] = {}
        self.scope: Scope | None = None
        self.is_placed = False

    def __call__(self, *_: Any) -> Self:
        """Trace nothing."""
        return self


def activation_of(frame: FrameType) -> Activation | None:
    """Give a frame's note, writing a new one; None where a tracer has the place."""
    note: Any = frame.f_trace
    if note is None:
        note = frame.f_trace = Activation()
    return note if _type(note) is Activation else None


class LoopNotes:
    """Hears of a program's loops, and notes on the frames that they run in how far they have come.

    `passes` is how many backward passes the program has begun. `left`, where it is set, is called when a loop has ended
    in which there were many. Thread: any of the program's.
    """

    def __init__(self) -> None:
        self.passes = 0
        self.left: Callable[[], None] | None = None

    def enter(self, index: int) -> "itertools.repeat[bool]":
        """Note that the calling frame enters the loop `index`; give what must yield once for each round."""
        entered = LoopEntered(self.passes)
        note = activation_of(sys._getframe(1))
        if note is not None:
            note.loops[index] = entered
        return entered.rounds

    def begin(self, index: int) -> None:
        """Note that a round of the loop `index` begins in the calling frame."""
        note: Any = sys._getframe(1).f_trace
        if _type(note) is Activation and index in note.loops:
            next(note.loops[index].rounds)

    def leave(self, index: int) -> None:
        """Note that the loop `index` of the calling frame has ended, by itself or by a `break`."""
        note: Any = sys._getframe(1).f_trace
        if self.left is None or _type(note) is not Activation or index not in note.loops:
            return
        if self.passes - note.loops[index].passes >= _MANY_PASSES:
            self.left()
