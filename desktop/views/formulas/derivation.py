"""One step of the chain rule at one node: what it sends to each of its inputs, as a formula with the program's names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.records.flow import FlowStep
from desktop.records.graph import Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.formulas.arithmetic import arithmetic
from desktop.views.formulas.catalogue import rule_for
from desktop.views.formulas.expression import Expression
from desktop.views.formulas.naming import derivative, incoming_names, letters, names_by_role, root_name
from desktop.views.formulas.number_words import plain_text
from desktop.views.formulas.operands import Operand, array_of, operands_by_role, operands_of, tensors_by_role
from desktop.views.formulas.rule import Rule
from desktop.views.formulas.scene import Scene, UnknownError
from desktop.views.formulas.writing import NameWriter
from desktop.views.tensor_text import number_text

NO_FORMULA = "no formula yet"


def _no_formula(_scene: Scene, _slot: int) -> Expression:
    raise UnknownError


_UNKNOWN = Rule((), "", each=_no_formula)


@dataclass(frozen=True)
class Part:
    """What goes to the input at `slot`, whose node is `target`: `left` = `right`, with `numbers` filled in ("" if not).

    `is_share` says that others send gradients to the same tensor, so that this is one term of a sum. `note` says what
    a formula depends on that the record does not have.
    """

    slot: int
    target: str
    left: str
    right: str
    numbers: str = ""
    is_share: bool = False
    note: str = ""


@dataclass(frozen=True)
class Derivation:
    """The formulas of one node, a sentence on why they are so, and what the letters stand for that no program gave."""

    sentence: str
    parts: tuple[Part, ...]
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
    of = root_name(graph, root)
    if node.kind == "leaf":
        return _leaf(node, step, of)
    rule = rule_for(node.name) or _UNKNOWN
    sent, others = operands_of(graph, node)
    operands = operands_by_role(node, rule, sent, others)
    tensors = tensors_by_role(node, step, operands)
    names = names_by_role(graph, node, rule, operands, tensors)
    scene = _scene(rule, names | incoming_names(of, names, tensors), tensors, settings or {}, step)
    parts = tuple(_part(graph, rule, scene, slot, operand, of, step) for slot, operand in sorted(sent.items()))
    return Derivation(rule.why, parts, letters(graph, node, names, operands))


def _scene(
    rule: Rule,
    names: Mapping[str, str],
    tensors: Mapping[str, Tensor],
    settings: Mapping[str, Any],
    step: FlowStep | None,
) -> Scene:
    """Put together what the formulas may ask for; the gradient of an input has the input's shape."""
    shapes = {role: tensor.shape for role, tensor in tensors.items()}
    for slot, gradient in enumerate(step.outgoing if step is not None else ()):
        role = rule.role(slot)
        if gradient is not None and role is not None:
            shapes[role] = gradient.shape
    arrays = {role: array_of(tensor) for role, tensor in tensors.items()}
    return Scene(names, shapes, settings, {role: array for role, array in arrays.items() if array is not None})


def _part(graph: Graph, rule: Rule, scene: Scene, slot: int, operand: Operand, of: str, step: FlowStep | None) -> Part:
    right, numbers, note = _formula(rule, scene, slot, _sent(step, slot))
    left = derivative(of, scene.name(rule.role(slot) or ""))
    target = operand.node.id if operand.node is not None else ""
    return Part(slot, target, left, right, numbers, _is_shared(graph, target, operand.output), note)


def _formula(rule: Rule, scene: Scene, slot: int, sent: Tensor | None) -> tuple[str, str, str]:
    """Give the right side, the numbers, and what is missing."""
    try:
        expression = rule.gradient(slot, scene)
    except UnknownError as missing:
        return NO_FORMULA, _numbers(sent), str(missing)
    return NameWriter(scene).text(expression), arithmetic(expression, scene, sent), ""


def _sent(step: FlowStep | None, slot: int) -> Tensor | None:
    return step.outgoing[slot] if step is not None and slot < len(step.outgoing) else None


def _numbers(tensor: Tensor | None) -> str:
    """Write a small gradient out, of a large one the norm."""
    if tensor is None:
        return ""
    array = array_of(tensor)
    return plain_text(array) if array is not None else f"norm {number_text(tensor.norm)}"


def _is_shared(graph: Graph, target: str, output: int) -> bool:
    return sum(edge.target == target and edge.output == output for edge in graph.edges) > 1


def _leaf(node: Node, step: FlowStep | None, of: str) -> Derivation:
    """A leaf sends nothing on: it adds what arrives to its `.grad`."""
    name = node.label or "x"
    numbers = _numbers(step.incoming[0]) if step is not None and step.incoming else ""
    part = Part(0, node.id, f"{name}.grad", derivative(of, name), numbers, is_share=True)
    return Derivation("The chain rule ends here: what arrives is added to what the leaf's .grad holds.", (part,))
