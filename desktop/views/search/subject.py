"""What a search may look at of one node."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from desktop.records.graph import Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.operation_names import operation_name


class Subject(NamedTuple):
    """A node with its words in lower case, and the gradients that reached it in the pass that is shown."""

    node: Node
    words: str
    operation: str
    name: str
    gradients: tuple[Tensor, ...]


def subjects(graph: Graph, arrived: Mapping[str, tuple[Tensor, ...]]) -> Iterator[Subject]:
    """Give each node of a graph as a subject, in walk order; `arrived` are the gradients that reached them."""
    for node in graph.nodes:
        yield _subject(node, arrived.get(node.id, ()))


def _subject(node: Node, gradients: tuple[Tensor, ...]) -> Subject:
    is_operation = node.kind == "operation"
    operation = operation_name(node.name).lower() if is_operation else ""
    # A person who looks for "mul" does not mean every AccumulateGrad.
    names = f"{operation}\n{node.name}" if is_operation else ""
    # A line between the words: what is looked for ends where a word of the program ends.
    words = f"{node.label}\n{names}\n{node.module}\n{node.kind}".lower()
    return Subject(node, words, operation, node.name.lower(), gradients)
