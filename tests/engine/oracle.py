"""What plain PyTorch says of a program: its graphs by a bare walk, every gradient by `torch.autograd.grad`."""

import io
import linecache
import random
import sys
import types
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch.autograd import graph as autograd_graph


@dataclass
class PlainNode:
    """One node as autograd holds it, by its place in the walk."""

    name: str
    is_leaf: bool
    edges: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass
class PlainPass:
    """One backward: its graph, for each node output the gradient that `grad` gives, and what each node really sent."""

    nodes: list[PlainNode]
    roots: list[int]
    gradients: dict[tuple[int, int], torch.Tensor | None] = field(default_factory=dict)
    sent: dict[int, tuple[torch.Tensor | None, ...]] = field(default_factory=dict)


@dataclass
class PlainRun:
    """What a bare interpreter with the same seeds leaves."""

    output: str
    namespace: dict[str, Any]
    random_state: tuple[Any, ...]


def plain_run(text: str, seed: int = 0) -> PlainRun:
    """Execute a program with nothing of ours around it."""
    main = types.ModuleType("__main__")
    torch.manual_seed(seed)
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 # programs draw from the global generator
    before = sys.modules["__main__"]
    sys.modules["__main__"] = main
    linecache.cache["program.py"] = (len(text), None, text.splitlines(keepends=True), "program.py")
    printed = io.StringIO()
    try:
        with redirect_stdout(printed), redirect_stderr(printed), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(text, "program.py", "exec"), vars(main))  # noqa: S102 # the program is ours
    finally:
        sys.modules["__main__"] = before
    return PlainRun(printed.getvalue(), vars(main), random_states())


def random_states() -> tuple[Any, ...]:
    """Give where every random stream stands."""
    return torch.get_rng_state().tolist(), random.getstate(), np.random.get_state()[1].tolist()  # type: ignore[index]  # noqa: NPY002 # as above


def plain_walk(roots: list[Any]) -> tuple[list[Any], list[PlainNode]]:
    """Give the autograd nodes behind `roots` and what they are, each node once, in the order it is met."""
    seen: dict[Any, int] = {}
    order: list[Any] = []
    for root in roots:
        waiting = [root]
        while waiting:
            node = waiting.pop(0)
            if node in seen:
                continue
            seen[node] = len(order)
            order.append(node)
            waiting += [target for target, _ in node.next_functions if target is not None]
    plain = []
    for node in order:
        edges = [(s, seen[t], o) for s, (t, o) in enumerate(node.next_functions) if t is not None]
        plain.append(PlainNode(node.name().split("::")[-1], type(node).__name__ == "AccumulateGrad", edges))
    return order, plain


def plain_passes(text: str, *, gradients: bool) -> list[PlainPass]:
    """Execute a program and look at each of its backward passes, taken by `backward` and `grad` alike."""
    passes: list[PlainPass] = []
    plain = autograd_graph._engine_run_backward
    inside = False

    def looked_at(outputs: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal inside
        if inside:
            return plain(outputs, *args, **kwargs)
        inside = True
        try:
            taken, handles = _look(plain, outputs, args, gradients=gradients)
            passes.append(taken)
            result = plain(outputs, *args, **kwargs)
            for handle in handles:
                handle.remove()
            return result
        finally:
            inside = False

    autograd_graph._engine_run_backward = looked_at  # type: ignore[assignment]
    vars(torch.autograd)["_engine_run_backward"] = looked_at
    try:
        plain_run(text)
    finally:
        autograd_graph._engine_run_backward = plain
        vars(torch.autograd)["_engine_run_backward"] = plain
    return passes


def _look(plain: Callable[..., Any], outputs: Any, args: tuple[Any, ...], *, gradients: bool) -> Any:
    roots = [autograd_graph.get_gradient_edge(output).node for output in outputs]
    nodes, described = plain_walk(roots)
    taken = PlainPass(described, [nodes.index(root) for root in roots])
    if gradients:
        for index, node in enumerate(nodes):
            for output in range(len(node._input_metadata)):
                edge = autograd_graph.GradientEdge(node, output)
                (gradient,) = plain(outputs, args[0], True, False, (edge,), True, accumulate_grad=False)
                taken.gradients[index, output] = None if gradient is None else gradient.detach().clone()

    def keep(index: int, sent: Any, _received: Any) -> None:
        taken.sent[index] = tuple(None if each is None else each.detach().clone() for each in sent)

    if not gradients:
        return taken, []
    handles = [
        node.register_hook(lambda sent, received, index=index: keep(index, sent, received))
        for index, node in enumerate(nodes)
        if not described[index].is_leaf
    ]
    return taken, handles
