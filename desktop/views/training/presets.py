"""Recipes to begin with: each learns something in a minute."""

from desktop.records.recipe import Function, Mlp
from desktop.records.training import Recipe


def _classes(model: Mlp, target: Function) -> Recipe:
    return Recipe(
        learning_rate=0.01,
        batch_size=32,
        iterations=100,
        epochs=100,
        threshold=0.02,
        model=model,
        target=target,
        loss="bce",
        optimizer="adam",
    )


PRESETS: dict[str, Recipe] = {
    "The chapter's regression": Recipe(),
    "A sine by an MLP": Recipe(
        learning_rate=0.005,
        batch_size=32,
        iterations=500,
        epochs=100,
        threshold=0.001,
        model=Mlp((32, 32), "tanh"),
        target=Function("sine"),
        optimizer="adam",
    ),
    "XOR by an MLP": _classes(Mlp((8,), "tanh"), Function("xor")),
    "Two moons by an MLP": _classes(Mlp((16, 16)), Function("moons", 0.1)),
    "Spirals by an MLP": _classes(Mlp((32, 32), "tanh"), Function("spirals", 0.05)),
    "Two moons with dropout": _classes(Mlp((32, 32), dropout=0.3, batch_norm=True), Function("moons", 0.2)),
}
