"""What the arguments of one pass say, as torch's Python hands them to the engine."""

from collections.abc import Sequence
from typing import Any

import torch
from torch._C import DisableTorchFunctionSubclass
from torch.autograd import graph as autograd_graph


def node_of(output: Any) -> Any:
    """Give the node a backward starts from: of a tensor, a leaf included, or of a GradientEdge."""
    if not isinstance(output, torch.Tensor):
        return output.node
    return output.grad_fn or autograd_graph.get_gradient_edge(output).node


def retains_graph(args: tuple[Any, ...]) -> bool:
    """Say whether a pass keeps what its nodes saved, by the engine's arguments after the outputs."""
    return bool(args[1:2] and args[1])


def are_differentiable(outputs: Sequence[Any]) -> bool:
    """Say whether a backward can start here; where it cannot, PyTorch itself shall say so."""
    with DisableTorchFunctionSubclass():
        return all(not isinstance(each, torch.Tensor) or _has_node(each) for each in outputs)


def _has_node(output: torch.Tensor) -> bool:
    """Say whether a tensor leads into a graph; a view from a part without gradients does not, whatever it says."""
    if not output.requires_grad or output.grad_fn is not None or not output._is_view():
        return output.requires_grad
    try:
        autograd_graph.get_gradient_edge(output)
    except AssertionError:
        return False
    return True


def owned_gradients(args: tuple[Any, ...], result: Any) -> list[torch.Tensor]:
    """Give the gradients that belong to the program too: those that it gave to the pass, and those it gets."""
    return [each for each in (*args[0], *(result or ())) if isinstance(each, torch.Tensor)]
