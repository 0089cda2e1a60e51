"""Nodes, edges, slots and gradients of the record are autograd's own, for programs of every kind."""

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch

from desktop.engine.run import run
from desktop.engine.summary import describe
from desktop.records.flow import Flow
from desktop.records.graph import Edge, Graph
from desktop.records.run import Program, Run
from desktop.records.tensor import Tensor

CHANGES_WHAT_ARRIVES = {"node_hooks"}
"""A person's own prehook on a node changes what reaches it; `grad` captures before that."""

NOT_FOR_GRAD = {"checkpoint_reentrant", "is_grads_batched"}
"""PyTorch refuses `grad` and `inputs=` here, or a batch of gradients cannot be copied."""


def recorded(program: Path) -> Run:
    """Run a program and expect it to finish."""
    outcome = run(Program(program.read_text(encoding="utf-8"), trusted=True))
    assert outcome.error is None, outcome.error.traceback
    return outcome


def autograd_edges(graph: Graph) -> dict[str, dict[int, Edge]]:
    """Give the graph's own edges by source and slot; those to inputs are ours."""
    found: dict[str, dict[int, Edge]] = {}
    for edge in graph.edges:
        if edge.slot is not None:
            found.setdefault(edge.source, {})[edge.slot] = edge
    return found


def match(plain: Any, graph: Graph, root: str) -> list[str]:
    """Walk the plain graph and the record side by side; give the record's id for each plain node."""
    edges, nodes = autograd_edges(graph), {node.id: node for node in graph.nodes}
    ids: dict[int, str] = {plain.roots[0]: root}
    waiting = [plain.roots[0]]
    for index in waiting:
        own, node = plain.nodes[index], nodes[ids[index]]
        assert node.name == own.name
        assert node.kind == ("leaf" if own.is_leaf else "operation")
        mine = edges.get(node.id, {})
        assert sorted((s, o) for s, _, o in own.edges) == sorted((s, e.output) for s, e in mine.items())
        for slot, target, _ in own.edges:
            if target not in ids:
                ids[target] = mine[slot].target
                waiting.append(target)
            assert ids[target] == mine[slot].target
    assert len(set(ids.values())) == len(ids)
    return [ids[index] for index in range(len(plain.nodes))]


def flow_root(flow: Flow) -> str:
    """Give the root a flow began at: where there is one root, it runs first."""
    return flow.steps[0].node


def assert_same(record: Tensor | None, live: torch.Tensor | None) -> None:
    """Compare a record with a live tensor: facts and values bit for bit, sums but for their last digits."""
    if live is None:
        assert record is None
        return
    assert record is not None
    expected = describe(live)
    assert (record.shape, record.dtype, record.device) == (expected.shape, expected.dtype, expected.device)
    assert record.values == expected.values
    assert (record.nans, record.infinities, record.zeros) == (expected.nans, expected.infinities, expected.zeros)
    if record.norm is not None and expected.norm is not None:
        assert float(record.norm) == pytest.approx(float(expected.norm), rel=1e-12, nan_ok=True)


def test_nodes_edges_and_slots_are_autograds(program: Path, oracle: ModuleType) -> None:
    """Side by side with a plain walk, the record has the same nodes, edges, slots and outputs, for each pass."""
    outcome = recorded(program)
    passes = oracle.plain_passes(program.read_text(encoding="utf-8"), gradients=False)
    assert len(outcome.flows) == len(passes)
    for flow, plain in zip(outcome.flows, passes, strict=True):
        if len(plain.roots) == 1:
            match(plain, outcome.graphs[flow.graph], flow_root(flow))


def test_remaining_variables_lie_in_graphs(program: Path) -> None:
    """Every variable with a grad_fn names a node of a graph, and ids are unique in the run."""
    outcome = recorded(program)
    ids = [node.id for graph in outcome.graphs for node in graph.nodes]
    assert len(ids) == len(set(ids))
    for variable in outcome.variables:
        if variable.tensor is not None and variable.tensor.requires_grad and not variable.tensor.is_leaf:
            assert variable.node in ids
    for graph in outcome.graphs:
        own = {node.id for node in graph.nodes}
        assert set(graph.roots) <= own
        assert all(edge.source in own and edge.target in own for edge in graph.edges)


def test_gradients_equal_autograd_grad(any_program: Path, oracle: ModuleType) -> None:
    """What reaches each node is what `torch.autograd.grad` gives for it, bit for bit, fan-in sums included."""
    if any_program.stem in NOT_FOR_GRAD | CHANGES_WHAT_ARRIVES:
        pytest.skip("`grad` does not speak of what reaches a node here")
    outcome = recorded(any_program)
    for flow, plain in zip(
        outcome.flows, oracle.plain_passes(any_program.read_text(encoding="utf-8"), gradients=True), strict=True
    ):
        if len(plain.roots) > 1:
            continue
        ids = match(plain, outcome.graphs[flow.graph], flow_root(flow))
        steps = {step.node: step for step in flow.steps}
        for (index, output), gradient in plain.gradients.items():
            step = steps.get(ids[index])
            if step is not None:
                assert_same(step.incoming[output], gradient)
        for index, sent in plain.sent.items():
            for slot, (record, live) in enumerate(zip(steps[ids[index]].outgoing, sent, strict=True)):
                target = next((t for s, t, _ in plain.nodes[index].edges if s == slot), None)
                if target is None:
                    assert record is None
                elif live is not None and live.layout is torch.strided and not live.is_nested:
                    assert record is not None
                    assert_same(record, live.sum_to_size(record.shape).to(getattr(torch, record.dtype)))
