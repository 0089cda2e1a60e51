"""Watching a program changes nothing that it could see."""

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch

from desktop.engine.run import run
from desktop.engine.summary import is_opaque
from desktop.records.run import Program


def tensors(namespace: dict[str, Any]) -> dict[str, torch.Tensor]:
    """Give the tensors a program left, their gradients beside them, parameters of modules included."""
    found: dict[str, torch.Tensor] = {}
    for name, value in namespace.items():
        if isinstance(value, torch.nn.Module):
            found |= {f"{name}.{path}": each for path, each in value.state_dict(keep_vars=True).items()}
        elif isinstance(value, torch.Tensor):
            found[name] = value
    leaves = {f"{name}.grad": each.grad for name, each in found.items() if is_leaf(each) and each.grad is not None}
    return found | leaves


def is_leaf(tensor: torch.Tensor) -> bool:
    """Say whether a tensor is a leaf; PyTorch refuses to say so of a view whose base changed behind its back."""
    try:
        return tensor.is_leaf
    except RuntimeError:
        return False


def without_warnings(output: str) -> str:
    """Leave out warnings, which the plain run does not show."""
    return "".join(line for line in output.splitlines(keepends=True) if "Warning: " not in line)


def same(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Compare two tensors bit by bit, NaN equal to NaN; of those without values of their own, their shapes."""
    if one.layout is not torch.strided or one.is_nested:
        return True
    if one.is_meta or is_opaque(one):
        return one.shape == other.shape
    if type(one) is not torch.Tensor:  # a class of its own may not compare
        one, other = one.as_subclass(torch.Tensor), other.as_subclass(torch.Tensor)
    return (
        one.shape == other.shape
        and torch.equal(one.isnan(), other.isnan())
        and bool(((one == other) | one.isnan()).all())
    )


def test_output_results_and_random_streams_are_those_of_a_plain_run(
    any_program: Path, oracle: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Printed text, tensors left behind, their gradients and every random stream equal a bare interpreter's."""
    text = any_program.read_text(encoding="utf-8")
    plain = oracle.plain_run(text)
    kept: list[dict[str, Any]] = []
    states: list[Any] = []

    def keep(namespace: dict[str, Any]) -> tuple[()]:
        kept.append(namespace)
        states.append(oracle.random_states())
        return ()

    monkeypatch.setattr("desktop.engine.run.variables", keep)
    watched = run(Program(text, trusted=True))
    assert watched.error is None
    assert without_warnings(watched.output) == plain.output
    assert states[0] == plain.random_state
    ours, theirs = tensors(kept[0]), tensors(plain.namespace)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if not same(ours[name], theirs[name])] == []


def test_equal_programs_with_equal_seeds_give_equal_records(program: Path) -> None:
    """Two runs of a program are one value, times set aside; one with another seed is another."""
    text = program.read_text(encoding="utf-8")
    first, second = (run(Program(text, trusted=True)) for _ in range(2))
    assert first.graphs == second.graphs
    assert first.variables == second.variables
    assert [[(s.node, s.incoming, s.outgoing) for s in flow.steps] for flow in first.flows] == [
        [(s.node, s.incoming, s.outgoing) for s in flow.steps] for flow in second.flows
    ]
