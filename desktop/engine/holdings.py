"""The tensors of the last run, held after it for who asks: the newest first, as far as a bound on memory goes.

They are taken over when the program has ended, from what its record was still to be measured from. So nothing lives
longer while a program runs than it would have; what was measured and let go during the run is gone.
"""

from collections.abc import Iterable, Iterator

import torch

from desktop.engine.summary import Album, version_of
from desktop.records.messages import HeldTensor

MOST_BYTES = 1024 * 1024 * 1024

_UNKNOWN = (
    "The engine does not hold this tensor. It keeps those of the last run's newest passes: what was recorded more than "
    "a second before the program ended was measured and let go."
)
_CHANGED = "The program has changed this tensor in place since, so its values from then are gone."
_NO_VALUES = "This tensor has no plain elements to show: it is sparse, nested, quantized, or on the meta device."
_TOO_MANY = "The run left more than the {bound:,} MiB of tensors that the engine holds; this one was let go."

Offered = Iterable[tuple[HeldTensor, Album, int]]
"""Names of tensors, each with the developed album that it lies in and its place there."""


class NotHeldError(Exception):
    """One paragraph on why a tensor is not there."""


class Holdings:
    """What is held of one run. Thread: the engine's main one."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._batches: list[Offered] = []
        self._tensors: dict[HeldTensor, tuple[torch.Tensor, int]] = {}
        self._reasons: dict[HeldTensor, str] = {}
        self._storages: set[int] = set()
        self._bytes = 0

    def offer(self, batch: Offered) -> None:
        """Take note of tensors that could be held; later batches are newer."""
        self._batches.append(batch)

    def settle(self) -> None:
        """Hold what was offered, the newest first, until the bound is reached; let the rest go."""
        for batch in reversed(self._batches):
            for name, album, place in batch:
                self._take(name, album, place)
        self._batches = []

    def find(self, name: HeldTensor) -> torch.Tensor:
        """Give a plain strided tensor; raise NotHeldError with the reason why it is not there."""
        if name not in self._tensors:
            raise NotHeldError(self._reasons.get(name, _UNKNOWN))
        tensor, version = self._tensors[name]
        if version_of(tensor) != version:
            raise NotHeldError(_CHANGED)
        return tensor

    def _take(self, name: HeldTensor, album: Album, place: int) -> None:
        tensor = album.readable[place]
        if tensor is None:
            self._reasons[name] = _CHANGED if album.was_changed(place) else _NO_VALUES
        elif self._fits(tensor):
            self._tensors.setdefault(name, (tensor, version_of(tensor)))
        else:
            self._reasons[name] = _TOO_MANY.format(bound=self._most_bytes >> 20)

    def _fits(self, tensor: torch.Tensor) -> bool:
        """Say whether a tensor's memory is within the bound, and count it, once for all that share it."""
        if tensor.data_ptr() in self._storages:  # it begins where a memory begins that is held
            return True
        storage = tensor.untyped_storage()
        if storage.data_ptr() in self._storages:
            return True
        if self._bytes + storage.nbytes() > self._most_bytes:
            return False
        self._storages.add(storage.data_ptr())
        self._bytes += storage.nbytes()
        return True


def offered_gradients(
    node: str, number: int, album: Album, incoming: list[int | None], outgoing: list[int | None]
) -> Iterator[tuple[HeldTensor, Album, int]]:
    """Name the gradients of one step by their places in an album."""
    for index, place in enumerate(incoming):
        if place is not None:
            yield HeldTensor("incoming", node, number=number, index=index), album, place
    for index, place in enumerate(outgoing):
        if place is not None:
            yield HeldTensor("outgoing", node, number=number, index=index), album, place
