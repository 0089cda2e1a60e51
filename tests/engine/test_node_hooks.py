"""Tests of hooks on the nodes of a pass: they hear, they go, and nobody else can tell."""

import threading
from typing import Any

import pytest
import torch

from desktop.engine.node_hooks import NodeHooks
from desktop.engine.run import run
from desktop.records.run import Program


def trunk() -> tuple[torch.Tensor, Any]:
    """Give a sum, and the node that made it: it saves nothing, so passes may go through it again and again."""
    y = torch.ones(2, requires_grad=True) + 1
    return y, y.grad_fn


def test_hooks_hear_until_they_are_removed() -> None:
    """Hooks before and behind a node are called once for each pass, and not after they were removed."""
    y, node = trunk()
    heard: list[str] = []
    with NodeHooks() as hooks:
        node.register_prehook(lambda _arrived: heard.append("before"))
        node.register_hook(lambda _sent, _arrived: heard.append("behind"))
    torch.autograd.backward(y.sum())
    hooks.remove()
    torch.autograd.backward(y.sum())
    assert heard == ["before", "behind"]


def test_a_program_s_own_hook_stays() -> None:
    """A hook that a program sets on the same node, before ours or after, outlives ours and is removed by its handle."""
    y, node = trunk()
    heard: list[str] = []
    early = node.register_prehook(lambda _arrived: heard.append("early"))
    with NodeHooks() as hooks:
        node.register_prehook(lambda _arrived: heard.append("ours"))
    late = node.register_prehook(lambda _arrived: heard.append("late"))
    torch.autograd.backward(y.sum())
    hooks.remove()
    torch.autograd.backward(y.sum())
    early.remove()
    late.remove()
    torch.autograd.backward(y.sum())
    assert heard == ["early", "ours", "late", "early", "late"]


def test_hooks_of_another_thread_are_its_own() -> None:
    """What another thread hooks meanwhile goes torch's way: it gets its handle."""
    _, node = trunk()
    handles: list[Any] = []
    with NodeHooks() as hooks:
        other = threading.Thread(target=lambda: handles.append(node.register_prehook(lambda _arrived: None)))
        other.start()
        other.join()
    assert not hooks.lists
    assert handles[0].id is not None


@pytest.mark.parametrize("passes", [1, 40])
def test_a_program_s_handles_bear_the_numbers_of_a_plain_run(passes: int) -> None:
    """To record passes draws no number from those that torch gives the program's hooks."""
    text = f"""
import torch
x = torch.ones(2, requires_grad=True)
first = x.register_hook(lambda gradient: None).id
for _ in range({passes}):
    (x * 2).sum().backward()
print(x.register_hook(lambda gradient: None).id - first)
"""
    assert run(Program(text)).output == "1\n"


def test_a_node_that_passes_go_through_again_is_heard_once_a_pass() -> None:
    """In a long loop over one trunk that saves nothing, the last pass tells each node once, with its own gradient."""
    text = """
import torch
x = torch.ones(2, requires_grad=True)
trunk = x + 1
for turn in range(20):
    (trunk * turn).sum().backward()
"""
    ended = run(Program(text))
    last = ended.flows[-1]
    ran = [step.node for step in last.steps]
    names = {node.id: node.name for graph in ended.graphs for node in graph.nodes}
    assert last.number == 20
    assert len(set(ran)) == len(ran)
    assert [names[node] for node in ran] == ["SumBackward0", "MulBackward0", "AddBackward0", "AccumulateGrad"]
    arrived = last.steps[2].incoming[0]
    assert arrived is not None
    assert arrived.values == (19.0, 19.0)
