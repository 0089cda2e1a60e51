"""Walk the graph behind a tensor while it stands, and write it down as a record.

The walk is iterative (a long chain would overflow recursion) and holds the nodes while it lasts (ids of freed wrappers
are used again). A recorded node knows its id in its own `metadata`, so graphs that share nodes find each other.
"""

import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import torch

from desktop.engine.names import ModuleNames, ModulePaths, TensorNames
from desktop.engine.saved import saved_tensors
from desktop.engine.scope import ScopeRecords
from desktop.engine.settings import settings_of
from desktop.engine.summary import CHANGED, Album, facts
from desktop.engine.watch import Call, Mark, is_leaf, maker_of, mark_of
from desktop.records.graph import Edge, Graph, Node, NodeKind, Scope
from desktop.records.messages import HeldTensor
from desktop.records.tensor import NamedTensor, Tensor

_ID = "chainrule.id"
_OUTSIDE = -1
"""Who sends to the roots."""


def id_of(node: Any) -> str | None:
    """Give the id under which a node was recorded."""
    known = node.metadata.get(_ID)
    return known if isinstance(known, str) else None


def walk(roots: Iterable[Any]) -> tuple[list[Any], set[int]]:
    """Give all nodes reachable from the roots, breadth first, and the indices of those that send where others send too.

    The nodes stay valid while the list is held.
    """
    waiting = list(dict.fromkeys(roots))
    senders: dict[Any, int] = dict.fromkeys(waiting, _OUTSIDE)
    meet: set[int] = set()
    for index, node in enumerate(waiting):  # grows as it is read
        for target, _ in node.next_functions:
            if target in senders:
                meet.update((index, senders[target]))
            elif target is not None:
                senders[target] = index
                waiting.append(target)
    meet.discard(_OUTSIDE)
    return waiting, meet


class Capture:
    """Gives ids to the nodes of one run and says which lie in one graph. Thread: the program's."""

    def __init__(self, names: TensorNames) -> None:
        self.names = names
        self.scopes = ScopeRecords()
        self._count = 0
        self._component: dict[str, str] = {}
        self._inputs: dict[int, list[tuple[torch.Tensor, str]]] = {}
        self._paths = ModulePaths()
        self._seen: dict[int, weakref.ref[torch.Tensor]] = {}

    def expose(
        self, root: Any, nodes: Sequence[Any], namespaces: list[Mapping[str, Any]], *, late: bool = False
    ) -> "Exposure":
        """Take in what of `nodes` (all that `root` reaches) is not recorded yet, before a backward can free it.

        `late` says that the pass is long over: the leaves' values are then no more what they were.
        """
        known: list[str] = []
        new: list[tuple[Any, str]] = []
        for node in nodes:
            metadata = node.metadata
            identifier = metadata.get(_ID)
            if identifier is None:
                identifier = metadata[_ID] = self._next_id()
                new.append((node, identifier))
            else:
                known.append(identifier)
        component = self._join(known, [identifier for _, identifier in new])
        modules = ModuleNames(namespaces, self._paths)
        leaves = [node.variable for node, _ in new if is_leaf(node) and self._is_first_seen(node.variable)]
        if leaves:
            modules.read()  # before the program puts other modules in their places
            for leaf in leaves:
                if not modules.tensor(leaf):
                    self.names.seek(leaf, namespaces)
        return Exposure(self, component, str(id_of(root)), new, modules, _labels(namespaces), late=late)

    def input_id(self, tensor: torch.Tensor, component: str) -> tuple[str, bool]:
        """Give the id of an input or constant in a graph, and whether it is new there."""
        held = self._inputs.setdefault(id(tensor), [])
        for other, identifier in held:
            if other is tensor and self._component[identifier] == self._component.get(component, component):
                return identifier, False
        identifier = self._next_id()
        self._component[identifier] = self._component.get(component, component)
        held.append((tensor, identifier))
        return identifier, True

    def _next_id(self) -> str:
        self._count += 1
        return f"n{self._count - 1}"

    def _is_first_seen(self, leaf: torch.Tensor) -> bool:
        known = self._seen.get(id(leaf))
        if known is not None and known() is leaf:
            return False
        self._seen[id(leaf)] = weakref.ref(leaf)
        return True

    def _join(self, known: list[str], new: list[str]) -> str:
        """Note that all these nodes lie in one graph; give the name of that graph."""
        graphs = {self._component[identifier] for identifier in known}
        component = min(graphs) if graphs else new[0]
        if len(graphs) > 1:
            self._component = {node: component if graph in graphs else graph for node, graph in self._component.items()}
        self._component.update(dict.fromkeys(new, component))
        return component


class Exposure:
    """One piece of a graph as it stood at a moment: everything is held, nothing is measured yet."""

    def __init__(  # one argument for each thing that is held
        self,
        capture: Capture,
        component: str,
        root: str,
        new: list[tuple[Any, str]],
        modules: ModuleNames,
        labels: dict[Any, str],
        *,
        late: bool,
    ) -> None:
        self._capture = capture
        self._component = component
        self._root = root
        self._modules = modules
        self._labels = labels
        self._late = late
        self._scopes: dict[str, Scope] = {}
        self._album = Album()
        self._sketches = [self._sketch(node, identifier) for node, identifier in new]
        self._with_inputs: list[_Sketch] = []
        for sketch in self._sketches:
            self._with_inputs.append(sketch)
            if sketch.mark is not None and sketch.mark.gives_result and sketch.mark.call.inputs:
                self._with_inputs += self._inputs_of(sketch, sketch.mark.call)

    @property
    def held_bytes(self) -> int:
        """How much memory the tensors that are held take at most."""
        return self._album.held_bytes

    def develop(self) -> Graph:
        """Measure all tensors and write the piece down."""
        self._modules.read()
        records = self._album.develop()
        nodes = tuple(self._node(sketch, records) for sketch in self._with_inputs)
        edges = tuple(edge for sketch in self._sketches for edge in self._edges(sketch))
        return Graph((self._root,), nodes, edges, tuple(self._scopes.values()))

    def offered(self) -> Iterator[tuple[HeldTensor, Album, int]]:
        """Name the tensors of a developed piece: each node's value and what it saved."""
        for sketch in self._with_inputs:
            if sketch.tensor is not None:
                yield HeldTensor("value", sketch.id), self._album, sketch.tensor
            for name, place in sketch.saved:
                yield HeldTensor("saved", sketch.id, name), self._album, place

    def _sketch(self, node: Any, identifier: str) -> "_Sketch":
        if is_leaf(node):
            variable = node.variable
            place = self._album.add(variable, CHANGED) if self._late else self._album.add_copy(variable)
            return _Sketch(node, identifier, None, place)
        mark = mark_of(node)
        tensor: int | None = None
        if mark is not None and mark.result is not None:
            tensor = self._album.add(mark.result, mark.version)
        saved = [(name, self._album.add(*content)) for name, content in saved_tensors(node)]
        return _Sketch(node, identifier, mark, tensor, saved)

    def _inputs_of(self, sketch: "_Sketch", call: Call) -> Iterator["_Sketch"]:
        """Note the inputs of the call that a node gives the result of; yield those that are new."""
        for tensor, version in call.inputs:
            identifier, is_new = self._capture.input_id(tensor, self._component)
            if identifier not in sketch.inputs:
                sketch.inputs = (*sketch.inputs, identifier)
            if is_new:
                yield _Sketch(tensor, identifier, None, self._album.add(tensor, version))

    def _edges(self, sketch: "_Sketch") -> Iterator[Edge]:
        for slot, (target, output) in enumerate(sketch.held.next_functions):
            if target is not None:
                yield Edge(sketch.id, str(id_of(target)), slot, output)
        for identifier in sketch.inputs:
            yield Edge(sketch.id, identifier, None, None)

    def _node(self, sketch: "_Sketch", records: list[Tensor]) -> Node:
        if isinstance(sketch.held, torch.Tensor):
            label = self._tensor_label(sketch.held)
            kind: NodeKind = "input" if label else "constant"
            return Node(sketch.id, "Tensor", kind, label, _record(sketch.tensor, records))
        if is_leaf(sketch.held):
            label = self._tensor_label(sketch.held.variable)
            return Node(sketch.id, "AccumulateGrad", "leaf", label, _record(sketch.tensor, records))
        return self._operation(sketch, records)

    def _operation(self, sketch: "_Sketch", records: list[Tensor]) -> Node:
        node, mark = sketch.held, sketch.mark
        label = self._labels.get(node, "")
        tensor = _record(sketch.tensor, records)
        if tensor is None:
            tensor = _known_shape(node)
        else:  # what was kept of a result is an alias without its history
            tensor = msgspec.structs.replace(tensor, requires_grad=True, is_leaf=False)
        return Node(
            id=sketch.id,
            name=node.name().rpartition("::")[2],
            kind="operation",
            label=label or (mark.call.label if mark is not None and mark.gives_result else ""),
            tensor=tensor,
            module=self._modules.path(mark.call.within()) if mark is not None else "",
            span=mark.call.span if mark is not None else None,
            saved=tuple(NamedTensor(name, records[place]) for name, place in sketch.saved),
            scope=self._capture.scopes.collect(mark.call.scope, self._modules, self._scopes)
            if mark is not None
            else "",
            settings=settings_of(node),
        )

    def _tensor_label(self, tensor: torch.Tensor) -> str:
        label = self._modules.tensor(tensor)
        name = self._capture.names.get(tensor)
        if label or name is None:
            return label or self._modules.plain_tensor(tensor)
        return f"{self._modules.name(name.owner)}.{name.text}" if name.owner is not None else name.text


class _Sketch(msgspec.Struct, eq=False, gc=False):
    """A node (or an input's tensor) that is held, and the places of its tensors in the album; it is in no cycle."""

    held: Any
    id: str
    mark: Mark | None
    tensor: int | None
    saved: Sequence[tuple[str, int]] = ()
    inputs: tuple[str, ...] = ()


def _record(place: int | None, records: list[Tensor]) -> Tensor | None:
    return None if place is None else records[place]


def _known_shape(node: Any) -> Tensor | None:
    """Give what a node itself knows of its first result, where the watch did not see it."""
    metadata = node._input_metadata
    return facts(metadata[0].shape, metadata[0].dtype, metadata[0].device) if metadata else None


def _labels(namespaces: list[Mapping[str, Any]]) -> dict[Any, str]:
    labels: dict[Any, str] = {}
    for namespace in namespaces:
        for name, value in list(namespace.items()):
            if not issubclass(type(value), torch.Tensor) or name.startswith("_"):  # `isinstance` would ask the value
                continue
            if (maker := maker_of(value)) is not None:
                labels.setdefault(maker, name)
    return labels
