"""The tensors that nodes saved for backward, as boxes beside them."""

from collections import defaultdict

import msgspec

from desktop.records.graph import Graph, Node
from desktop.records.tensor import NamedTensor, Tensor
from desktop.views.drawing import SavedTensor


class SavedTensors:
    """Gives the saved tensors of a graph's nodes, under the program's names where these are certain."""

    def __init__(self, graph: Graph) -> None:
        known = {node.id: node for node in graph.nodes}
        self._inputs: dict[str, list[Node]] = defaultdict(list)
        for edge in graph.edges:
            if edge.target in known:
                self._inputs[edge.source].append(known[edge.target])

    def of(self, node: Node) -> tuple[SavedTensor, ...]:
        """Give what a node saved, in its order."""
        return tuple(
            SavedTensor(
                id=f"{node.id}:{index}",
                owner=node.id,
                name=saved.name,
                label=self._label(node, saved),
                tensor=saved.tensor,
                module=node.module,
                span=node.span,
            )
            for index, saved in enumerate(node.saved)
        )

    def _label(self, node: Node, saved: NamedTensor) -> str:
        """Find the one tensor that the saved one must be: the node's own result, or one that it was computed from."""
        around = [node] if saved.name.startswith("result") else self._inputs.get(node.id, [])
        labels = {each.label for each in around if _is_same(saved.tensor, each.tensor)}
        of_its_name = {label for label in labels if label.rpartition(".")[2] == saved.name}
        known = of_its_name or labels
        return known.pop() if len(known) == 1 else ""


def _is_same(saved: Tensor | None, other: Tensor | None) -> bool:
    """Say whether all that is known of two tensors agrees, their values with it."""
    if saved is None or other is None or not saved.values or saved.shape != other.shape:
        return False
    return _without_history(saved) == _without_history(other)


def _without_history(tensor: Tensor) -> Tensor:
    return msgspec.structs.replace(tensor, requires_grad=False, is_leaf=False)
