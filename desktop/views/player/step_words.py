"""The line that tells of the moment under way."""

import math

from desktop.records.flow import FlowStep
from desktop.views.film.change_words import accumulated_words, updated_words, value_words
from desktop.views.player.reel import Reel, norm, norm_words
from desktop.views.tensor_text import number_text

NO_FLOW = "Nothing to play yet: call backward() and run"


def step_words(reel: Reel | None, position: float) -> str:
    """Say which moment is under way at a position, or was the last one done."""
    if reel is None or not reel.film.phases:
        return NO_FLOW
    if position <= reel.film.start or position == 0:
        return _before(reel, position)
    moment = math.ceil(position) - 1
    phase = reel.film.phase_of(moment)
    number, count = moment - phase.start + 1, phase.end - phase.start
    if phase.name == "backward":
        return f"step {number} of {count} · {reel.title(moment)} · {_gradient_words(reel, moment)}"
    if phase.name == "loss":
        return f"loss · {_value_words(reel, moment)}"
    told = _value_words(reel, moment) if phase.name == "forward" else _update_words(reel, moment)
    return f"{phase.name} {number} of {count} · {told}"


def _before(reel: Reel, position: float) -> str:
    steps = len(reel.film.flow.steps)
    if position < 0:
        return f"{len(reel.film.forward):,} operations forward, {steps:,} steps back · Space plays"
    loss = f"loss · {_value_words(reel, -1)} · " if reel.film.forward else ""
    return f"{loss}{steps:,} steps back · Space plays"


def _value_words(reel: Reel, moment: int) -> str:
    node = reel.nodes.get(reel.film.node_at(moment))
    tensor = node.tensor if node is not None else None
    if tensor is None or (tensor.count == 1 and not tensor.values):
        return reel.title(moment)
    return f"{reel.title(moment)} {'=' if tensor.count == 1 else '·'} {value_words(tensor)}"


def _update_words(reel: Reel, moment: int) -> str:
    change = reel.film.flow.updated[moment - len(reel.film.flow.steps)]
    return f"{reel.title(moment)} · {updated_words(change)}"


def _gradient_words(reel: Reel, moment: int) -> str:
    step = reel.film.flow.steps[moment]
    words = f"|g| = {norm_words(step)}"
    if reel.comparison is not None:
        words += _compared_words(step, reel.comparison.step(moment), reel.comparison.other.number)
    change = next((each for each in reel.film.flow.accumulated if each.node == step.node), None)
    return words if change is None else f"{words} · {accumulated_words(change, step.incoming[0])}"


def _compared_words(step: FlowStep, other: FlowStep | None, number: int) -> str:
    if other is None:
        return f" · not in pass {number}"
    here, there = norm(step), norm(other)
    ratio = f" · ratio {number_text(here / there)}" if here is not None and there else ""
    return f" · in pass {number} {norm_words(other)}{ratio}"
