"""Gradients that came, and are of no use: too small, too large, not numbers, all zero, cut off."""

import ast
import math
import re
from collections import defaultdict
from collections.abc import Iterator

import torch
from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, replaced
from desktop.engine.findings.ghost import recorded_node
from desktop.engine.findings.log import Event
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import dotted, last_name
from desktop.engine.names import bound_tensors
from desktop.engine.watch import maker_of
from desktop.records.finding import Fix
from desktop.records.flow import Flow
from desktop.records.graph import Node
from desktop.records.tensor import Tensor
from desktop.records.text import Span

VANISHING_SHARE, VANISHING_RATIO = 1e-4, 1e-5
EXPLODING_NORM, EXPLODING_RATIO = 1e3, 10.0
"""Where a gradient is too small or too large to learn by: the window's health view says why these."""

_NUMBER = re.compile(r"^'(float|int)' object has no attribute 'backward'$")
_NO_PATH = re.compile(rf"does not require grad and does not have a grad_fn|{_NUMBER.pattern}")
_SMALLEST_LAYER, _FEWEST_UNITS = 16, 8
"""Values, and units, that a ReLU has at least before it is called dead: a few may be off by chance."""


def vanishing(case: Case) -> Iterator[Remark]:
    """Find parameters whose gradient is tiny beside the others' and themselves, in the first pass that has some."""
    for flow in case.flows:
        norms = _weights_first(_norms(case, flow))
        largest = max((norm for _, norm, _ in norms), default=0.0)
        small = [
            (node, norm)
            for node, norm, weights in norms
            if 0 < norm < VANISHING_SHARE * largest and (not weights or norm / weights < VANISHING_RATIO)
        ]
        if small:
            node, least = min(small, key=lambda each: each[1])
            yield Remark(
                node.span or _first_span(case, node),
                f"Gradients vanish: {len(small)} of {len(norms)} parameters, down to {least:.2g}.",
                "These parameters hardly learn, since each layer passes on only a small part of the gradient. ReLU "
                "instead of sigmoid or tanh, Kaiming or Xavier initialisation, normalisation and residual connections "
                "help.",
                nodes=tuple(each.id for each, _ in small),
            )
            return


def exploding(case: Case) -> Iterator[Remark]:
    """Find parameters whose gradient is huge, in the first pass that has some."""
    if any(last_name(each) == "GradScaler" for each in case.syntax.every(ast.expr)):
        return  # there gradients are large on purpose, and are made small again before the step
    safe = _moved_little(case)
    for flow in case.flows:
        large = [
            (node, norm)
            for node, norm, weights in _norms(case, flow)
            if norm > EXPLODING_NORM and (not weights or norm / weights > EXPLODING_RATIO)
            if norm > EXPLODING_RATIO * safe.get(node.id, 0.0) * weights
        ]
        if large:
            node, most = max(large, key=lambda each: each[1])
            yield Remark(
                node.span or _first_span(case, node),
                f"Gradients explode: {len(large)} parameters, up to {most:.2g}.",
                "A step of the usual size throws the weights away. Clip the gradient's norm, lower the learning rate, "
                "initialise smaller, or normalise the layers.",
                nodes=tuple(each.id for each, _ in large),
            )
            return


def _moved_little(case: Case) -> dict[str, float]:
    """Give for leaves of living optimizers how many times its own norm a gradient may be without harm.

    Plain descent moves the weights by the learning rate times the gradient; Adam and its kin by the learning rate.
    """
    found: dict[str, float] = {}
    for known in case.log.optimizers:
        optimizer = known.of()
        for group in optimizer.param_groups if optimizer is not None else ():
            for leaf in group["params"]:
                node = recorded_node(leaf)
                if node is not None:
                    is_plain = isinstance(optimizer, torch.optim.SGD)
                    found[node] = 0.1 / max(float(group["lr"]), 1e-30) / EXPLODING_RATIO if is_plain else math.inf
    return found


def not_a_number(case: Case) -> Iterator[Remark]:
    """Find where NaN or infinity first came into a gradient."""
    for flow in case.flows:
        broken = next((step for step in flow.steps if any(map(_is_broken, _there(step.outgoing)))), None)
        if broken is None:
            broken = next((step for step in flow.steps if any(map(_is_broken, _there(step.incoming)))), None)
        if broken is not None:
            node = case.nodes[broken.node]
            yield Remark(
                node.span or _first_span(case, node),
                f"The gradient that {node.name} passes on is not finite: NaN or infinity first appears here.",
                "Everything before it gets NaN too, and a step makes the parameters NaN. Look for a division by 0, "
                "sqrt or norm at 0, log or pow of 0 or below, or numbers too large for the dtype; add something small "
                "or clamp the argument.",
                nodes=(broken.node,),
            )
            return


def dead_relu(case: Case) -> Iterator[Remark]:
    """Find ReLUs that let nothing through for any input, in any pass that was recorded."""
    alive, dead = set(), defaultdict(list)
    for flow in case.flows:
        for step in flow.steps:
            node = case.nodes[step.node]
            if node.name != "ReluBackward0":
                continue
            came, went = _there(step.incoming), _there(step.outgoing)
            if came and went and _is_layer(went[0]) and _zero(went[0]) and not _zero(came[0]):
                dead[node.span, node.module].append(node.id)
            else:
                alive.add((node.span, node.module))
    for place, nodes in dead.items():
        if place not in alive:
            yield Remark(
                place[0],
                "This ReLU is off for every input: no gradient passes it.",
                "What lies before it gets a gradient of 0 and cannot learn its way out. Smaller steps, another "
                "initialisation (biases at 0 or above), scaled inputs or a leaky ReLU help.",
                nodes=tuple(nodes[:64]),
            )


def detached(case: Case) -> Iterator[Remark]:
    """Find backwards from a tensor that was made of a plain number, which cut the way to the parameters."""
    spans = [event.span for event in case.log.of("pass") if event.facts["from_leaf"] or _reaches_nobody(case, event)]
    spans += [case.place] if _NO_PATH.search(case.message) else []
    for span in dict.fromkeys(spans):
        call = case.syntax.expression(span)
        method = call.func if isinstance(call, ast.Call) else call
        root = method.value if isinstance(method, ast.Attribute) else None
        cut = _cut(case, root, 3) if root is not None else None
        if cut is None and span == case.place and _NUMBER.search(case.message):
            yield _from_a_number(case)
        if cut is not None:
            yield Remark(
                case.syntax.span(cut),
                f"{case.syntax.code(cut)} {_what(cut)}: the way back to the parameters ends here.",
                "A number carries no graph, and a tensor made of it is a new leaf: nothing that came before gets a "
                "gradient. Compute the loss from the tensors themselves, and take item() only to print.",
                _reconnected(case, cut),
                severity="error" if span == case.place and case.place is not None else None,
            )


def _from_a_number(case: Case) -> Remark:
    return Remark(
        case.place,
        case.message,
        "A plain number has no graph and so no backward(): what is to go back must be a tensor that was computed from "
        "those to be learnt. Was the loss never computed, or made a number by float(), item() or a function of math?",
        severity="error",
    )


def _reaches_nobody(case: Case, event: Event) -> bool:
    """Say whether a pass reached no leaf that has a name, and no parameter: only what was made on the way."""
    named = {id(each) for namespace in case.namespaces for _, each in bound_tensors(namespace)}
    learnt = {id(each) for _, module in case.roots for each in nn.Module.parameters(module)}
    return bool(learnt) and not event.facts["leaves"] & (named | learnt)


def _what(cut: ast.Call) -> str:
    return "copies values" if last_name(cut.func) == "tensor" else "gives a plain number"


def _cut(case: Case, node: ast.expr, depth: int) -> ast.Call | None:
    """Find the `item()` or `tolist()` that a value was made of, through names."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in ("item", "tolist"):
            return each
        if isinstance(each, ast.Call) and dotted(each.func) == "float" and each.args:
            return each
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and dotted(each.func) == "torch.tensor" and _copies_computed(case, each):
            return each
    names = [each for each in ast.walk(node) if isinstance(each, ast.Name)]
    for name in names if depth else []:
        for bound in reversed(case.syntax.bindings(name.id)):
            found = _cut(case, bound.value, depth - 1)
            if found is not None:
                return found
    return None


def _copies_computed(case: Case, call: ast.Call) -> bool:
    """Say whether a list of computed tensors is made one of their values: `torch.tensor([a, b])`."""
    names = [each for argument in call.args for each in ast.walk(argument) if dotted(each)]
    values = [case.value(each) for each in names]
    return any(isinstance(each, torch.Tensor) and maker_of(each) is not None for each in values)


def _reconnected(case: Case, cut: ast.Call) -> Fix | None:
    """Take the tensor itself; of `torch.tensor(loss.item(), requires_grad=True)` nothing else remains."""
    if last_name(cut.func) == "tensor":
        is_listed = bool(cut.args) and isinstance(cut.args[0], ast.List | ast.Tuple)
        text = f"torch.stack({case.syntax.code(cut.args[0])})"
        return fix("Stack the tensors", replaced(case.syntax, cut, text)) if is_listed else None
    if case.message.startswith(("'float' object", "'int' object")):
        return _kept_tensor(case, cut)
    inner = cut.func.value if isinstance(cut.func, ast.Attribute) else cut.args[0]
    outer = next(iter(case.syntax.around(cut)))
    if not (
        isinstance(outer, ast.Call) and last_name(outer.func) in ("tensor", "Variable") and outer.args[:1] == [cut]
    ):
        return None
    return fix("Keep the tensor", replaced(case.syntax, outer, case.syntax.code(inner)))


def _kept_tensor(case: Case, cut: ast.Call) -> Fix | None:
    """Leave item() out where the number itself was to go back."""
    inner = cut.func.value if isinstance(cut.func, ast.Attribute) else cut.args[0]
    return fix("Keep the tensor", replaced(case.syntax, cut, case.syntax.code(inner)))


def _norms(case: Case, flow: Flow) -> list[tuple[Node, float, float]]:
    """Give each leaf's gradient norm and weights' norm, where both are finite numbers."""
    found = []
    for step in flow.steps:
        node = case.nodes[step.node]
        came = _there(step.incoming)
        if node.kind != "leaf" or not came or came[0].norm is None:
            continue
        norm = math.hypot(*(float(each.norm) for each in came if each.norm is not None))
        if math.isfinite(norm):
            weights = node.tensor.norm if node.tensor is not None else None
            found.append((node, norm, float(weights) if weights is not None else 0.0))
    return found


def _weights_first(norms: list[tuple[Node, float, float]]) -> list[tuple[Node, float, float]]:
    """Leave vectors out beside matrices: a bias before a normalisation or a softmax has a gradient of 0 by nature."""
    matrices = [each for each in norms if each[0].tensor is not None and len(each[0].tensor.shape) > 1]
    return matrices or norms


def _first_span(case: Case, node: Node) -> Span | None:
    for graph in case.graphs:
        for edge in graph.edges:
            if edge.target == node.id and (span := case.nodes[edge.source].span) is not None:
                return span
    return None


def _there(tensors: tuple[Tensor | None, ...]) -> list[Tensor]:
    return [each for each in tensors if each is not None]


def _is_broken(tensor: Tensor) -> bool:
    return bool(tensor.nans) or bool(tensor.infinities)


def _is_layer(tensor: Tensor) -> bool:
    units = tensor.shape[1] if tensor.shape[1:] else tensor.count
    return tensor.count >= _SMALLEST_LAYER and units >= _FEWEST_UNITS


def _zero(tensor: Tensor) -> bool:
    return tensor.count > 0 and tensor.zeros == tensor.count


RULES = (
    Rule("vanishing-gradient", "warning", vanishing),
    Rule("exploding-gradient", "warning", exploding),
    Rule("nan-gradient", "warning", not_a_number),
    Rule("dead-relu", "warning", dead_relu),
    Rule("detached-by-item", "warning", detached),
)
