"""The random streams of a training: one for weights and examples, others only where something draws from them."""

from collections.abc import Mapping

import torch
from torch import Tensor

EXAMPLES = "random_state"
NOISE = "random_state.noise"
MODEL = "random_state.model"

_GOLDEN = 0x9E3779B97F4A7C15
_PLACES = {EXAMPLES: 0, NOISE: 1, MODEL: 2}


def generator(seed: int, place: int) -> torch.Generator:
    """Make the generator at `place` of those that belong to a seed; the one at 0 has the seed itself."""
    return torch.Generator("cpu").manual_seed((seed + place * _GOLDEN) % 2**63)


class RandomStreams:
    """Generators on the CPU, each with a name under which a checkpoint keeps its state."""

    def __init__(self, seed: int, *, noise: bool, model: bool) -> None:
        """Set up the stream of the examples, and those of noise and of the model where they are drawn from."""
        wanted = {EXAMPLES: True, NOISE: noise, MODEL: model}
        self._generators = {name: generator(seed, _PLACES[name]) for name, needed in wanted.items() if needed}

    def __getitem__(self, name: str) -> torch.Generator:
        return self._generators[name]

    def states(self) -> dict[str, Tensor]:
        """Copy the state of each stream, by its name."""
        return {name: stream.get_state() for name, stream in self._generators.items()}

    def load(self, states: Mapping[str, Tensor]) -> None:
        """Go back to what `states` gave; raise KeyError, RuntimeError or TypeError where it is no such thing."""
        for name, stream in self._generators.items():
            stream.set_state(states[name])
