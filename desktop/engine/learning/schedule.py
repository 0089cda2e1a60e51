"""How a learning rate goes on from epoch to epoch."""

import math

from desktop.records.recipe import Schedule


def multiplier(schedule: Schedule, finished: int) -> float:
    """Give what the first learning rate is multiplied by after so many finished epochs; exactly 1 before the first."""
    match schedule.name:
        case "constant":
            return 1.0
        case "step":
            return schedule.factor ** (finished // schedule.every)
        case "exponential":
            return schedule.factor**finished
        case "cosine":
            share = min(finished / schedule.every, 1.0)
            return schedule.factor + (1 - schedule.factor) * (1 + math.cos(math.pi * share)) / 2
