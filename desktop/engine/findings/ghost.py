"""The failed operation as a record, with its operands' places in the graphs."""

import torch

from desktop.engine.capture import id_of
from desktop.engine.findings.case import failed_call
from desktop.engine.summary import Album
from desktop.engine.watch import maker_of
from desktop.records.ghost import Ghost, Operand
from desktop.records.run import Failure

_MOST_OPERANDS = 16


def operands_of(error: BaseException | None) -> tuple[torch.Tensor, ...]:
    """Give the tensors that the failed operation was given: their graphs are worth recording."""
    call = failed_call(error)
    return call.operands[:_MOST_OPERANDS] if call is not None else ()


def ghost_of(error: BaseException | None, failure: Failure | None) -> Ghost | None:
    """Describe the torch call that ended a program, where it was one that got tensors."""
    call = failed_call(error)
    if call is None or failure is None or not call.operands:
        return None
    album = Album()
    places = [album.add(each) for each in call.operands[:_MOST_OPERANDS]]
    records = album.develop()
    known = zip(places, call.operands, strict=False)
    operands = tuple(Operand(records[place], recorded_node(each)) for place, each in known)
    return Ghost(call.name.strip("_"), failure.span, operands, failure.message)


def recorded_node(tensor: torch.Tensor) -> str | None:
    """Give the recorded node by which a tensor, or a leaf, stands in a graph; None for none, or where torch refuses."""
    maker = maker_of(tensor)
    if maker is not None:
        return id_of(maker)
    if not tensor.requires_grad:
        return None
    try:
        return id_of(torch.autograd.graph.get_gradient_edge(tensor).node)
    except (RuntimeError, AssertionError):  # a view from a part without gradients
        return None
