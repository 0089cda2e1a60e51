"""Whether a Run shows what a lesson's question asks for."""

import math
from collections.abc import Iterator, Sequence
from functools import singledispatch

from desktop.records.flow import Flow
from desktop.records.lesson import (
    BackwardRan,
    Check,
    Condition,
    FindingIs,
    GradientIs,
    ModuleHas,
    NodeIs,
    OutputHas,
    RunEnds,
    VariableIs,
)
from desktop.records.record import Number
from desktop.records.run import Run, Variable
from desktop.records.tensor import Tensor


def verdict(checks: Sequence[Check], run: Run) -> tuple[bool, ...]:
    """Say of each check whether the run shows it. Values are compared as far as the record holds them."""
    return tuple(holds(check.condition, run) for check in checks)


@singledispatch
def holds(condition: Condition, run: Run) -> bool:  # noqa: ARG001 # each kind below looks at the run
    """Say whether a run shows a condition."""
    raise TypeError(f"{type(condition).__name__} is no condition.")


@holds.register
def _(condition: VariableIs, run: Run) -> bool:
    variable = next((each for each in run.variables if each.name == condition.name), None)
    if variable is None:
        return False
    return _value_is(condition, variable) if condition.aspect == "value" else _fact_is(condition, variable.tensor)


@holds.register
def _(condition: GradientIs, run: Run) -> bool:
    if not run.flows:
        return False
    given = [gradient for gradient in _reaching(condition.leaf, run, run.flows[-1]) if gradient is not None]
    return len(given) == 1 and _tensor_is(given[0], condition.numbers, condition.shape, condition.tolerance)


@holds.register
def _(condition: OutputHas, run: Run) -> bool:
    return (condition.text in run.output) == condition.present


@holds.register
def _(condition: FindingIs, run: Run) -> bool:
    return any(finding.rule == condition.rule for finding in run.findings) == condition.present


@holds.register
def _(condition: NodeIs, run: Run) -> bool:
    names = [name for graph in run.graphs for node in graph.nodes for name in {node.name, node.label}]
    count = names.count(condition.name)
    return count > 0 if condition.count is None else count == condition.count


@holds.register
def _(condition: ModuleHas, run: Run) -> bool:
    modules = (each.module for each in run.variables if each.name == condition.name)
    return any(module is not None and len(module.parameters) == condition.parameters for module in modules)


@holds.register
def _(condition: BackwardRan, run: Run) -> bool:
    return len(run.flows) == condition.times


@holds.register
def _(condition: RunEnds, run: Run) -> bool:
    if condition.error:
        return run.error is not None and run.error.type == condition.error
    return run.status == "finished"


def _reaching(leaf: str, run: Run, flow: Flow) -> Iterator[Tensor | None]:
    nodes = {node.id for node in run.graphs[flow.graph].nodes if node.kind == "leaf" and node.label == leaf}
    for step in flow.steps:
        if step.node in nodes:
            yield from step.incoming


def _fact_is(condition: VariableIs, tensor: Tensor | None) -> bool:
    if tensor is None:
        return False
    if condition.aspect == "shape":
        return tuple(map(float, condition.numbers)) == tensor.shape
    fact = getattr(tensor, condition.aspect)
    return (str(fact).lower() if isinstance(fact, bool) else fact) == condition.word


def _value_is(condition: VariableIs, variable: Variable) -> bool:
    if variable.tensor is not None:
        return _tensor_is(variable.tensor, condition.numbers, condition.shape, condition.tolerance)
    if variable.kind != "number" or condition.shape:
        return False
    try:
        return _near(float(variable.text), condition.numbers[0], condition.tolerance)
    except ValueError:
        return False  # a complex number, or one too long to be written


def _tensor_is(tensor: Tensor, numbers: tuple[Number, ...], shape: tuple[int, ...], tolerance: float) -> bool:
    """Compare a tensor; a plain number is also that of a tensor with one element, however it is bracketed."""
    if tensor.values is None or (tensor.shape != shape and (shape or math.prod(tensor.shape) != 1)):
        return False
    pairs = zip(tensor.values, numbers, strict=False)
    return all(not isinstance(found, tuple) and _near(float(found), wanted, tolerance) for found, wanted in pairs)


def _near(found: float, wanted: Number, tolerance: float) -> bool:
    expected = float(wanted)
    if math.isnan(expected) or math.isinf(expected):
        return str(found) == str(expected)
    return abs(found - expected) <= tolerance
