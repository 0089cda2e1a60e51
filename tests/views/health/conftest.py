"""Programs that are run with real torch, each once."""

from functools import cache

import pytest

from desktop.engine.run import run
from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.run import Program

DEEP = """\
import torch
from torch import nn
layers = []
for _ in range({depth}):
    linear = nn.Linear(32, 32)
    {initialise}
    layers += [linear, nn.{activation}()]
model = nn.Sequential(*layers, nn.Linear(32, 1))
del linear, layers
loss = ((model(torch.randn(64, 32)) - torch.randn(64, 1)) ** 2).mean()
loss.backward()
"""

PROGRAMS = {
    "sigmoid": DEEP.format(depth=10, initialise="pass", activation="Sigmoid"),
    "relu": DEEP.format(depth=10, initialise="nn.init.kaiming_normal_(linear.weight)", activation="ReLU"),
    "plain relu": DEEP.format(depth=10, initialise="pass", activation="ReLU"),
    "wide": DEEP.format(depth=30, initialise="nn.init.normal_(linear.weight)", activation="ReLU"),
    "sqrt": """\
import torch
x = torch.zeros(3, requires_grad=True)
w = torch.ones(3, requires_grad=True)
length = (x * 2).sqrt()
loss = (length * 0 + w).sum()
loss.backward()
""",
    "norm": """\
import torch
x = torch.zeros(3, requires_grad=True)
loss = (x * x).sum().sqrt()
loss.backward()
""",
    "dead": """\
import torch
x = torch.ones(3, requires_grad=True)
w = torch.ones(3, requires_grad=True)
loss = (torch.relu(-x) + w).sum()
loss.backward()
""",
    "none": """\
import torch

class Half(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        return a + b

    @staticmethod
    def backward(ctx, gradient):
        return gradient, None

a = torch.ones(2, requires_grad=True)
b = torch.ones(2, requires_grad=True)
loss = Half.apply(a, b * 2).sum()
loss.backward()
""",
    "grad": """\
import torch
a = torch.ones(2, requires_grad=True)
b = torch.ones(2, requires_grad=True)
loss = (a * b + 3 * a).sum()
torch.autograd.grad(loss, [a])
""",
    "scaled": """\
import torch
w = torch.ones(3, requires_grad=True)
loss = (w * 1e6).sum()
loss.backward()
""",
    "learned": """\
import torch
w = torch.ones(3, requires_grad=True)
b = torch.ones(1, requires_grad=True)
loss = ((w.sum() + b - 4.0) * 1e-9 + 1e-14 * (w.sum() + b)).sum()
loss.backward()
""",
}


@cache
def passed(name: str) -> tuple[Graph, Flow]:
    """Run a program and give its graph and its last pass."""
    done = run(Program(PROGRAMS[name]))
    assert done.error is None
    flow = done.flows[-1]
    return done.graphs[flow.graph], flow


@pytest.fixture
def backward(request: pytest.FixtureRequest) -> tuple[Graph, Flow]:
    """Give the pass of the program that the test names."""
    return passed(request.param)
