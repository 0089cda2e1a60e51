"""What the watch saw of one pass, for a later pass of the same shape that nobody watched."""

from collections.abc import Sequence
from typing import Any

from desktop.engine.call_log import CallLog
from desktop.engine.scope import Scope
from desktop.engine.watch import Call, Mark, lend_mark, mark_of


class Pattern:
    """The marks of a pass that was started in the scope `here`, without their tensors."""

    def __init__(self, nodes: Sequence[Any], here: Scope | None) -> None:
        self.size = len(nodes)
        self._kinds = [type(node) for node in nodes]
        self._marks = [_bare(mark_of(node)) for node in nodes]
        self._made_here = [mark is not None and mark.call.scope is here for mark in map(mark_of, nodes)]

    def lend(self, nodes: Sequence[Any], log: CallLog, here: Scope | None) -> None:
        """Give the marks to `nodes`, where they are the same kinds of node in the same order.

        Scopes are not lent but those that are known: of the calls in `log`, and `here`, where this pass was started,
        for nodes like those that were made in the same scope then, if the first call in the log was made there too.
        """
        fits = [type(node) for node in nodes] == self._kinds
        scopes, since = log.scopes(nodes), log.began_in(here)
        for index, node in enumerate(nodes):
            mark = (self._marks[index] if fits else None) or Mark(Call(None))
            if node in scopes:
                mark.call.scope, mark.call.modules = scopes[node], scopes[node].modules
            elif fits and self._made_here[index] and since is not None and node._sequence_nr() >= since:
                mark.call.scope = here
            lend_mark(node, mark)


def _bare(mark: Mark | None) -> Mark | None:
    if mark is None:
        return None
    call = Call(mark.call.span, modules=mark.call.within())
    call.label = mark.call.label
    bare = Mark(call)
    bare.gives_result = mark.gives_result
    return bare
