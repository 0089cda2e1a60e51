"""Find the tensors of a formula in the records: what each is called, its shape, and its numbers where they are few."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from desktop.records.flow import FlowStep
from desktop.records.graph import Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.formulas.rule import Rule
from desktop.views.formulas.scene import Array

FEW = 4
"""Numbers are filled in where no tensor of the formula has more elements."""

_TRANSPOSES = frozenset({"TBackward0", "TransposeBackward0"})
_MATRIX = 2


@dataclass(frozen=True)
class Operand:
    """A tensor that an operation took: the node it comes from (None: no node holds it), and which output it was."""

    node: Node | None
    output: int = 0

    @property
    def tensor(self) -> Tensor | None:
        """Its record, where its node has one of just this output."""
        return self.node.tensor if self.node is not None and self.output == 0 else None


def operands_of(graph: Graph, node: Node) -> tuple[dict[int, Operand], list[Operand]]:
    """Give the operands that gradients are sent to, by slot, and the others in the order of the call."""
    nodes = {other.id: other for other in graph.nodes}
    edges = [edge for edge in graph.edges if edge.source == node.id and edge.target in nodes]
    sent = {edge.slot: Operand(nodes[edge.target], edge.output or 0) for edge in edges if edge.slot is not None}
    return sent, [Operand(nodes[edge.target]) for edge in edges if edge.slot is None]


def operands_by_role(node: Node, rule: Rule, sent: Mapping[int, Operand], others: list[Operand]) -> dict[str, Operand]:
    """Give each role of a rule the operand that plays it, as far as the records tell.

    An operand without a gradient has no slot in the record: it is known by what was saved of it, or because as many
    roles are free as there are others.
    """
    others = list(others)
    found = {role: operand for slot, operand in sent.items() if (role := rule.role(slot)) is not None}
    saved = {each.name: each.tensor for each in node.saved if each.tensor is not None}
    for role, tensor in saved.items():
        matches = [other for other in others if role not in found and _is_same(tensor, other.tensor)]
        if len(matches) == 1:
            found[role] = matches[0]
            others.remove(matches[0])
    free = [role for role in rule.gradients if role not in found and role not in saved]
    return found | dict(zip(free, others, strict=True)) if len(free) == len(others) else found


def _is_same(one: Tensor, other: Tensor | None) -> bool:
    return other is not None and (one.shape, one.dtype, one.values, one.norm, one.mean) == (
        other.shape,
        other.dtype,
        other.values,
        other.norm,
        other.mean,
    )


def label_of(graph: Graph, operand: Operand) -> str:
    """Give the program's name for an operand; "Wᵀ" for the nameless transpose of W; "" where there is none."""
    node = operand.node
    if node is None or operand.output != 0:
        return ""
    if node.label or node.name not in _TRANSPOSES or node.tensor is None or len(node.tensor.shape) != _MATRIX:
        return node.label
    sources = [each.node for each in operands_of(graph, node)[0].values()]
    return f"{sources[0].label}ᵀ" if len(sources) == 1 and sources[0] is not None and sources[0].label else ""


def array_of(tensor: Tensor | None) -> Array | None:
    """Give a small tensor's numbers; None where it is large, complex, or was not kept whole."""
    if tensor is None or tensor.values is None or not 0 < tensor.count <= FEW or len(tensor.values) != tensor.count:
        return None
    if any(isinstance(value, tuple) for value in tensor.values):
        return None
    if tensor.dtype == "bool" or tensor.dtype.startswith(("int", "uint")):
        return np.array(tensor.values).reshape(tensor.shape)
    return np.array([float(value) for value in tensor.values if not isinstance(value, tuple)]).reshape(tensor.shape)


def tensors_by_role(node: Node, step: FlowStep | None, operands: Mapping[str, Operand]) -> dict[str, Tensor]:
    """Give the record of every tensor that a formula may name: operands, what was saved, the result, what comes in."""
    found = {role: operand.tensor for role, operand in operands.items()}
    found |= {"result": node.tensor} | {each.name: each.tensor for each in node.saved}
    if step is not None:
        found |= {f"G{index or ''}": tensor for index, tensor in enumerate(step.incoming)}
    return {role: tensor for role, tensor in found.items() if tensor is not None}
