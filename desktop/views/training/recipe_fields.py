"""Every field of a recipe's form, by section: what it means, what it may be."""

from desktop.views.training.fields import (
    ChoiceField,
    ColumnsField,
    Field,
    FileField,
    NumberField,
    SwitchField,
    TextField,
)
from desktop.views.training.readings import (
    read_arguments,
    read_formula,
    read_widths,
    write_text,
    write_widths,
)

_MOST_BATCH = 1_000_000
_MOST_SEED = 2**63 - 1
_FARTHEST = 1e6
_MOST_NOISE = 10


def _more_than_zero(value: float) -> bool:
    return value > 0


def _zero_or_more(value: float) -> bool:
    return value >= 0


def _share(value: float) -> bool:
    return 0 <= value < 1


def _count(value: float) -> bool:
    return 1 <= value <= _MOST_SEED


def _place(value: float) -> bool:
    return -_FARTHEST <= value <= _FARTHEST


_SHARE = "0 or more, and less than 1"
_ZERO_OR_MORE = "0 or more"

MODEL: tuple[Field, ...] = (
    ChoiceField(
        "model",
        "Model",
        "What learns.",
        (("linear", "Linear layer"), ("mlp", "MLP"), ("program", "Class of my program")),
    ),
    TextField(
        "widths",
        "Widths",
        "How many units each hidden layer has.",
        "up to 16 whole numbers from 1 to 4,096, or none",
        read_widths,
        write_widths,
        "16, 16",
    ),
    ChoiceField(
        "activation",
        "Activation",
        "What stands between two layers.",
        (
            ("relu", "ReLU"),
            ("tanh", "Tanh"),
            ("sigmoid", "Sigmoid"),
            ("gelu", "GELU"),
            ("leaky_relu", "Leaky ReLU"),
            ("elu", "ELU"),
            ("silu", "SiLU"),
            ("identity", "None"),
        ),
    ),
    NumberField("dropout", "Dropout", "The share of values left out in training.", _SHARE, float, _share),
    SwitchField("batch_norm", "Batch norm", "Normalise each layer's values over the batch."),
    ChoiceField(
        "initialisation",
        "First weights",
        "How the weights are drawn at the beginning.",
        (
            ("default", "PyTorch's"),
            ("xavier", "Xavier"),
            ("kaiming", "Kaiming"),
            ("normal", "Normal"),
            ("zeros", "Zeros"),
        ),
    ),
    ChoiceField(
        "name",
        "Class",
        "A subclass of torch.nn.Module in the open program.",
        lacking="The open program has no class with nn.Module as its base.",
    ),
    TextField(
        "arguments",
        "Arguments",
        "What stands between the brackets where the class is called.",
        "plain values only",
        read_arguments,
        write_text,
        "3, 1",
    ),
)

TARGET: tuple[Field, ...] = (
    ChoiceField(
        "target",
        "Target",
        "What is to be learned.",
        (
            ("chapter", "3 x₁ + x₂ - 2 x₃"),
            ("sine", "Sine"),
            ("line", "Noisy line"),
            ("xor", "XOR"),
            ("moons", "Two moons"),
            ("spirals", "Spirals"),
            ("formula", "My formula"),
            ("table", "CSV file"),
        ),
    ),
    TextField(
        "formula",
        "Formula",
        "A function of x1, x2, … as in Python.",
        "numbers, x1, x2, …, + - * / **, sin, cos, exp, …",
        read_formula,
        write_text,
        "x1**2 - x2",
    ),
    NumberField("low", "Inputs from", "The least an input is.", "from -1,000,000 to 1,000,000", float, _place),
    NumberField("high", "Inputs to", "The most an input is.", "from -1,000,000 to 1,000,000", float, _place),
    NumberField(
        "noise",
        "Noise",
        "The deviation of what is added to the truth.",
        "from 0 to 10",
        float,
        lambda value: 0 <= value <= _MOST_NOISE,
    ),
    FileField("path", "File", "A CSV file whose first line names its columns."),
    ColumnsField("inputs", "Inputs", "The columns that go in."),
    ChoiceField("output", "Output", "The column to be learned.", lacking="Choose a CSV file first."),
    NumberField("validation", "For validation", "The share of rows not trained on.", _SHARE, float, _share),
    ChoiceField(
        "missing",
        "Missing values",
        "What becomes of a row that lacks a value.",
        (("drop", "Leave the row out"), ("mean", "Take the mean")),
    ),
    SwitchField("scaled", "Scale inputs", "Give each input column the mean 0 and the deviation 1."),
)

DESCENT: tuple[Field, ...] = (
    ChoiceField(
        "loss",
        "Loss",
        "How far an answer is from the truth.",
        (
            ("mse", "Mean square"),
            ("mae", "Mean absolute"),
            ("huber", "Huber"),
            ("bce", "Binary cross-entropy"),
            ("cross_entropy", "Cross-entropy"),
        ),
    ),
    ChoiceField(
        "optimizer",
        "Optimizer",
        "How a gradient becomes a step.",
        (("sgd", "SGD"), ("adam", "Adam"), ("adamw", "AdamW"), ("rmsprop", "RMSprop"), ("adagrad", "Adagrad")),
    ),
    NumberField(
        "learning_rate",
        "Learning rate",
        "How far each step goes against the gradient. Can be changed during a run.",
        "more than 0",
        float,
        _more_than_zero,
    ),
    NumberField(
        "momentum",
        "Momentum",
        "How much of the last step is kept in the next one. Can be changed during a run.",
        _SHARE,
        float,
        _share,
    ),
    SwitchField("nesterov", "Nesterov", "Look ahead along the momentum; needs a momentum above 0."),
    NumberField(
        "weight_decay", "Weight decay", "How much weights are pulled to 0.", _ZERO_OR_MORE, float, _zero_or_more
    ),
    ChoiceField(
        "schedule",
        "Schedule",
        "How the learning rate goes on from epoch to epoch.",
        (("constant", "Constant"), ("step", "Steps"), ("exponential", "Exponential"), ("cosine", "Cosine")),
    ),
    NumberField("every", "Epochs a step", "After how many epochs it changes, or is down.", "1 or more", int, _count),
    NumberField(
        "factor",
        "Factor",
        "What it is multiplied by.",
        "more than 0, and at most 1",
        float,
        lambda value: 0 < value <= 1,
    ),
)

LENGTH: tuple[Field, ...] = (
    NumberField(
        "batch_size",
        "Batch size",
        "How many random examples each step looks at. Can be changed during a run.",
        "from 1 to 1,000,000",
        int,
        lambda value: 1 <= value <= _MOST_BATCH,
    ),
    NumberField(
        "iterations",
        "Iterations an epoch",
        "How many steps make an epoch, after which the average loss is taken.",
        "1 or more",
        int,
        _count,
    ),
    NumberField(
        "epochs", "Most epochs", "How many epochs may pass before the run ends by itself.", "1 or more", int, _count
    ),
    NumberField(
        "threshold",
        "Threshold",
        "The run has reached its aim once an epoch's average loss is below this.",
        _ZERO_OR_MORE,
        float,
        _zero_or_more,
    ),
    NumberField(
        "seed",
        "Seed",
        "Equal seeds give equal first weights and equal examples: the same run, bit for bit.",
        _ZERO_OR_MORE,
        int,
        lambda value: 0 <= value <= _MOST_SEED,
    ),
    ChoiceField("device", "Device", "Where the tensors live and the training runs.", (("cpu", "CPU"),)),
)

SECTIONS: dict[str, tuple[Field, ...]] = {
    "Model": MODEL,
    "Target": TARGET,
    "Loss and optimizer": DESCENT,
    "Run": LENGTH,
}
LIVE = ("learning_rate", "momentum", "batch_size")
"""What may be changed during a run."""
