"""The names a person gave to tensors beside the loss: a dict, pairs as `named_parameters` gives them, or the model."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from torch import Tensor, nn

from desktop.records.files import UsageError

Named = list[tuple[str, Tensor]]


def given_names(params: Any) -> Named:
    """Give name and tensor of all that `params` names; raise UsageError where it is nothing that names tensors."""
    if params is None:
        return []
    try:
        pairs = [(str(name), tensor) for name, tensor in _pairs(params)]
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"params is a {type(params).__name__} and gives no names to tensors. Give a dict of them, such as"
            " dict(model.named_parameters()), or the model. What a model computes is captured by capture(model(x))."
        ) from error
    return [(name, tensor) for name, tensor in pairs if isinstance(tensor, Tensor)]


def _pairs(params: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(params, nn.Module):
        return _of_model(params)
    if isinstance(params, Tensor):  # its rows might pass for pairs
        raise TypeError
    return params.items() if isinstance(params, Mapping) else params


def _of_model(model: nn.Module) -> Iterator[tuple[str, Tensor]]:
    yield from model.named_parameters()
    yield from model.named_buffers()
