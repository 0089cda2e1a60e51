"""The numbers of a recipe: what each means, what it may be, and how what a person typed becomes one."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from desktop.records.training import Recipe

_MOST_BATCH = 1_000_000
_MOST_SEED = 2**63 - 1


@dataclass(frozen=True)
class RecipeField:
    """One number: its name in the record, its label, its meaning, and its range in words and as a test."""

    name: str
    label: str
    meaning: str
    allowed: str
    kind: type[int] | type[float]
    accepts: Callable[[float], bool]

    @property
    def default(self) -> str:
        """What stands in the field at first: the chapter's own value."""
        return written(getattr(Recipe(), self.name))

    def parse(self, text: str) -> int | float:
        """Read what a person typed; raise ValueError with a sentence on what is allowed."""
        kind = "a whole number" if self.kind is int else "a number"
        try:
            value = self.kind(text.strip().replace(",", "").replace("\N{MINUS SIGN}", "-"))
        except ValueError:
            raise ValueError(f"{self.label} must be {kind}, {self.allowed}.") from None
        if not math.isfinite(value) or not self.accepts(value):
            raise ValueError(f"{self.label} must be {self.allowed}.")
        return value


FIELDS = (
    RecipeField(
        "learning_rate",
        "Learning rate",
        "How far each step goes against the gradient.",
        "more than 0",
        float,
        lambda value: value > 0,
    ),
    RecipeField(
        "momentum",
        "Momentum",
        "How much of the last step is kept in the next one.",
        "0 or more, and less than 1",
        float,
        lambda value: 0 <= value < 1,
    ),
    RecipeField(
        "batch_size",
        "Batch size",
        "How many random examples each step looks at.",
        "from 1 to 1,000,000",
        int,
        lambda value: 1 <= value <= _MOST_BATCH,
    ),
    RecipeField(
        "iterations",
        "Iterations an epoch",
        "How many steps make an epoch, after which the average loss is taken.",
        "1 or more",
        int,
        lambda value: 1 <= value <= _MOST_SEED,
    ),
    RecipeField(
        "epochs",
        "Most epochs",
        "How many epochs may pass before the run ends by itself.",
        "1 or more",
        int,
        lambda value: 1 <= value <= _MOST_SEED,
    ),
    RecipeField(
        "threshold",
        "Threshold",
        "The run has reached its aim once an epoch's average loss is below this.",
        "0 or more",
        float,
        lambda value: value >= 0,
    ),
    RecipeField(
        "seed",
        "Seed",
        "Equal seeds give equal first weights and equal examples: the same run, bit for bit.",
        "0 or more",
        int,
        lambda value: 0 <= value <= _MOST_SEED,
    ),
)


def written(value: float) -> str:
    """Write a number as a person would: no exponent where it is not needed, thousands apart."""
    if isinstance(value, int):
        return f"{value:,}"
    text = repr(value)
    return f"{value:f}".rstrip("0") if "e-05" in text or "e-06" in text else text
