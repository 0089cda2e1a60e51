"""What happened while a program ran that no record holds: which switches were set, what was changed where, by whom."""

import logging
import weakref
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any, Protocol

import torch
from torch import nn

from desktop.engine.findings.leaves import Leaves
from desktop.records.text import Span

if TYPE_CHECKING:
    from desktop.engine.findings.witness import Bypass


class Places(Protocol):
    """Knows a program's file by its name, and where its instructions stand."""

    @property
    def name(self) -> str:
        """The name that the program was compiled under."""

    def span(self, code: CodeType, instruction: int) -> Span | None:
        """Give the span of the expression whose instruction starts at byte `instruction` of `code`."""


PASSES = 8
"""Passes that are looked at: the first."""

_EVALUATION = "chainrule.evaluation"
_KEPT = 8
"""How many events of a kind are kept for one place in the text: the latest."""


@dataclass(frozen=True)
class Event:
    """One thing that happened: `turn` counts all of a run's events."""

    kind: str
    span: Span | None
    turn: int
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Optimizer:
    """An optimizer of the program: where it was made, what it moves (by id), how often it stepped at first."""

    made_at: Span | None
    of: Callable[[], torch.optim.Optimizer | None]
    parameters: frozenset[int] = frozenset()
    steps: int = 0
    idle_steps: int = 0
    idle_at: Span | None = None


class Log:
    """The events of one run. Keeps no tensor and no graph alive. Thread: the program's."""

    def __init__(self, source: Places, leaves: Leaves | None = None) -> None:
        self.leaves = leaves or Leaves()
        self.optimizers: list[Optimizer] = []
        self.passes = 0
        self.bypasses: list[Bypass] = []
        self.used_evaluations: set[int] = set()
        self.turn = 0
        self.file = source.name
        self._source = source
        self._has_evaluated = False
        self._events: dict[tuple[str, Span | None], deque[Event]] = defaultdict(lambda: deque(maxlen=_KEPT))

    def note(self, kind: str, span: Span | None, **facts: Any) -> None:
        """Write an event down."""
        self.turn += 1
        self._events[kind, span].append(Event(kind, span, self.turn, facts))

    def of(self, kind: str) -> list[Event]:
        """Give the events of a kind, in their order."""
        return sorted(
            (each for (name, _), events in self._events.items() if name == kind for each in events), key=_turn
        )

    def latest(self, kind: str, span: Span | None) -> Event | None:
        """Give the last event of a kind at a place."""
        events = self._events.get((kind, span))
        return events[-1] if events else None

    def frame(self, frame: FrameType | None) -> FrameType | None:
        """Give the program's own frame that `frame` runs for."""
        while frame is not None and frame.f_code.co_filename != self._source.name:
            frame = frame.f_back
        return frame

    def place(self, frame: FrameType | None) -> Span | None:
        """Give where in the program's text `frame` was called from."""
        frame = self.frame(frame)
        return None if frame is None else self._source.span(frame.f_code, frame.f_lasti)

    @property
    def awaits_steps(self) -> bool:
        """Whether a step of a living optimizer is of interest yet."""
        return any(each.steps < _KEPT and each.of() is not None for each in self.optimizers)

    def optimizer_made(self, optimizer: torch.optim.Optimizer, frame: FrameType | None) -> None:
        """Know an optimizer from its making on."""
        self.optimizers.append(Optimizer(self.place(frame), weakref.ref(optimizer)))

    def stepped(self, optimizer: torch.optim.Optimizer, frame: FrameType | None, *, has_closure: bool) -> None:
        """Take a step of an optimizer in, before it happens; with a closure, gradients come while it does."""
        known = next((each for each in self.optimizers if each.of() is optimizer), None)
        if known is None or known.steps == _KEPT:
            return
        known.steps += 1
        moved = [leaf for group in optimizer.param_groups for leaf in group["params"]]
        known.parameters |= frozenset(map(id, moved))
        self.note("step", self.place(frame), optimizer=known, dirty=self.leaves.dirty(moved))
        if not has_closure and all(leaf.grad is None for leaf in moved):
            known.idle_steps += 1
            known.idle_at = self.place(frame)

    def switched(self, module: nn.Module, mode: bool, frame: FrameType | None) -> None:  # noqa: FBT001 # as torch says it
        """Take in that a module goes to train or eval mode."""
        parameters = frozenset(map(id, nn.Module.parameters(module)))
        was_trained = module.training and self.leaves.reached(parameters)
        self.note(
            "mode", self.place(frame), module=weakref.ref(module), mode=mode, parameters=parameters, trained=was_trained
        )

    def switched_off(self, leaves: frozenset[int]) -> list[Event]:
        """Give the switches to eval mode of modules that stand in it yet, hold one of `leaves`, and learnt before."""
        return [each for each in self.of("mode") if not each.facts["mode"] and _is_off(each, leaves)]

    def evaluated(self, node: Any, frame: FrameType | None) -> None:
        """Take in that a layer in eval mode begins a graph, with `node`."""
        self._has_evaluated = True
        node.metadata[_EVALUATION] = self.turn + 1
        self.note("evaluation", self.place(frame), number=self.turn + 1, passes=self.passes)

    def went_through(self, nodes: Iterable[Any]) -> None:
        """Take in which graphs that began in eval mode a pass uses."""
        if self._has_evaluated:
            numbers = (node.metadata.get(_EVALUATION) for node in nodes)
            self.used_evaluations.update(number for number in numbers if number is not None)

    def overwritten(self, module: nn.Module, name: str, old: nn.Parameter, new: Any, frame: FrameType | None) -> None:
        """Take in that a parameter gives way to another under its name."""
        self.note("overwritten", self.place(frame), module=weakref.ref(module), name=name, old=id(old), new=id(new))


def _is_off(switch: Event, leaves: frozenset[int]) -> bool:
    module = switch.facts["module"]()
    return (
        module is not None
        and not module.training
        and switch.facts["trained"]
        and bool(switch.facts["parameters"] & leaves)
    )


def safely(tell: Callable[..., None], *args: Any, **kwargs: Any) -> None:
    """Tell of something; what goes wrong in that is no business of the person's program. Thread: any."""
    try:
        tell(*args, **kwargs)
    except Exception:  # tensors without memory, half-made modules: whatever may stand before us
        logging.getLogger(__name__).debug("What happened could not be noted", exc_info=True)


def _turn(event: Event) -> int:
    return event.turn
