"""The variables that the caller sees: where names are found, and tensors that nobody handed over."""

from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Any

from torch import Tensor

from desktop.engine.names import TensorNames, bound_tensors


class Surroundings:
    """A caller's variables, its own before those of its module. Thread: the caller's."""

    def __init__(self, frame: FrameType) -> None:
        self._frame = frame
        self.namespaces: list[Mapping[str, Any]] = [frame.f_locals]
        if frame.f_globals is not frame.f_locals:
            self.namespaces.append(frame.f_globals)

    def name_of(self, value: object) -> str:
        """Give the variable that holds just this value, or ""; those of a notebook's own ("_", "_12") are none."""
        found = (name for space in self.namespaces for name, each in list(space.items()) if each is value)
        return next((name for name in found if not name.startswith("_")), "")

    def tensors(self) -> Iterator[Tensor]:
        """Give the tensors of all variables, and those one level inside lists, tuples and dicts."""
        for namespace in self.namespaces:
            for _, tensor in bound_tensors(namespace):
                yield tensor

    def names(self) -> TensorNames:
        """Give what looks a tensor's name up in these variables."""
        return TensorNames(self._frame.f_code.co_filename)

    def note(self, names: TensorNames, tensor: Tensor) -> None:
        """Look a tensor's name up."""
        names.note(tensor, self._frame)
