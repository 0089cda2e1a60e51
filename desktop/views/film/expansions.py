"""Where an operation broadcast one of its operands, and its gradient is summed on the way back."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from desktop.records.graph import Edge, Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.tensor_text import shape_text

_ELEMENTWISE = re.compile(
    r"(Add|Sub|Rsub|Mul|Div|Pow|Maximum|Minimum|Fmax|Fmin|Where|Expand|Lerp|Addcmul|Addcdiv|Atan2|Fmod|Remainder|"
    r"Hypot|MaskedFill|Xlogy|Logaddexp2?|MseLoss|SmoothL1Loss|L1Loss|HuberLoss|Copysign)Backward\d+"
)
"""The operations that broadcast. In others a shape that would fit is a coincidence."""
_ADDING = re.compile(r"(Addmm|Addmv|Baddbmm|Addbmm|Addr)Backward\d+")
"""Those that broadcast what is added alone, their first operand."""


class Expansion(NamedTuple):
    """An operand of shape `small` that took part as if it were of shape `large`."""

    small: str
    large: str

    @property
    def forward(self) -> str:
        """What happens on the way forward: "5 → 16×5"."""
        return f"{self.small} → {self.large}"

    @property
    def backward(self) -> str:
        """What happens on the way back: "Σ 16×5 → 5"."""
        return f"Σ {self.large} → {self.small}"


def expansion(edge: Edge, nodes: Mapping[str, Node]) -> Expansion | None:
    """Say how the operand at the end of an edge was expanded; None where it was not, or where it is not known."""
    source, target = nodes[edge.source], nodes[edge.target]
    if edge.output or not _broadcasts(source.name, edge.slot):
        return None
    if source.tensor is None or target.tensor is None or not _is_expanded(target.tensor, source.tensor):
        return None
    return Expansion(shape_text(target.tensor), shape_text(source.tensor))


def expansions(graph: Graph) -> dict[tuple[str, str, int | None], Expansion]:
    """Give all expansions of a graph by the source, the target and the slot of their edges. Thread: any."""
    nodes = {node.id: node for node in graph.nodes}
    found = ((edge, expansion(edge, nodes)) for edge in graph.edges)
    return {(edge.source, edge.target, edge.slot): each for edge, each in found if each is not None}


def _broadcasts(name: str, slot: int | None) -> bool:
    return bool(_ELEMENTWISE.fullmatch(name) or (slot == 0 and _ADDING.fullmatch(name)))


def _is_expanded(small: Tensor, large: Tensor) -> bool:
    missing = len(large.shape) - len(small.shape)
    if small.shape == large.shape or missing < 0:
        return False
    return all(one in (1, other) for one, other in zip(small.shape, large.shape[missing:], strict=True))
