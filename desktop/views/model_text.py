"""A model's class as text: a name and a list of layers in, Python out."""

import keyword
import re
from collections import Counter
from collections.abc import Sequence

from desktop.views.model_layers import Layer
from desktop.views.model_shapes import input_shape, takes_whole_numbers

_TAKEN = {"torch", "nn", "F", "f", "output", "super"}
_FALLBACK = "model"


def name_fault(name: str) -> str:
    """Say in a sentence why a class cannot have this name, or ""."""
    if not name:
        return "Give the class a name."
    if not name.isidentifier():
        return "A name is letters, digits and _, and begins with no digit."
    if keyword.iskeyword(name):
        return f"“{name}” is a word of Python's own."
    if name in _TAKEN:
        return f"“{name}” is needed for something else."
    return ""


def class_text(name: str, layers: Sequence[Layer]) -> str:
    """Write the class, a line that makes a model of it, and a line that calls that on a fitting random input."""
    attributes = _attributes(layers)
    instance = instance_name(name)
    lines = [
        f"class {name}(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        *(f"        self.{attribute} = nn.{layer.text()}" for attribute, layer in zip(attributes, layers, strict=True)),
        "",
        "    def forward(self, x):",
        *(f"        {_call(attribute, layer)}" for attribute, layer in zip(attributes, layers, strict=True)),
        "        return x",
        "",
        "",
        f"{instance} = {name}()",
        f"output = {instance}({_input(layers)})",
    ]
    return "\n".join(lines) + "\n"


def instance_name(name: str) -> str:
    """Give a variable's name for a class: Net becomes net, MyLinear my_linear."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    usable = snake != name and snake not in _TAKEN and not keyword.iskeyword(snake)
    return snake if usable else _FALLBACK


def _attributes(layers: Sequence[Layer]) -> list[str]:
    """Name the layers by their kind, and count those of which there are several."""
    total = Counter(layer.kind.attribute for layer in layers)
    seen: Counter[str] = Counter()
    names = []
    for layer in layers:
        attribute = layer.kind.attribute
        seen[attribute] += 1
        names.append(f"{attribute}{seen[attribute]}" if total[attribute] > 1 else attribute)
    return names


def _call(attribute: str, layer: Layer) -> str:
    result = "x, _" if layer.kind.name == "LSTM" else "x"
    return f"{result} = self.{attribute}(x)"


def _input(layers: Sequence[Layer]) -> str:
    shape = input_shape(layers)
    if takes_whole_numbers(layers):
        return f"torch.randint({layers[0].values[0]}, {shape})"
    return f"torch.randn({', '.join(map(str, shape))})"
