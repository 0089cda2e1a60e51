"""What the tensors of a formula are called: by the program's own names, else by letters that are still free."""

from collections.abc import Collection, Mapping

from desktop.records.graph import Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.formulas.letters import PRIME
from desktop.views.formulas.number_words import plain_text
from desktop.views.formulas.operands import Operand, array_of, label_of
from desktop.views.formulas.rule import Rule, subscript
from desktop.views.operation_names import operation_name

RESULT = "result"
_OTHER_LETTERS = "uvzpqrst"


def names_by_role(
    graph: Graph, node: Node, rule: Rule, operands: Mapping[str, Operand], tensors: Mapping[str, Tensor]
) -> dict[str, str]:
    """Name every role: the program's name, the number itself where a nameless operand is one, else a letter."""
    names = {role: label for role, operand in operands.items() if (label := label_of(graph, operand))}
    if node.label:
        names[RESULT] = node.label
    names |= {role: text for role in tensors if role not in names and (text := _number(role, operands, tensors))}
    labels = {each.label for each in graph.nodes}
    for role in dict.fromkeys([*rule.gradients, *operands, *rule.symbols, *tensors, RESULT]):
        if role not in names:
            names[role] = _free(rule.symbol(role), labels | set(names.values()))
    return names


def _number(role: str, operands: Mapping[str, Operand], tensors: Mapping[str, Tensor]) -> str:
    """Write a number that the program gave as such: 2 in `2 * x`."""
    operand = operands.get(role)
    nameless = operand is None or (operand.node is not None and operand.node.kind == "constant")
    array = array_of(tensors[role]) if nameless and role in {"self", "other"} and not tensors[role].shape else None
    return plain_text(array) if array is not None else ""


def _free(letter: str, taken: set[str]) -> str:
    """Give the letter, or another where the program calls something else so."""
    free = [candidate for candidate in (letter, *_OTHER_LETTERS) if candidate not in taken]
    return free[0] if free else _free(letter + PRIME, taken)


def root_name(graph: Graph, root: Node | None) -> str:
    """Name what is differentiated: the root where it is one number with a name, else L."""
    if root is None:
        roots = [node for node in graph.nodes if node.id in graph.roots]
        root = roots[0] if len(roots) == 1 else None
    is_number = root is not None and root.tensor is not None and root.tensor.count == 1
    return root.label if root is not None and is_number and root.label else "L"


def derivative(of: str, by: str) -> str:
    """Write ∂of/∂by; a name that is more than a name goes into brackets."""
    return f"∂{of}/∂{f'({by})' if by.endswith('ᵀ') else by}"


def incoming_names(of: str, result: str, count: int) -> dict[str, str]:
    """Name the gradients that come in, one for each of the operation's results: ∂loss/∂y, or ∂loss/∂y₀, ∂loss/∂y₁."""
    if count <= 1:
        return {"G": derivative(of, result)}
    return {f"G{index or ''}": derivative(of, result + subscript(index)) for index in range(count)}


def letters(
    graph: Graph,
    node: Node,
    rule: Rule,
    names: Mapping[str, str],
    operands: Mapping[str, Operand],
    used: Collection[str],
) -> tuple[tuple[str, str], ...]:
    """Say what the letters of the formulas stand for that the program did not give; `used` are the roles in them."""
    meanings = {role: _meaning(graph, rule, role, operands.get(role)) for role in used if role[0] != "G"}
    if not node.label:
        meanings[RESULT] = "the result"
    named = ((names.get(role, role), meaning) for role, meaning in meanings.items() if meaning)
    return tuple(dict.fromkeys(named))


def _meaning(graph: Graph, rule: Rule, role: str, operand: Operand | None) -> str:
    if operand is None or operand.node is None:
        saved = "" if role in {RESULT, *rule.gradients} else f"saved for backward as “{role}”"
        return rule.meanings.get(role, saved)
    if label_of(graph, operand) or operand.node.kind != "operation":
        return ""
    return f"the result of {operation_name(operand.node.name)}{_place(operand.node)}"


def _place(node: Node) -> str:
    return f" in line {node.span.line}" if node.span is not None else ""
