"""Walk the graph behind a tensor while it stands, and write it down as a record.

The walk is iterative (a long chain would overflow recursion) and holds the nodes while it lasts (ids of freed wrappers
are used again). A recorded node knows its id in its own `metadata`, so graphs that share nodes find each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import torch

from desktop.engine.names import ModuleNames, Name, TensorNames
from desktop.engine.saved import saved_tensors
from desktop.engine.summary import Album, facts
from desktop.engine.watch import Mark, mark_of, version_of
from desktop.records.graph import Edge, Graph, Node, NodeKind
from desktop.records.tensor import NamedTensor, Tensor

_ID = "chainrule.id"


def id_of(node: Any) -> str | None:
    """Give the id under which a node was recorded."""
    known = node.metadata.get(_ID)
    return known if isinstance(known, str) else None


def is_leaf(node: Any) -> bool:
    """Say whether a node is an AccumulateGrad."""
    return hasattr(node, "variable")


def walk(roots: Iterable[Any]) -> list[Any]:
    """Give all nodes reachable from the roots, breadth first. They stay valid while the list is held."""
    found = dict.fromkeys(root for root in roots if root is not None)
    waiting = list(found)
    for node in waiting:  # grows as it is read
        for target, _ in node.next_functions:
            if target is not None and target not in found:
                found[target] = None
                waiting.append(target)
    return waiting


@dataclass
class _Sketch:
    """A node whose tensors are not developed yet."""

    id: str
    name: str
    kind: NodeKind
    label: str
    module: str
    mark: Mark | None
    tensor: int | Tensor | None
    saved: list[tuple[str, int | None]] = field(default_factory=list)


class Capture:
    """Writes down the graphs of one run. Thread: the program's."""

    def __init__(self, names: TensorNames) -> None:
        self._names = names
        self._count = 0
        self._component: dict[str, str] = {}
        self._inputs: dict[int, list[tuple[torch.Tensor, str]]] = {}

    def take(self, root: Any, nodes: Sequence[Any], namespaces: list[Mapping[str, Any]]) -> Graph:
        """Record what of `nodes` (all that `root` reaches) is not recorded yet.

        The result holds new nodes, new edges (also to nodes recorded before) and the root.
        """
        known = [identifier for node in nodes if (identifier := id_of(node))]
        new = [node for node in nodes if id_of(node) is None]
        modules = ModuleNames(namespaces)
        labels = _labels(namespaces)
        album = Album()
        for node in new:
            node.metadata[_ID] = self._next_id()
        component = self._join(known, [str(id_of(node)) for node in new])
        sketches: list[_Sketch] = []
        edges: list[Edge] = []
        for node in new:
            sketches.append(self._sketch(node, album, modules, labels))
            edges += self._edges(node)
            edges += self._input_edges(node, component, album, modules, sketches)
        album.develop()
        return Graph((str(id_of(root)),), tuple(_node(sketch, album) for sketch in sketches), tuple(edges))

    def _next_id(self) -> str:
        self._count += 1
        return f"n{self._count - 1}"

    def _join(self, known: list[str], new: list[str]) -> str:
        """Note that all these nodes lie in one graph; give the name of that graph."""
        graphs = {self._component[identifier] for identifier in known}
        component = min(graphs) if graphs else new[0]
        if len(graphs) > 1:
            self._component = {node: component if graph in graphs else graph for node, graph in self._component.items()}
        self._component.update(dict.fromkeys(new, component))
        return component

    def _sketch(self, node: Any, album: Album, modules: ModuleNames, labels: dict[Any, str]) -> _Sketch:
        identifier = str(id_of(node))
        if is_leaf(node):
            variable = node.variable
            label = modules.tensor(variable) or self._label(variable, modules)
            return _Sketch(identifier, "AccumulateGrad", "leaf", label, "", None, album.add(variable))
        mark = mark_of(node)
        sketch = _Sketch(
            identifier,
            node.name().rpartition("::")[2],
            "operation",
            labels.get(node, "") or (mark.call.label if mark is not None and mark.results else ""),
            modules.path(mark.call.modules) if mark is not None else "",
            mark,
            _result(node, mark, album),
        )
        sketch.saved = [
            (name, None if tensor is None else album.add(tensor, values=readable))
            for name, tensor, readable in saved_tensors(node)
        ]
        return sketch

    def _label(self, tensor: torch.Tensor, modules: ModuleNames) -> str:
        name: Name | None = self._names.get(tensor)
        if name is None:
            return ""
        return f"{modules.name(name.owner)}.{name.text}" if name.owner is not None else name.text

    def _edges(self, node: Any) -> list[Edge]:
        source = str(id_of(node))
        return [
            Edge(source, str(id_of(target)), slot, output)
            for slot, (target, output) in enumerate(node.next_functions)
            if target is not None
        ]

    def _input_edges(
        self, node: Any, component: str, album: Album, modules: ModuleNames, sketches: list[_Sketch]
    ) -> list[Edge]:
        mark = mark_of(node)
        if mark is None or not mark.results:
            return []
        targets = []
        for tensor, version in mark.call.inputs:
            identifier = self._known_input(tensor, component)
            if identifier is None:
                identifier = self._next_id()
                self._component[identifier] = component
                self._inputs.setdefault(id(tensor), []).append((tensor, identifier))
                place = album.add(tensor, values=version_of(tensor) == version)
                label = modules.tensor(tensor) or self._label(tensor, modules)
                kind: NodeKind = "input" if label else "constant"
                sketches.append(_Sketch(identifier, "Tensor", kind, label, "", mark, place))
            targets.append(identifier)
        return [Edge(str(id_of(node)), target, None, None) for target in dict.fromkeys(targets)]

    def _known_input(self, tensor: torch.Tensor, component: str) -> str | None:
        for held, identifier in self._inputs.get(id(tensor), []):
            if held is tensor and self._component[identifier] == component:
                return identifier
        return None


def _labels(namespaces: list[Mapping[str, Any]]) -> dict[Any, str]:
    labels: dict[Any, str] = {}
    for namespace in namespaces:
        for name, value in list(namespace.items()):
            if isinstance(value, torch.Tensor) and not name.startswith("_") and value.grad_fn is not None:
                labels.setdefault(value.grad_fn, name)
    return labels


def _result(node: Any, mark: Mark | None, album: Album) -> int | Tensor | None:
    """Add the node's first result to the album, or give its shape alone where the watch holds no result."""
    if mark is not None and mark.results:
        output = min(mark.results)
        tensor, version = mark.results[output]
        return album.add(tensor, values=version_of(tensor) == version)
    metadata = node._input_metadata  # noqa: SLF001 # its only name
    if not metadata:
        return None
    return facts(metadata[0].shape, metadata[0].dtype, metadata[0].device)


def _node(sketch: _Sketch, album: Album) -> Node:
    tensor = sketch.tensor
    if isinstance(tensor, int):
        tensor = album.records[tensor]
        if sketch.kind == "operation":  # what was kept of a result is an alias without its history
            tensor = msgspec.structs.replace(tensor, requires_grad=True, is_leaf=False)
    return Node(
        id=sketch.id,
        name=sketch.name,
        kind=sketch.kind,
        label=sketch.label,
        tensor=tensor,
        module=sketch.module,
        span=sketch.mark.call.span if sketch.mark is not None and sketch.kind == "operation" else None,
        saved=tuple(NamedTensor(name, None if at is None else album.records[at]) for name, at in sketch.saved),
    )
