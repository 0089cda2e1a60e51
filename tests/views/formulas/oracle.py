"""What autograd says of one operation: its node, what the node saved, and the gradients it sends."""

from typing import Any

import numpy as np
import torch
from torch.autograd.graph import GradientEdge

from desktop.views.formulas.rule import Rule
from desktop.views.formulas.scene import Scene

Scalar = bool | int | float | str | None


def scene_of(results: list[torch.Tensor], gradients: list[torch.Tensor], rule: Rule) -> Scene:
    """Give a formula what a record would give it: saved tensors, settings, the shapes of inputs, what comes in."""
    values: dict[str, Any] = {f"G{index or ''}": gradient.numpy() for index, gradient in enumerate(gradients)}
    values["result"] = results[0].detach().numpy()
    settings: dict[str, Any] = {}
    node: Any = results[0].grad_fn
    for attribute in dir(node):
        if attribute.startswith("_saved_"):
            _sort_in(attribute.removeprefix("_saved_"), getattr(node, attribute), values, settings)
    return Scene({role: role for role in values if role[0] == "G"}, _input_shapes(node, rule), settings, values)


def _sort_in(name: str, found: Any, values: dict[str, Any], settings: dict[str, Any]) -> None:
    if isinstance(found, torch.Tensor):
        values[name] = found.detach().numpy()
    elif isinstance(found, tuple | list) and any(isinstance(each, torch.Tensor) for each in found):
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


def _shape(target: Any, output: int) -> tuple[int, ...]:
    if hasattr(target, "variable"):
        return tuple(target.variable.shape)
    return tuple(target._input_metadata[output].shape)


def sent(results: list[torch.Tensor], gradients: list[torch.Tensor]) -> list[np.ndarray[Any, Any] | None]:
    """Give what `torch.autograd.grad` says that the node of the results sends to each of its inputs."""
    node: Any = results[0].grad_fn
    edges = [GradientEdge(target, output) for target, output in node.next_functions if target is not None]
    found = iter(torch.autograd.grad(results, edges, gradients, retain_graph=True, allow_unused=True))
    each = [next(found) if target is not None else None for target, _ in node.next_functions]
    return [None if gradient is None else gradient.numpy(force=True) for gradient in each]
