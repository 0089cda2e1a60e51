"""Generated models run in torch."""

import ast
import json
import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.views.model_layers import KINDS, Layer, new_layer
from desktop.views.model_shapes import fitted, mismatches
from desktop.views.model_text import class_text, instance_name, name_fault

_PRELUDE = "import torch\nimport torch.nn as nn\n"
_RUNNER = """
import json, sys
import torch
results = []
for text in json.loads(sys.stdin.read()):
    names = {}
    try:
        exec(text, names)
        results.append(list(names["output"].shape))
    except (RuntimeError, ValueError, IndexError) as error:
        results.append(str(error))
print(json.dumps(results))
"""


def _results(texts: list[str]) -> list[object]:
    programs = json.dumps([_PRELUDE + text for text in texts])
    command = [sys.executable, "-c", _RUNNER]
    done = subprocess.run(command, input=programs, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    results: list[object] = json.loads(done.stdout)
    return results


MODELS: list[list[Layer]] = [
    [],
    [new_layer("Linear", 3, 8), new_layer("ReLU"), new_layer("Linear", 8, 1)],
    [new_layer("Conv2d", 1, 4, 3, 1, 0), new_layer("MaxPool2d", 2), new_layer("Flatten"), new_layer("Linear", 676, 10)],
    [new_layer("Conv2d", 3, 4, 5, 2, 1), new_layer("BatchNorm2d", 4), new_layer("Tanh"), new_layer("Dropout", 0.25)],
    [new_layer("Embedding", 20, 6), new_layer("LSTM", 6, 5), new_layer("LayerNorm", 5), new_layer("Linear", 5, 2)],
    [new_layer("Flatten"), new_layer("Linear", 784, 10), new_layer("BatchNorm1d", 10), new_layer("Sigmoid")],
    *([new_layer(kind.name)] for kind in KINDS),
]


def test_models_without_a_mismatch_run() -> None:
    """Every kind of layer alone, and models of several, run as they are written."""
    assert all(mismatch is None for layers in MODELS for mismatch in mismatches(layers))
    results = _results([class_text("Net", layers) for layers in MODELS])
    assert [result for result in results if isinstance(result, str)] == []
    assert results[:6] == [[4, 3], [4, 1], [4, 10], [4, 4, 13, 13], [4, 8, 2], [4, 10]]


def test_a_mismatch_is_what_torch_refuses() -> None:
    """Random stacks run exactly if nothing was found wrong; only torch takes a batch for one picture's channels."""
    stacks = _random_stacks()
    results = _results([class_text("Net", layers) for layers in stacks])
    for layers, result in zip(stacks, results, strict=True):
        found = [mismatch for mismatch in mismatches(layers) if mismatch is not None]
        if not any("pictures" in mismatch.message for mismatch in found):
            assert bool(found) == isinstance(result, str), ([layer.text() for layer in layers], result, found)


def _random_stacks() -> list[list[Layer]]:
    chance = random.Random(0)  # noqa: S311 (no secret)
    stacks = []
    for _ in range(150):
        layers: list[Layer] = []
        for _ in range(chance.randint(1, 5)):
            layer = new_layer(chance.choice(KINDS).name)
            layers.append(fitted(layer, layers) if chance.random() < 0.8 else layer)
        stacks.append(layers)
    return stacks


def test_a_fitting_value_mends_the_mismatch() -> None:
    """The value that is offered makes the layers fit."""
    layers = [new_layer("Linear", 3, 16), new_layer("Linear", 8, 1)]
    mismatch = mismatches(layers)[1]
    assert mismatch is not None
    assert (mismatch.message, mismatch.fitting) == ("16 come to it, but it takes 8.", 16)
    assert mismatches([layers[0], layers[1].with_value(0, 16)]) == (None, None)


def test_one_fault_is_told_once() -> None:
    """Behind a layer that does not fit, the rest is taken as if it did."""
    layers = [new_layer("Linear", 3, 16), new_layer("Linear", 8, 4), new_layer("Linear", 4, 1)]
    assert [mismatch is not None for mismatch in mismatches(layers)] == [False, True, False]


@pytest.mark.parametrize(
    ("name", "instance"),
    [
        ("Net", "net"),
        ("MyLinear", "my_linear"),
        ("net", "model"),
        ("Class", "model"),
        ("Torch", "model"),
        ("NN", "model"),
        ("모델", "model"),
        ("Output", "model"),
    ],
)
def test_instances_never_hide_what_is_needed(name: str, instance: str) -> None:
    """The variable hides neither the class nor a module nor a word of Python's."""
    assert instance_name(name) == instance


@pytest.mark.parametrize("name", ["", "1st", "a b", "class", "None", "nn", "x-y", "Net\n"])
def test_bad_names_are_told(name: str) -> None:
    """What is no usable name is refused in a sentence."""
    assert name_fault(name).endswith(".")


@given(st.text(max_size=8))
def test_every_accepted_name_gives_python(name: str) -> None:
    """A name that passes makes a text that parses."""
    if not name_fault(name):
        ast.parse(class_text(name, MODELS[1]))
