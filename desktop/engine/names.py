"""What the program calls its tensors and modules: looked up by identity where they are bound."""

import itertools
import types
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch._C import DisableTorchFunction
from torch.nn.parameter import UninitializedParameter

from desktop.engine.belongings import belongings, elements, is_of_the_program

if TYPE_CHECKING:
    from desktop.engine.module_call import ModuleCall


@dataclass(frozen=True)
class Name:
    """A name as it was found: `text` alone, or an attribute of a module whose own name comes later."""

    text: str
    owner: nn.Module | None = None


class ModulePaths:
    """The paths at which modules were found in a run, for those that stand there no more. Keeps no module alive."""

    def __init__(self) -> None:
        self._paths: dict[int, tuple[weakref.ref[nn.Module], str]] = {}

    def remember(self, module: nn.Module, path: str) -> None:
        """Keep the first path of a module."""
        if self.get(module) is None:
            self._paths[id(module)] = (weakref.ref(module), path)

    def get(self, module: nn.Module) -> str | None:
        """Give the path that a module had."""
        known = self._paths.get(id(module))
        return known[1] if known is not None and known[0]() is module else None


class ModuleNames:
    """Paths of modules ("model.encoder.0") below the names their roots are bound to. Made for one capture."""

    def __init__(self, namespaces: list[Mapping[str, Any]], former: ModulePaths) -> None:
        """Hold the modules that are bound now; the first name that reaches a module is its name."""
        self._former = former
        self._roots = [
            (name, value)
            for namespace in namespaces
            for name, value in _bound(namespace)
            if issubclass(type(value), nn.Module)
        ]
        self._owners = [
            (name, value) for namespace in namespaces for name, value in _bound(namespace) if is_of_the_program(value)
        ]
        self._paths: dict[int, str] = {}
        self._tensors: dict[int, str] = {}
        self._plain: dict[int, str] = {}
        self._parameters: dict[int, int] = {}

    def read(self) -> None:
        """Follow the modules that are held to all they contain; before that nothing has a path."""
        self._follow(self._roots)
        for name, owner in self._owners:
            self._follow(self._held(name, owner))
        self._roots, self._owners = [], []

    def path(self, modules: tuple[nn.Module, ...]) -> str:
        """Give the path of the innermost of nested modules, outermost first; a nameless root is called by its class."""
        if not modules:
            return ""
        if id(modules[-1]) not in self._paths:
            if (former := self._former.get(modules[-1])) is not None:
                return former
            if id(modules[0]) not in self._paths:
                self._follow([(type(modules[0]).__name__, modules[0])])
        return self._paths.get(id(modules[-1]), self._paths.get(id(modules[0]), ""))

    def parameters(self, module: nn.Module) -> int:
        """Give how many numbers a module's parameters hold, those of its children included, shared ones once."""
        count = self._parameters.get(id(module))
        if count is None:
            with DisableTorchFunction():  # nobody's mode shall see our question
                count = sum(
                    0 if isinstance(each, UninitializedParameter) else each.numel()
                    for each in nn.Module.parameters(module)
                )
            self._parameters[id(module)] = count
        return count

    def name(self, module: nn.Module) -> str:
        """Give a module's path, or "self" where no name reaches it."""
        return self._paths.get(id(module), "self")

    def tensor(self, tensor: Tensor) -> str:
        """Give the path of a parameter or buffer, or ""."""
        return self._tensors.get(id(tensor), "")

    def plain_tensor(self, tensor: Tensor) -> str:
        """Give the path of a tensor that a module or an object of the program holds unregistered, or ""."""
        return self._plain.get(id(tensor), "")

    def _follow(self, roots: list[tuple[str, nn.Module]]) -> None:
        """Name all that modules contain: what is registered first, then what lies in plain attributes and lists."""
        while roots:
            found = [each for name, module in roots for each in self._add(name, module)]
            roots = [each for name, module in found for each in self._held(name, module)]

    def _held(self, name: str, owner: object) -> list[tuple[str, nn.Module]]:
        """Give the nameless modules that an object holds unregistered, and name its tensors."""
        found = []
        for attribute, value in belongings(owner):
            if issubclass(type(value), nn.Module) and id(value) not in self._paths:
                found.append((f"{name}.{attribute}", value))
            elif issubclass(type(value), Tensor):
                self._plain.setdefault(id(value), f"{name}.{attribute}")
        return found

    def _add(self, root: str, module: nn.Module) -> list[tuple[str, nn.Module]]:
        """Name a module and all that are registered in it; give those that had no name before."""
        new = []
        for path, child in module.named_modules():
            own = f"{root}.{path}" if path else root
            if id(child) not in self._paths:
                self._paths[id(child)] = own
                new.append((own, child))
            self._former.remember(child, own)
            for attribute, tensor in itertools.chain(child._parameters.items(), child._buffers.items()):
                if tensor is not None:
                    self._tensors.setdefault(id(tensor), f"{own}.{attribute}")
        return new


class TensorNames:
    """Remembers which name a tensor bore where it first took part. Keeps no tensor alive. Thread: the program's."""

    def __init__(self, file: str) -> None:
        """Look only into frames of code compiled under `file`."""
        self._file = file
        self._names: dict[int, tuple[weakref.ref[Tensor], Name | None]] = {}

    def note(self, tensor: Tensor, frame: types.FrameType | None, call: "ModuleCall | None" = None) -> None:
        """Look the tensor up where it is used, unless it has been, or belongs to the module whose `call` goes on."""
        known = self._names.get(id(tensor))
        if known is None or known[0]() is not tensor:
            is_own = call is not None and call.has_parameter(tensor)
            self._names[id(tensor)] = (weakref.ref(tensor), None if is_own else self._search(tensor, frame))

    def seek(self, tensor: Tensor, namespaces: list[Mapping[str, Any]]) -> None:
        """Look a tensor that has no name up in namespaces: a transform may have used it, wrapped in another."""
        if self.get(tensor) is None:
            name = next((name for namespace in namespaces if (name := _find(tensor, namespace))), None)
            self._names[id(tensor)] = (weakref.ref(tensor), name)

    def get(self, tensor: Tensor) -> Name | None:
        """Give the name noted for a tensor."""
        known = self._names.get(id(tensor))
        return known[1] if known is not None and known[0]() is tensor else None

    def _search(self, tensor: Tensor, frame: types.FrameType | None) -> Name | None:
        """Look from the outside in: what the program calls it says more than what a function calls its argument."""
        frames: list[types.FrameType] = []
        while frame is not None:
            if frame.f_code.co_filename == self._file:
                frames.append(frame)
            frame = frame.f_back
        if not frames:
            return None
        namespaces = [frames[-1].f_globals, *(each.f_locals for each in reversed(frames))]
        return next((name for namespace in namespaces if (name := _find(tensor, namespace))), None)


def _find(tensor: Tensor, namespace: Mapping[str, Any]) -> Name | None:
    for name, value in list(namespace.items()):
        if value is tensor and name != "_":
            return Name(name)
    owner: Any = namespace.get("self")
    if issubclass(type(owner), nn.Module) and (attribute := _attribute(owner, tensor)):
        return Name(attribute, owner)
    for name, value in _bound(namespace):
        if value is tensor:
            return Name(name)
    if owner is not None:
        return next((Name(f"self.{name}") for name, value in belongings(owner) if value is tensor), None)
    return None


def _attribute(owner: nn.Module, tensor: Tensor) -> str:
    registered = itertools.chain(owner._parameters.items(), owner._buffers.items())
    return next((name for name, value in itertools.chain(registered, belongings(owner)) if value is tensor), "")


def _bound(namespace: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give each name with its value, then one level into lists, tuples and dicts: "layers[0]", "weights['w']"."""
    named = [(name, value) for name, value in list(namespace.items()) if type(name) is str and name[:1] != "_"]
    yield from named
    for name, value in named:
        yield from elements(name, value)


def bound_tensors(namespace: Mapping[str, Any]) -> Iterator[tuple[str, Tensor]]:
    """Give the plainly named tensors of a namespace, then those one level inside its collections."""
    for name, value in _bound(namespace):
        if issubclass(type(value), torch.Tensor):  # `isinstance` would ask the value itself, which may lie
            yield name, value
