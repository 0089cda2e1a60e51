"""Runs a program's text again, unheard, in a namespace of its own: as the run that is held, or in double precision."""

import types
from typing import NamedTuple, TypeVar

import torch

from desktop.engine.as_new import AsNew, BuiltinNames
from desktop.engine.checking.deadline import Deadline
from desktop.engine.checking.double import call_as_in_single, call_plainly
from desktop.engine.checking.passes import PassReader
from desktop.engine.checking.probe import Onlooker, Probe
from desktop.engine.checking.refusal import BreakOff, NotCheckedError
from desktop.engine.failure import failure
from desktop.engine.limits import memory_bound
from desktop.engine.output import Output
from desktop.engine.source import Source
from desktop.engine.state import fresh_state
from desktop.records.run import Program

_NEVER_CAME = "Run again {how}, the program does not come to this pass: {ended}."
_TOO_SLOW = "Time ran out before one element was done: the program takes too long to be run again and again."
_T = TypeVar("_T")


class OutOfTimeError(NotCheckedError):
    """The deadline of the check is over."""


class Again(NamedTuple):
    """How to run one program again. Thread: the process's main one, while nothing else runs."""

    program: Program
    source: Source
    deadline: Deadline
    as_new: AsNew
    allowed_mb: int | None

    def run(self, onlooker: Onlooker, reader: PassReader[_T], *, in_double: bool) -> _T:
        """Run the program until `reader` breaks it off; give what that read.

        Raises NotCheckedError where it read nothing, OutOfTimeError where time is up. What the program changed in
        Python and torch is put back.
        """
        try:
            ended = self._run(onlooker, reader, in_double=in_double)
        except BreakOff:
            ended = ""
        finally:
            self.as_new.put_back()
        if not reader.has_read and self.deadline.is_over:
            raise OutOfTimeError(self.deadline.reason or _TOO_SLOW)
        if not reader.has_read:
            raise NotCheckedError(
                _NEVER_CAME.format(how="in double precision" if in_double else "as it was", ended=ended)
            )
        return reader.given()

    def _run(self, onlooker: Onlooker, reader: PassReader[_T], *, in_double: bool) -> str:
        main = types.ModuleType("__main__")
        main.__file__ = self.program.name
        with fresh_state(self.program, main, Output(lambda _text: None)):
            if in_double:
                torch.set_default_dtype(torch.float64)
            probe = Probe(self.source, onlooker, call_as_in_single if in_double else call_plainly)
            try:
                # Inwards: first there is memory again, then Python has its names again, then we go on.
                with probe.looking(reader), self.deadline.kept(), BuiltinNames(), memory_bound(self.allowed_mb):
                    exec(self.source.code, vars(main))  # noqa: S102 # running a person's program is what this is for
            except BreakOff:
                return ""
            except BaseException as raised:  # noqa: BLE001 # a program may raise anything, SystemExit too
                return self._told(raised)
        return "it ends"

    def _told(self, raised: BaseException) -> str:
        told = failure(raised, self.source, self.program.name)
        place = f" in line {told.span.line}" if told.span is not None else ""
        return f"it raises {told.type}{place} ({told.message.strip()[:300]})"
