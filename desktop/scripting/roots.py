"""What a person handed over, and the roots that were meant by it; where there is none, one paragraph on why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from torch import Tensor, nn
from torch.autograd.graph import get_gradient_edge

from desktop.engine.capture import walk
from desktop.engine.watch import is_leaf
from desktop.records.files import UsageError
from desktop.scripting.refusals import no_graph, no_result, no_tensor

if TYPE_CHECKING:
    from desktop.scripting.surroundings import Surroundings


class Root(NamedTuple):
    """The autograd node that a graph is drawn up to, and what the person called it in what they gave, or ""."""

    node: Any
    name: str


def roots_of(given: Any, around: Surroundings) -> list[Root]:
    """Give the roots of a tensor, of the tensors in a container, or of what was computed with a model."""
    if isinstance(given, nn.Module):
        return [_youngest(given, around)]
    tensors = list(_tensors(given))
    if not tensors:
        raise UsageError(no_tensor(given, around.name_of(given)))
    roots = [Root(_node(tensor), name) for name, tensor in tensors if tensor.requires_grad]
    if not roots:
        raise UsageError(no_graph(tensors[0][1], tensors[0][0] or around.name_of(tensors[0][1])))
    return list({root.node: root for root in reversed(roots)}.values())[::-1]


def _node(tensor: Tensor) -> Any:
    return tensor.grad_fn or get_gradient_edge(tensor).node


def _tensors(given: Any) -> Iterator[tuple[str, Tensor]]:
    """Give the tensors in what was given, each with the keys on the way to it as its name."""
    waiting: list[tuple[str, Any]] = [("", given)]
    seen: set[int] = set()
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, Tensor):
            yield name, value
        elif id(value) not in seen:
            seen.add(id(value))
            waiting += reversed(list(_parts(name, value)))


def _parts(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield ".".join(part for part in (name, key if isinstance(key, str) else "") if part), each
    elif isinstance(value, tuple | list | AbstractSet):
        yield from ((name, each) for each in value)
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _parts(name, {field.name: getattr(value, field.name) for field in fields(value)})


def _youngest(model: nn.Module, around: Surroundings) -> Root:
    """Find what was computed with a model last: that is what somebody means who gives the model alone."""
    own = {id(parameter) for parameter in model.parameters()}
    nodes = {tensor.grad_fn for tensor in around.tensors() if tensor.grad_fn is not None}
    for node in sorted(nodes, key=lambda node: node._sequence_nr(), reverse=True):  # noqa: SLF001 # nothing else tells ages
        if any(is_leaf(each) and id(each.variable) in own for each in walk([node])[0]):
            return Root(node, "")
    raise UsageError(no_result(model, around.name_of(model)))
