"""One step of the chain rule at one node: what it sends to each input, as a formula with the program's names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.records.flow import FlowStep
from desktop.records.graph import Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.formulas.arithmetic import arithmetic
from desktop.views.formulas.catalogue import rule_for
from desktop.views.formulas.expression import Expression
from desktop.views.formulas.naming import RESULT, derivative, incoming_names, letters, names_by_role, root_name
from desktop.views.formulas.number_words import plain_text
from desktop.views.formulas.operands import array_of, label_of, operands_by_role, operands_of, tensors_by_role
from desktop.views.formulas.rule import Rule, subscript
from desktop.views.formulas.scene import Scene, UnknownError
from desktop.views.formulas.writing import NameWriter
from desktop.views.tensor_text import number_text

NO_FORMULA = "no formula yet"


@dataclass(frozen=True)
class Part:
    """What goes to the input at `slot`, whose node is `target`: `left` = `right`, with `numbers` filled in ("" if not).

    `where` says what the abbreviations in it stand for, `note` why there is no formula. `is_share` says that others
    send gradients to the same tensor too, so that this is one term of a sum.
    """

    slot: int
    target: str
    left: str
    right: str
    numbers: str = ""
    where: tuple[tuple[str, str], ...] = ()
    note: str = ""
    is_share: bool = False


@dataclass(frozen=True)
class Derivation:
    """The formulas of one node, a sentence on why they are so, and what the letters stand for that no program gave."""

    sentence: str = ""
    parts: tuple[Part, ...] = ()
    letters: tuple[tuple[str, str], ...] = ()


def derivation(
    graph: Graph,
    node: Node,
    step: FlowStep | None,
    *,
    settings: Mapping[str, Any] | None = None,
    root: Node | None = None,
) -> Derivation:
    """Derive what a node sends; without a step there are no numbers. Inputs and constants send nothing: no parts.

    `settings` are the arguments of the operation that are no tensors, by autograd's names; without one its symbol
    stands in the formula. `root` is what was differentiated, where the graph has several. Thread: any.
    """
    if node.kind == "operation":
        return _Chain(graph, node, step, settings or {}, root_name(graph, root)).derivation()
    return _at_leaf(node, step, root_name(graph, root)) if node.kind == "leaf" else Derivation()


def _at_leaf(node: Node, step: FlowStep | None, of: str) -> Derivation:
    """Tell that a leaf sends nothing on, but keeps what arrives."""
    name = node.label or "x"
    numbers = _numbers(step.incoming[0]) if step is not None and step.incoming else ""
    part = Part(0, "", f"{name}.grad", derivative(of, name), numbers, is_share=True)
    return Derivation("The chain rule ends here: what arrives is added to what the leaf's .grad holds.", (part,))


class _Chain:
    """The step of the chain rule at one operation."""

    def __init__(self, graph: Graph, node: Node, step: FlowStep | None, settings: Mapping[str, Any], of: str) -> None:
        self._graph, self._node, self._step, self._of = graph, node, step, of
        self._rule = rule_for(node.name) or _UNKNOWN
        self._sent, others = operands_of(graph, node)
        self._operands = operands_by_role(node, self._rule, self._sent, others)
        tensors = tensors_by_role(node, step, self._operands)
        self._is_complex = any(tensor.dtype.startswith("complex") for tensor in tensors.values())
        names = names_by_role(graph, node, self._rule, self._operands, tensors)
        names |= incoming_names(of, names[RESULT], len(step.incoming) if step is not None else 1)
        self._scene = Scene(names, self._shapes(tensors), settings, _values(tensors))
        self._used: dict[str, None] = {}

    def derivation(self) -> Derivation:
        """Write the formula of every input that a gradient is sent to."""
        parts = tuple(self._part(slot) for slot in sorted(self._sent))
        meanings = letters(self._graph, self._node, self._rule, self._scene.names, self._operands, self._used)
        return Derivation(self._rule.why, parts, meanings)

    def _shapes(self, tensors: Mapping[str, Tensor]) -> dict[str, tuple[int, ...]]:
        """Give all shapes that are known: the gradient of an input has the input's shape."""
        shapes = {role: tensor.shape for role, tensor in tensors.items()}
        if self._step is None:  # the gradient of a result has the result's shape
            return shapes | ({"G": self._node.tensor.shape} if self._node.tensor is not None else {})
        for slot, gradient in enumerate(self._step.outgoing):
            role = self._rule.role(slot)
            if gradient is not None and role is not None:
                shapes[role] = gradient.shape
        return shapes

    def _part(self, slot: int) -> Part:
        operand, sent = self._sent[slot], self._outgoing(slot)
        left = derivative(self._of, self._name(slot))
        target = operand.node.id if operand.node is not None else ""
        shared = _is_shared(self._graph, target, operand.output)
        try:
            expression = self._formula(slot)
        except UnknownError as missing:
            return Part(slot, target, left, NO_FORMULA, _numbers(sent), note=str(missing), is_share=shared)
        right, where = self._written(expression)
        return Part(slot, target, left, right, arithmetic(expression, self._scene, sent), where, is_share=shared)

    def _formula(self, slot: int) -> Expression:
        if self._is_complex:
            raise UnknownError("For complex numbers there is no formula yet.")
        return self._rule.gradient(slot, self._scene)

    def _name(self, slot: int) -> str:
        role = self._rule.role(slot)
        if role is None:
            return label_of(self._graph, self._sent[slot]) or f"x{subscript(slot)}"
        self._used[role] = None
        return self._scene.name(role)

    def _written(self, expression: Expression) -> tuple[str, tuple[tuple[str, str], ...]]:
        writer = NameWriter(self._scene)
        text = writer.text(expression)
        self._used.update(dict.fromkeys(writer.used))
        return text, tuple(writer.abbreviated.items())

    def _outgoing(self, slot: int) -> Tensor | None:
        return self._step.outgoing[slot] if self._step is not None and slot < len(self._step.outgoing) else None


def _no_formula(_scene: Scene, _slot: int) -> Expression:
    raise UnknownError


_UNKNOWN = Rule((), "", each=_no_formula)


def _values(tensors: Mapping[str, Tensor]) -> dict[str, Any]:
    arrays = {role: array_of(tensor) for role, tensor in tensors.items()}
    return {role: array for role, array in arrays.items() if array is not None}


def _numbers(tensor: Tensor | None) -> str:
    """Write a small gradient out, of a large one the norm."""
    if tensor is None:
        return ""
    array = array_of(tensor)
    return plain_text(array) if array is not None else f"norm {number_text(tensor.norm)}"


def _is_shared(graph: Graph, target: str, output: int) -> bool:
    return sum(edge.target == target and edge.output == output for edge in graph.edges) > 1
