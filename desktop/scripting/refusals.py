"""Why there is no graph behind what a person gave, and what to do about it: one paragraph each."""

from typing import Any

import torch
from torch import Tensor, nn

_TAKES = "capture takes a tensor that was computed from something that requires a gradient, or a tuple, list or dict"


def no_tensor(given: Any, name: str) -> str:
    """Say that there is no tensor in what was given."""
    what = f"{name or 'What was given'} is a {type(given).__name__}"
    if isinstance(given, bool | int | float | complex):
        return f"{what}, and a number does not know how it was computed. Give the tensor, before .item()."
    if type(given).__module__.partition(".")[0] == "numpy":
        return f"{what}, and an array does not know how it was computed. Give the tensor it was taken from."
    if callable(given):
        return f"{what}: it builds a graph when it is called. Call it, and give what it returns."
    return f"{what} with no tensor in it. {_TAKES} of them."


def no_graph(tensor: Tensor, name: str) -> str:
    """Say why there is no graph behind a tensor that needs no gradient."""
    return f"{name or 'This tensor'} has no graph: {_reason(tensor)}"


def _reason(tensor: Tensor) -> str:
    if tensor.is_inference():
        return "it was made under torch.inference_mode(), which records nothing. Compute it outside of that."
    if not (tensor.dtype.is_floating_point or tensor.dtype.is_complex):
        kind = str(tensor.dtype).removeprefix("torch.")
        return f"its dtype is {kind}, and only floating point has gradients. Give the tensor it was computed from."
    if not torch.is_grad_enabled():
        return "gradients are switched off here, by torch.no_grad() say. Compute it outside of that."
    return (
        "it does not require a gradient. Either nothing it was computed from does (set requires_grad=True on what you"
        " differentiate by), or it was made under torch.no_grad(), or it was cut off by .detach() or .data. Compute it"
        " again without that, and give the result."
    )


def no_result(model: nn.Module, name: str) -> str:
    """Say that a model alone has no graph, and nothing that was computed with it is in sight."""
    call = name or "model"
    return (
        f"{name or 'The model'} ({type(model).__name__}) has no graph of its own: autograd builds one each time it"
        f" computes something, and none of your variables holds such a result. Call it and give what it returns:"
        f" capture({call}(x))."
    )


def unreadable(error: RuntimeError) -> str:
    """Say that torch would not let a graph be read."""
    (reason, *_) = str(error).splitlines() or [type(error).__name__]
    return (
        f"This graph cannot be written down: torch does not let one of its tensors be read ({reason.rstrip('.')})."
        " Capture it outside of torch.func transforms and of modes in which tensors hold no numbers."
    )
