"""Torch calls of a run in double precision: what is drawn at random are the numbers that the run itself drew.

A generator gives other numbers in double precision than in single; so a check of a network with random weights would
speak of another network. What follows the default dtype is therefore drawn in single precision and widened.
"""

from typing import Any

import torch

_DRAWN = frozenset({torch.rand, torch.randn, torch.rand_like, torch.randn_like})
_FILLED = frozenset(
    {
        torch.Tensor.uniform_,
        torch.Tensor.normal_,
        torch.Tensor.exponential_,
        torch.Tensor.cauchy_,
        torch.Tensor.log_normal_,
    }
)


def call_plainly(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call a torch function as the program does."""
    return func(*args, **kwargs)


def call_as_in_single(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call a torch function; where it draws numbers in double precision, draw those of single precision."""
    if func in _DRAWN and kwargs.get("dtype") is None and kwargs.get("out") is None and _is_double(args):
        return _drawn(func, args, kwargs)
    if func in _FILLED and _is_double(args):
        single = torch.empty(args[0].shape, dtype=torch.float32, device=args[0].device)
        return args[0].copy_(func(single, *args[1:], **kwargs))
    return func(*args, **kwargs)


def _is_double(args: tuple[Any, ...]) -> bool:
    """Say whether a call is about tensors in double precision, or about none yet."""
    return not args or not isinstance(args[0], torch.Tensor) or args[0].dtype is torch.float64


def _drawn(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    single = func(*args, **{**kwargs, "dtype": torch.float32, "requires_grad": False})
    return single.double().requires_grad_(bool(kwargs.get("requires_grad")))
