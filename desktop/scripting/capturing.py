"""`capture`: the graph behind a live tensor, written down, and nothing of the person's changed."""

import sys
from types import FrameType
from typing import Any

from desktop.records.files import UsageError
from desktop.scripting.captured_graph import CapturedGraph
from desktop.scripting.given_names import given_names
from desktop.scripting.refusals import unreadable
from desktop.scripting.roots import roots_of
from desktop.scripting.surroundings import Surroundings
from desktop.scripting.walked import walked


def capture(loss: Any, params: Any = None) -> CapturedGraph:
    """Write down the graph that autograd built behind a tensor, before or after its backward.

    `loss` is a tensor, or a tuple, list or dict of them (a root for each); for a model the youngest of the caller's
    tensors that was computed with it. `params` names tensors: a dict such as `dict(model.named_parameters())`, or the
    model itself. It may be incomplete: the other names are those that the caller's variables have. Hooks, gradients
    and random numbers stay as they are. Raises UsageError, one paragraph, where there is no graph. Thread: any.
    """
    return captured(loss, params, sys._getframe(1))  # noqa: SLF001 # where the names are


def captured(loss: Any, params: Any, caller: FrameType) -> CapturedGraph:
    """Capture for a caller whose variables give the names."""
    around = Surroundings(caller)
    names = given_names(params)
    try:
        return CapturedGraph(walked(roots_of(loss, around), names, around))
    except RuntimeError as error:
        raise UsageError(unreadable(error)) from error
