"""Torch's compilers find nothing of ours in what they read."""

from textwrap import dedent

import pytest
import torch

from desktop.engine.run import run
from desktop.records.run import Program, Run


def ran(text: str) -> Run:
    """Run a program that may do everything, and expect it to finish."""
    outcome = run(Program(dedent(text), trusted=True))
    assert outcome.error is None, outcome.error.traceback
    return outcome


def test_a_compiled_function_gives_what_it_gives_elsewhere() -> None:
    """Dynamo neither warns nor stops at our code, and every node stands at the call of the compiled function."""
    outcome = ran(
        """
        import torch

        @torch.compile(backend="eager", fullgraph=True)
        def f(x, y):
            return (torch.relu(x) * y).sin().sum()

        x = torch.tensor([1.0, 2.0], requires_grad=True)
        loss = f(x, torch.ones(2))
        loss.backward()
        """
    )
    (graph,) = outcome.graphs
    assert outcome.output == ""
    names = [node.name for node in graph.nodes if node.kind == "operation"]
    assert names == ["SumBackward0", "SinBackward0", "MulBackward0", "ReluBackward0"]
    assert {node.span.line for node in graph.nodes if node.kind == "operation" and node.span is not None} == {9}
    variables = {variable.name: variable.tensor for variable in outcome.variables}
    assert variables["loss"] is not None
    assert variables["loss"].values == (torch.tensor([1.0, 2.0]).sin().sum().item(),)


def test_a_compiled_module_is_recorded() -> None:
    """A module that compiles itself runs with hooks, counts its calls and leaves its graph."""
    outcome = ran(
        """
        import torch
        from torch import nn
        model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
        model.compile(backend="eager")
        model(torch.ones(1, 2)).sum().backward()
        """
    )
    (graph,) = outcome.graphs
    assert {node.label for node in graph.nodes if node.kind == "leaf"} == {"model.0.weight", "model.0.bias"}
    assert all(node.span is not None for node in graph.nodes if node.kind == "operation")


def test_a_backward_inside_a_compiled_function_is_recorded() -> None:
    """Dynamo leaves our door alone, where a backward that it cannot compile comes through."""
    outcome = ran(
        """
        import torch

        @torch.compile(backend="eager")
        def step(w, x):
            loss = (w * x).sum()
            loss.backward()
            return loss.detach()

        w = torch.ones(3, requires_grad=True)
        step(w, torch.ones(3))
        """
    )
    assert outcome.output == ""
    assert [len(flow.steps) for flow in outcome.flows] == [3]


def test_gradients_that_a_compiler_traces_are_no_passes() -> None:
    """Of a compiled training only the backward that really runs is recorded."""
    outcome = ran(
        """
        import torch
        x = torch.ones(2, requires_grad=True)
        torch.compile(lambda t: (t * t).sum(), backend="aot_eager")(x).backward()
        """
    )
    assert len(outcome.flows) == 1


@pytest.mark.filterwarnings("ignore:.torch.jit.trace:DeprecationWarning")
def test_a_trace_checks_out() -> None:
    """TorchScript's tracer finds the same graph when it traces again, which names of ours would spoil."""
    outcome = ran(
        """
        import torch
        f = torch.jit.trace(lambda a: a * a + 1, torch.rand(2))
        module = torch.jit.trace(torch.nn.Linear(2, 2), torch.rand(1, 2))
        f(torch.ones(2, requires_grad=True)).sum().backward()
        """
    )
    assert len(outcome.flows) == 1


def test_ours_stands_again_after_a_compiled_call() -> None:
    """What follows a compiled call is watched as what went before: modules, functions and questions are ours again."""
    outcome = ran(
        """
        import torch
        from torch import nn

        class Double(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                return x * 2

            @staticmethod
            def backward(ctx, g):
                return g * 2

        layer = nn.Linear(2, 2)
        y = torch.compile(torch.sin, backend="eager")(torch.ones(2))
        Double.apply(layer(y)).sum().backward()
        """
    )
    (graph,) = outcome.graphs
    assert {node.module for node in graph.nodes if node.name == "AddmmBackward0"} | {"layer"} == {"layer"}
    assert all(node.span is not None for node in graph.nodes if node.kind == "operation")
