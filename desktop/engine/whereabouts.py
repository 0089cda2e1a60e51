"""Where the program is: the innermost scope that a frame runs in, found by walking outwards no further than needed."""

import sys
import threading
from collections import Counter
from types import CodeType, FrameType
from typing import TYPE_CHECKING

from torch import nn
from torch._C._autograd import _get_sequence_nr

from desktop.engine.activation import Activation, activation_of
from desktop.engine.module_call import Callee, ModuleCall, Visited, Where
from desktop.engine.scope import Scope
from desktop.engine.source import Source
from desktop.records.text import Span

if TYPE_CHECKING:
    from desktop.engine.call_log import CallLog

Site = tuple[Scope | None, Span | None, Callee]
"""Where a frame stands, and what the program called at that place."""

_OPTIMIZED = 1
"""The flag of a function's code, which no module's and no class's has."""


class Whereabouts:
    """Follows one run. Thread: that of the program, which is the one it is made in; others are not followed.

    While it `follows`, calls of modules must `enter` and `leave`, else each must be told to `count`; what is entered
    goes into the `log` if there is one.
    """

    def __init__(self, source: Source, module_call: CodeType) -> None:
        """Know calls of modules by the code that `enter` is called from, `module_call`."""
        self.within: ModuleCall | None = None
        self.follows = True
        self.log: CallLog | None = None
        self.thread = threading.get_ident()
        self._source = source
        self._codes = source.codes
        self._module_call = module_call
        self._visits: dict[int, Visited] = {}
        self._calls: Counter[int] = Counter()

    def follow(self, log: "CallLog | None", *, watching: bool = True) -> None:
        """From now on follow calls of modules, into a log if there is one; or, where nobody is watching, count them."""
        self.log = log
        self.follows = watching or log is not None

    def count(self, module: nn.Module) -> Visited:
        """Count one call of a module."""
        visited = self._visits.get(id(module))
        if visited is None or visited.module() is not module:
            visited = self._visits[id(module)] = Visited(module)
        visited.times += 1
        return visited

    def enter(self, module: nn.Module) -> ModuleCall:
        """Note that the caller's caller's caller calls a module; end the call with `leave`."""
        call = ModuleCall(self.count(module), self.within)
        if self.log is not None:
            call.began = _get_sequence_nr()
            if call.outside is None:
                call.around = self.where(sys._getframe(3))
        self.within = call
        return call

    def leave(self, call: ModuleCall) -> None:
        """Note that a call of a module has ended."""
        self.within, call.callee = call.outside, None
        if self.log is not None:
            call.ended = _get_sequence_nr()
            self.log.add(call)

    def where(self, frame: FrameType | None) -> Where:
        """Give the innermost scope that `frame`, which is running, stands in, and the place in the program's text."""
        scope, place, _ = self.site(frame)
        return scope, place

    def site(self, frame: FrameType | None) -> Site:
        """Give where `frame` is, and what the program called there to come to it; None if the frame is its own."""
        waiting: list[ModuleCall | tuple[FrameType, Callee]] = []
        call, met = self.within, None
        inner = entered = None
        found: Site = (None, None, None)
        while frame is not None:
            code = frame.f_code
            if code is self._module_call and call is not None:
                if call.scope is not None:
                    found = call.scope, call.scope.span, call.callee
                    break
                waiting.append(call)
                met, entered, call = call, frame.f_back, call.outside
            elif id(code) in self._codes:
                callee = met if inner is entered else inner
                note = frame.f_trace
                if type(note) is Activation and note.is_placed:
                    found = self._in_loops(frame, note), self._source.span(code, frame.f_lasti), callee
                    break
                waiting.append((frame, callee))
            inner, frame = frame, frame.f_back
        return self._place(waiting, call, found) if waiting else found

    def _place(
        self, waiting: list[ModuleCall | tuple[FrameType, Callee]], call: ModuleCall | None, around: Site
    ) -> Site:
        """Place what `waiting` holds, outer ones last, within `call` and what is `around` them."""
        scope, place, callee = around
        is_first = False
        for each in reversed(waiting):
            if isinstance(each, ModuleCall):
                scope = each.scope = Scope("module", scope, place, visit=each.visit, modules=each.modules())
                each.callee = callee
                call, is_first = each, True
            else:
                frame, callee = each
                scope = self._enter(frame, scope, place, call, is_first=is_first)
                place = self._source.span(frame.f_code, frame.f_lasti)
                is_first = False
        return scope, place, callee

    def _enter(
        self, frame: FrameType, outside: Scope | None, place: Span | None, call: ModuleCall | None, *, is_first: bool
    ) -> Scope | None:
        """Place a frame of the program's that nothing was seen of yet."""
        note = activation_of(frame)
        if note is None:
            return outside
        code = frame.f_code
        note.scope = outside
        if _is_function(code) and not (
            call is not None and _is_forward(code, call.visited.module(), is_first=is_first)
        ):
            self._calls[id(code)] += 1
            name = code.co_qualname.rpartition("<locals>.")[2]
            note.scope = Scope("function", outside, place, name, visit=self._calls[id(code)])
        note.is_placed = True
        return self._in_loops(frame, note)

    def _in_loops(self, frame: FrameType, note: Activation) -> Scope | None:
        """Give the innermost loop or round that a frame stands in now; a loop that nobody counted ends the search."""
        scope = note.scope
        for loop, in_round in self._source.loops(frame.f_code, frame.f_lasti):
            entered = note.loops.get(loop.index)
            if entered is None:
                break
            scope = entered.scope(loop.header, self._source.first_line(loop.header), scope)
            if in_round:
                scope = entered.round(scope)
        return scope


def _is_function(code: CodeType) -> bool:
    """Say whether a code is a function's or a lambda's; comprehensions and generator expressions are none."""
    return bool(code.co_flags & _OPTIMIZED) and (code.co_name[0] != "<" or code.co_name == "<lambda>")


def _is_forward(code: CodeType, module: nn.Module | None, *, is_first: bool) -> bool:
    """Say whether a code is the forward method of the module whose call goes on, or of a class that it inherits."""
    if is_first and code.co_name == "forward":
        return True
    owners = (vars(module), *map(vars, type(module).__mro__))
    forwards = [owner["forward"] for owner in owners if "forward" in owner]
    return any(getattr(getattr(each, "__func__", each), "__code__", None) is code for each in forwards)
