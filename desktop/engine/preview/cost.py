"""What a program takes: bytes alive and floating-point operations, counted call by call without computing."""

import weakref
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry


class Cost(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Counts while it is active. `operations` are those PyTorch's own counter knows: matrix products, convolutions."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.operations = 0
        self.peak = 0
        self._alive = 0
        self._storages: dict[int, weakref.ref[torch.UntypedStorage]] = {}

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Do the call, and count it."""
        kwargs = kwargs or {}
        result = func(*args, **kwargs)
        counts = flop_registry.get(func._overloadpacket)
        if counts is not None:
            number = counts(*args, **kwargs, out_val=result)
            self.operations += number if type(number) is int else 0  # of a size that nobody knows
        for tensor in result if isinstance(result, tuple | list) else (result,):
            if isinstance(tensor, torch.Tensor) and tensor.layout is torch.strided:
                self._hold(tensor.untyped_storage())
        return result

    def _hold(self, storage: torch.UntypedStorage) -> None:
        key = storage._cdata
        if key in self._storages:
            return
        size = storage.nbytes()
        if type(size) is not int:
            return

        def let_go(_: Any) -> None:
            del self._storages[key]
            self._alive -= size

        self._storages[key] = weakref.ref(storage, let_go)
        self._alive += size
        self.peak = max(self.peak, self._alive)
