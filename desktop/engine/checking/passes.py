"""Reads the root of one pass instead of running it; passes before it run, and may be held to what they gave before."""

import threading
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import torch
from torch._C import DisableTorchFunction

from desktop.engine.capture import walk
from desktop.engine.checking.refusal import BreakOff, NotCheckedError
from desktop.engine.watch import is_leaf, maker_of

_AN_EDGE = "The pass starts from an edge of the graph and not from a tensor, so there is no value to differentiate."

_RAISES = "Autograd itself fails when it is asked for this gradient ({error})."

Gradients = list[torch.Tensor | None]
Held = dict[int, Gradients]
"""What passes gave, by their numbers."""

_T = TypeVar("_T")


class Arrival:
    """The pass in question as it is about to run."""

    def __init__(self, plain: Callable[..., Any], outputs: Sequence[Any], gradients: Sequence[Any]) -> None:
        self.gradients = list(gradients)
        self._plain = plain
        self._outputs = list(outputs)

    @property
    def outputs(self) -> list[torch.Tensor]:
        """The tensors whose weighted sum is the root; raise NotCheckedError where the pass has none."""
        if not all(isinstance(output, torch.Tensor) for output in self._outputs):
            raise NotCheckedError(_AN_EDGE)
        return self._outputs

    def root(self, gradients: Sequence[torch.Tensor | None]) -> float:
        """Give the outputs times these gradients, summed."""
        with torch.no_grad():
            parts = [
                (output.detach() * (1.0 if gradient is None else gradient)).sum().item()
                for output, gradient in zip(self.outputs, gradients, strict=True)
            ]
        return float(sum(parts))

    def derivative(self, target: Any) -> torch.Tensor | None:
        """Let autograd differentiate the root with respect to a tensor or an edge."""
        given = (tuple(self._outputs), tuple(self.gradients), True, False, (target,))
        found: torch.Tensor | None = self._plain(*given, allow_unreachable=True, accumulate_grad=False)[0]
        return found

    def nodes(self) -> list[Any]:
        """Give the nodes that the pass starts from."""
        return [output.grad_fn or torch.autograd.graph.get_gradient_edge(output).node for output in self.outputs]


class PassReader(Generic[_T]):
    """Counts passes; at the one in question it lets `read` read it and breaks the program off. Thread: the program's.

    What autograd gave is a number to it: a pass that comes after the tensor under test must not carry its change on. So
    from pass `since` on (None: never) what passes give is noted in `held`, or where it is there, given in its place.
    """

    def __init__(
        self, number: int, read: Callable[[Arrival], _T], since: int | None = None, held: Held | None = None
    ) -> None:
        self.has_hooks = False
        self.passed = 0
        """How many passes have begun."""
        self.settled = 0
        """How many of them gave numbers: without `create_graph`, which makes what a pass gives part of the graph."""
        self._number = number
        self._read = read
        self._since = since
        self._held = held if held is not None else {}
        self._thread = threading.get_ident()
        self._inside = False
        self._given: list[_T] = []
        self._refusal: NotCheckedError | None = None

    @property
    def has_read(self) -> bool:
        """Whether the pass in question came."""
        return bool(self._given) or self._refusal is not None

    def given(self) -> _T:
        """Give what was read; raise NotCheckedError where that had no meaning."""
        if self._refusal is not None:
            raise self._refusal
        return self._given[0]

    def develop(self) -> None:
        """Hold nothing back: a check tells what it read once it is done."""

    def backward(self, plain: Callable[..., Any], outputs: Sequence[Any], *args: Any, **kwargs: Any) -> Any:
        """Run an earlier pass by `plain`, or read the one in question. A pass inside a pass belongs to the outer."""
        if self._inside or threading.get_ident() != self._thread:
            return plain(outputs, *args, **kwargs)
        self._inside = True
        self.passed += 1
        try:
            if self.passed == self._number:
                self._arrive(Arrival(plain, outputs, args[0]))
                raise BreakOff
            return self._earlier(plain, outputs, *args, **kwargs)
        finally:
            self._inside = False

    def _arrive(self, arrival: Arrival) -> None:
        try:
            with DisableTorchFunction():
                self._given.append(self._read(arrival))
        except NotCheckedError as refusal:
            self._refusal = refusal
        except Exception as error:  # noqa: BLE001 # a person's own backward may raise anything
            self._refusal = NotCheckedError(_RAISES.format(error=f"{type(error).__name__}: {str(error)[:300]}"))

    def _earlier(self, plain: Callable[..., Any], outputs: Sequence[Any], *args: Any, **kwargs: Any) -> Any:
        is_differentiable = bool(args[2:3] and args[2])
        self.settled += not is_differentiable
        if self._since is None or self.passed <= self._since or is_differentiable:
            return plain(outputs, *args, **kwargs)
        if not kwargs.get("accumulate_grad"):
            return self._settled(list(plain(outputs, *args, **kwargs)))
        with DisableTorchFunction():
            nodes, _ = walk([node for output in outputs if (node := maker_of(output)) is not None])
            leaves = [node.variable for node in nodes if is_leaf(node)]
        result = plain(outputs, *args, **kwargs)
        with DisableTorchFunction(), torch.no_grad():
            for leaf, gradient in zip(leaves, self._settled([leaf.grad for leaf in leaves]), strict=True):
                if leaf.grad is not None and gradient is not None:
                    leaf.grad.copy_(gradient)
        return result

    def _settled(self, given: Gradients) -> tuple[torch.Tensor | None, ...]:
        """Keep what a pass gave the first time; give copies of that ever after."""
        with DisableTorchFunction(), torch.no_grad():
            held = self._held.setdefault(
                self.passed, [None if each is None else each.detach().clone() for each in given]
            )
            return tuple(None if each is None else each.clone() for each in held)
