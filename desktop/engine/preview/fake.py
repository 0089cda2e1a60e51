"""PyTorch's fake tensors, made fit for programs as people write them."""

import contextlib
import copy
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import torch
from torch import nn
from torch._subclasses.fake_tensor import FakeTensor, FakeTensorMode
from torch.distributions import Distribution
from torch.fx.experimental.symbolic_shapes import ShapeEnv
from torch.utils.data import RandomSampler

from desktop.engine.preview.unknown import item

_WARM_UP = """
import torch
from torch import nn
import torch.nn.functional as F
model = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 1))
for make in (torch.optim.SGD, torch.optim.Adam):
    optimizer = make(model.parameters(), lr=0.1)
    x, y = torch.randn(8, 4), torch.FloatTensor([[1.0]] * 8)
    for _ in range(2):
        optimizer.zero_grad()
        loss = F.mse_loss(model(x), y) + ((y - model(x).sigmoid().tanh()) ** 2).sum() / x.size(0)
        loss.backward()
        optimizer.step()
total = loss.item() + loss.data.mean().item()
w = torch.rand(4, 2, requires_grad=True)
(torch.mm(x, w) + torch.zeros(2)).softmax(1).max(1)
torch.matmul(torch.ones(3, 2, 4), x[:4].t().contiguous()[:4, :4]).view(-1).unsqueeze(0)
F.cross_entropy(torch.randn(3, 4, requires_grad=True), torch.tensor([0, 1, 2])).backward()
layers = nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.MaxPool2d(2), nn.Flatten(), nn.Dropout()
nn.Sequential(*layers)(torch.rand(2, 1, 8, 8))
nn.LSTM(3, 2)(torch.randn(5, 1, 3))
nn.Embedding(5, 3)(torch.tensor([1, 2])).exp().log().abs().sum().backward()
nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)(torch.randn(1, 3, 4)).sum().backward()
torch.cat([x, x]).mean(0, keepdim=True).transpose(0, 1).reshape(2, 2)
"""

_WARM_UP_OPEN = """
import torch
from torch import nn
x = torch.rand(6, 3, requires_grad=True)
chosen = x[x.sum(1) > 1]
y = nn.Linear(3, 2)(chosen).relu()
(y.mean() + torch.cat([y, y]).sum() / y.size(0)).backward()
"""


@contextlib.contextmanager
def fake_tensors(*, open_sizes: bool = False) -> Iterator[None]:
    """Let every tensor that is made from here on have a shape and no memory.

    With `open_sizes` a size that depends on values (`x[x > 0]`) is a symbol; else such an operation raises.
    """
    sizes = ShapeEnv() if open_sizes else None
    with FakeTensorMode(allow_non_fake_inputs=True, shape_env=sizes), _without_values(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _without_values() -> Iterator[None]:
    """Keep PyTorch from values where no shape depends on them: the order of shuffled data, a distribution's checks."""
    shuffled, checks = RandomSampler.__iter__, Distribution._validate_args
    RandomSampler.__iter__ = _in_order  # type: ignore[method-assign]
    Distribution.set_default_validate_args(value=False)
    try:
        yield
    finally:
        RandomSampler.__iter__ = shuffled  # type: ignore[method-assign]
        Distribution.set_default_validate_args(checks)


def prepare() -> None:
    """Change fake tensors where programs meet them, once in a process."""
    # PyTorch writes a traceback for every mismatch: an error to it, news to a person.
    logging.getLogger(FakeTensorMode.__module__).disabled = True
    FakeTensor.item = item  # type: ignore[method-assign,assignment] # an unknown number can be printed and added up
    # Copying as PyTorch does shares a cache entry's memory, and crashes the second time (2.13).
    FakeTensor.__deepcopy__ = _copied  # type: ignore[method-assign,assignment]
    nn.Module._apply = _converted  # type: ignore[method-assign]


def warm_up() -> None:
    """Let PyTorch load and remember what most programs need: the first use in a process costs more than a second."""
    with fake_tensors():
        exec(compile(_WARM_UP, "warm-up", "exec"), {"__name__": "__main__"})  # noqa: S102 # a text of ours
    with fake_tensors(open_sizes=True):
        exec(compile(_WARM_UP_OPEN, "warm-up", "exec"), {"__name__": "__main__"})  # noqa: S102 # a text of ours


def _converted(module: nn.Module, function: Any, recurse: bool = True) -> nn.Module:  # noqa: FBT001, FBT002 # torch's own signature
    """Move a module or give it another dtype by new parameters: torch would swap them, and a mode refers to both."""
    for child in module.children() if recurse else ():
        _converted(child, function)
    with torch.no_grad():
        for name, parameter in module._parameters.items():
            applied = function(parameter) if parameter is not None else None
            if parameter is not None and applied is not None and applied is not parameter:
                module._parameters[name] = nn.Parameter(applied, parameter.requires_grad)
        for name, buffer in module._buffers.items():
            module._buffers[name] = function(buffer) if buffer is not None else None
    return module


def _in_order(sampler: RandomSampler) -> Iterator[int]:
    size = len(sampler.data_source)
    return (number % size for number in range(sampler.num_samples))


def _copied(tensor: FakeTensor, memo: dict[int, Any]) -> torch.Tensor:
    if id(tensor) in memo:
        known: torch.Tensor = memo[id(tensor)]
        return known
    with torch.no_grad():
        fresh = torch.empty_like(tensor).requires_grad_(tensor.requires_grad)
    fresh.__dict__.update(copy.deepcopy({k: v for k, v in vars(tensor).items() if k == "_is_param"}, memo))
    memo[id(tensor)] = fresh
    return fresh
