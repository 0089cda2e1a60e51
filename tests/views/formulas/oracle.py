"""What autograd says of one operation: its node, what the node saved, and the gradients that it sends."""

import importlib.util
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 # as everybody calls it
from torch.autograd.graph import GradientEdge

from desktop.views.formulas.rule import Rule
from desktop.views.formulas.scene import Scene

_SPECIFICATION = importlib.util.spec_from_file_location("chainrule_tensors", Path(__file__).with_name("tensors.py"))
assert _SPECIFICATION is not None
assert _SPECIFICATION.loader is not None
_WORDS = importlib.util.module_from_spec(_SPECIFICATION)
_SPECIFICATION.loader.exec_module(_WORDS)


@dataclass
class Operation:
    """The differentiable results of one node, and a random gradient for each."""

    results: list[torch.Tensor]
    gradients: list[torch.Tensor]

    @property
    def node(self) -> Any:
        """The node that all results come from."""
        return self.results[0].grad_fn

    @property
    def name(self) -> str:
        """Autograd's name for it."""
        return str(self.node.name()).rpartition("::")[2]

    def sent(self) -> list[np.ndarray[Any, Any] | None]:
        """Give what `torch.autograd.grad` says that the node sends to each of its inputs (None: to none)."""
        targets = [(target, output) for target, output in self.node.next_functions if target is not None]
        edges = [GradientEdge(*target) for target in targets]
        found = torch.autograd.grad(self.results, edges, self.gradients, retain_graph=True, allow_unused=True)
        each = iter(zip(targets, found, strict=True))
        return [None if target is None else _array(*next(each)) for target, _ in self.node.next_functions]

    def scene(self, rule: Rule) -> Scene:
        """Give a formula what a record would give it: saved tensors, settings, shapes of inputs, what comes in."""
        outputs = [result.output_nr for result in self.results]
        values: dict[str, Any] = {
            f"G{output or ''}": gradient.numpy() for output, gradient in zip(outputs, self.gradients, strict=True)
        }
        incoming = {f"G{output or ''}": f"∂L/∂y{output}" for output in range(len(self.node._input_metadata))}
        values["result"] = self.results[0].numpy(force=True)
        settings: dict[str, Any] = {}
        for attribute in dir(self.node):
            if attribute.startswith("_saved_"):
                _sort_in(attribute.removeprefix("_saved_"), getattr(self.node, attribute), values, settings)
        names = {role: rule.symbol(role) for role in (*values, *rule.gradients)} | incoming
        return Scene(names, _input_shapes(self.node, rule), settings, values)


def operation(expression: str) -> Operation:
    """Evaluate a line of `operations.txt`, always with the same random numbers."""
    torch.manual_seed(zlib.crc32(expression.encode()))
    found = eval(expression, {**vars(_WORDS), "torch": torch, "F": F})  # noqa: S307 # the lines are ours
    each = (found,) if isinstance(found, torch.Tensor) else found
    results = [result for result in each if result.requires_grad]
    return Operation(results, [torch.randn_like(result) for result in results])


def _array(target: tuple[Any, int], gradient: torch.Tensor | None) -> np.ndarray[Any, Any]:
    """Give a gradient's numbers; autograd says None for one that is zero everywhere."""
    if gradient is None:
        return np.zeros(_shape(*target))
    return gradient.numpy(force=True)


def _shape(target: Any, output: int) -> tuple[int, ...]:
    return tuple(target._input_metadata[output].shape)


def _sort_in(name: str, found: Any, values: dict[str, Any], settings: dict[str, Any]) -> None:
    if isinstance(found, torch.Tensor):
        values[name] = found.numpy(force=True)
    elif isinstance(found, tuple) and any(isinstance(each, torch.Tensor) for each in found):
        values.update({f"{name}[{i}]": each.numpy() for i, each in enumerate(found) if each is not None})
    else:
        settings[name] = found


def _input_shapes(node: Any, rule: Rule) -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {}
    for slot, (target, output) in enumerate(node.next_functions):
        role = rule.role(slot)
        if target is not None and role is not None:
            shapes[role] = _shape(target, output)
    return shapes
