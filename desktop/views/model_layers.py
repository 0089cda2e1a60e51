"""The layers a model can be assembled from, and the numbers each takes."""

from dataclasses import dataclass

_MOST = 1_000_000


@dataclass(frozen=True)
class Argument:
    """One number of a layer: as Python names it, as a person reads it, its first value and its range."""

    name: str
    label: str
    default: float
    low: float = 1
    high: float = _MOST
    is_keyword: bool = False
    is_optional: bool = False
    """Whether torch's own default is `default`, so that it need not be written."""

    @property
    def is_whole(self) -> bool:
        """Whether it counts something."""
        return isinstance(self.default, int)


@dataclass(frozen=True)
class LayerKind:
    """A class of torch.nn, the attribute it is kept in, and what it does in a sentence."""

    name: str
    attribute: str
    meaning: str
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True)
class Layer:
    """One layer of a model: its kind, and a value for each of its arguments."""

    kind: LayerKind
    values: tuple[float, ...]

    def text(self) -> str:
        """Write the layer as a call: "Linear(3, 8)"."""
        pairs = zip(self.kind.arguments, self.values, strict=True)
        told = [pair for pair in pairs if not (pair[0].is_optional and pair[1] == pair[0].default)]
        written = [f"{argument.name}={value}" if argument.is_keyword else str(value) for argument, value in told]
        if self.kind.name == "LSTM":
            written.append("batch_first=True")
        return f"{self.kind.name}({', '.join(written)})"

    def with_value(self, index: int, value: float) -> "Layer":
        """Give the same layer with another value for one argument."""
        return Layer(self.kind, (*self.values[:index], value, *self.values[index + 1 :]))


_KERNEL = Argument("kernel_size", "Window", 3, high=99, is_keyword=True)

KINDS = (
    LayerKind(
        "Linear",
        "linear",
        "Every output is a weighted sum of all inputs, plus a bias.",
        (Argument("in_features", "Inputs", 3), Argument("out_features", "Outputs", 8)),
    ),
    LayerKind("ReLU", "relu", "Negative numbers become zero."),
    LayerKind("Sigmoid", "sigmoid", "Squeezes every number between 0 and 1."),
    LayerKind("Tanh", "tanh", "Squeezes every number between -1 and 1."),
    LayerKind(
        "Dropout",
        "dropout",
        "Sets numbers to zero at random while training.",
        (Argument("p", "Share dropped", 0.5, low=0.0, high=1.0),),
    ),
    LayerKind(
        "Conv2d",
        "conv",
        "A small window of weights slides over pictures.",
        (
            Argument("in_channels", "Channels in", 1),
            Argument("out_channels", "Channels out", 8),
            _KERNEL,
            Argument("stride", "Step", 1, high=99, is_keyword=True, is_optional=True),
            Argument("padding", "Border", 0, low=0, high=99, is_keyword=True, is_optional=True),
        ),
    ),
    LayerKind("MaxPool2d", "pool", "Keeps the largest number of each window.", (Argument("kernel_size", "Window", 2),)),
    LayerKind("Flatten", "flatten", "Puts all numbers of a sample in one row."),
    LayerKind(
        "BatchNorm1d",
        "norm",
        "Brings each feature to mean 0 and deviation 1 over the batch.",
        (Argument("num_features", "Features", 8),),
    ),
    LayerKind(
        "BatchNorm2d",
        "norm",
        "Brings each channel to mean 0 and deviation 1 over the batch.",
        (Argument("num_features", "Channels", 8),),
    ),
    LayerKind(
        "LayerNorm",
        "norm",
        "Brings the features of each sample to mean 0 and deviation 1.",
        (Argument("normalized_shape", "Features", 8),),
    ),
    LayerKind(
        "Embedding",
        "embedding",
        "A learned row of numbers for each whole number; must come first.",
        (Argument("num_embeddings", "Words", 10), Argument("embedding_dim", "Numbers each", 8)),
    ),
    LayerKind(
        "LSTM",
        "lstm",
        "Reads a sequence step by step and remembers.",
        (Argument("input_size", "Inputs", 8), Argument("hidden_size", "Outputs", 8)),
    ),
)


def kind_named(name: str) -> LayerKind:
    """Give the kind of that name."""
    return next(kind for kind in KINDS if kind.name == name)


def new_layer(name: str, *values: float) -> Layer:
    """Give a layer with these values, or with its kind's own."""
    kind = kind_named(name)
    return Layer(kind, values or tuple(argument.default for argument in kind.arguments))
