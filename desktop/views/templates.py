"""What the Insert palette can write: one statement each, its blanks marked «so»."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    """A statement to insert. `text` assigns one name, or is a call alone; «…» marks what a person fills in."""

    name: str
    group: str
    text: str
    tooltip: str


def _group(title: str, *entries: tuple[str, str, str]) -> tuple[Template, ...]:
    return tuple(Template(name, title, text, tooltip) for name, text, tooltip in entries)


_TENSORS = _group(
    "Tensors",
    (
        "Values",
        "x = torch.tensor(«[[1.0, 2.0], [3.0, 4.0]]», requires_grad=«True»)",
        "A tensor of the numbers you write.",
    ),
    ("Normal", "x = torch.randn(«2», «3», requires_grad=«True»)", "Random numbers of mean 0 and deviation 1."),
    ("Uniform", "x = torch.rand(«2», «3», requires_grad=«True»)", "Random numbers between 0 and 1."),
    ("Zeros", "x = torch.zeros(«2», «3», requires_grad=«True»)", "A tensor of zeros."),
    ("Ones", "x = torch.ones(«2», «3», requires_grad=«True»)", "A tensor of ones."),
    ("Input", "x = torch.randn(«2», «3»)", "Data that needs no gradient: autograd does not follow it."),
    ("Parameter", "w = nn.Parameter(torch.randn(«3», «1»))", "A tensor to be learned: it requires a gradient."),
    ("Range", "x = torch.arange(«0.0», «10.0», «1.0»)", "Numbers from a start up to an end, which is left out."),
    ("Even steps", "x = torch.linspace(«0.0», «1.0», «11»)", "So many numbers at even distances, both ends included."),
    ("Identity", "x = torch.eye(«3»)", "A square matrix with ones on its diagonal."),
    ("Labels", "labels = torch.randint(«3», («2»,))", "Random whole numbers from 0, such as classes."),
    ("Fixed seed", "torch.manual_seed(«0»)", "Makes random numbers the same in every run."),
)

_OPERATIONS = _group(
    "Operations",
    ("Add", "y = «x» + «1»", "The sum, element by element; the gradient passes through unchanged."),
    ("Subtract", "y = «x» - «1»", "The difference, element by element."),
    ("Multiply", "y = «x» * «2»", "The product, element by element; each factor's gradient is scaled by the other."),
    ("Divide", "y = «x» / «2»", "The quotient, element by element."),
    ("Power", "y = «x» ** «2»", "Each element to a power."),
    ("Matrix product", "y = «x» @ «x».T", "Rows times columns; inner sizes must be equal."),
    ("Sum", "y = «x».sum()", "All elements added up to one number."),
    ("Mean", "y = «x».mean()", "The average of all elements."),
    ("Maximum", "y = «x».max()", "The largest element; only that one gets a gradient."),
    ("Exponential", "y = «x».exp()", "e to the power of each element."),
    (
        "Logarithm",
        "y = («x».abs() + «1e-6»).log()",
        "The natural logarithm of each element's size, kept away from zero.",
    ),
    ("Sine", "y = «x».sin()", "The sine of each element."),
    ("ReLU", "y = «x».relu()", "Negative elements become zero, and so do their gradients."),
    ("Sigmoid", "y = «x».sigmoid()", "Squeezes each element between 0 and 1."),
    ("Tanh", "y = «x».tanh()", "Squeezes each element between -1 and 1."),
    ("Softmax", "y = «x».softmax(dim=«-1»)", "Turns numbers along a dimension into shares that sum to 1."),
    ("Reshape", "y = «x».reshape(«-1»)", "The same elements in another shape; -1 is worked out."),
    ("Transpose", "y = «x».T", "Rows become columns."),
    ("Concatenate", "y = torch.cat([«x», «x»], dim=«0»)", "Tensors one after the other along a dimension."),
    ("Detach", "y = «x».detach()", "The same values, cut off from the graph: no gradient flows through."),
)

_LAYERS = _group(
    "Layers",
    ("Linear", "linear = nn.Linear(«3», «1»)", "Every output is a weighted sum of all inputs, plus a bias."),
    ("Sequential", "model = nn.Sequential(nn.Linear(«3», «8»), nn.ReLU(), nn.Linear(«8», «1»))", "Layers in a row."),
    (
        "Convolution",
        "conv = nn.Conv2d(«1», «8», kernel_size=«3»)",
        "A small window of weights that slides over pictures.",
    ),
    ("Max pooling", "pool = nn.MaxPool2d(«2»)", "Keeps the largest number of each small window."),
    ("Batch norm", "norm = nn.BatchNorm1d(«3»)", "Scales each feature to mean 0 and deviation 1 over the batch."),
    ("Layer norm", "norm = nn.LayerNorm(«3»)", "Scales each sample's features to mean 0 and deviation 1."),
    ("Dropout", "dropout = nn.Dropout(«0.5»)", "Sets elements to zero at random while training."),
    ("Embedding", "embedding = nn.Embedding(«10», «4»)", "A learned row of numbers for each whole number."),
    ("LSTM", "lstm = nn.LSTM(«3», «4», batch_first=True)", "Reads sequences and remembers what it has seen."),
    ("Apply a layer", "y = «model»(«x»)", "Sends a tensor through a layer or a model."),
)

_LOSSES = _group(
    "Losses",
    ("Squared error", "loss = («x» - «1»).pow(2).mean()", "The average squared distance from a number, written out."),
    (
        "Mean squared",
        "loss = F.mse_loss(«x», «target»)",
        "The average squared distance from a target of the same shape.",
    ),
    (
        "Mean absolute",
        "loss = F.l1_loss(«x», «target»)",
        "The average distance from a target; outliers count for less.",
    ),
    (
        "Cross entropy",
        "loss = F.cross_entropy(«x», «labels»)",
        "For classes: raw scores, a row each, and whole-number labels.",
    ),
    (
        "Binary entropy",
        "loss = F.binary_cross_entropy_with_logits(«x», «target»)",
        "For yes or no: raw scores, targets between 0 and 1.",
    ),
    ("Sum as loss", "loss = «x».sum()", "The simplest number to differentiate: every gradient starts at 1."),
)

_BACKWARD = _group(
    "Backward",
    ("Backward", "«loss».backward()", "Sends gradients from a number back to every leaf, into their .grad."),
    (
        "Backward, keep",
        "«loss».backward(retain_graph=True)",
        "Keeps what was saved, so that backward can be called again.",
    ),
    ("Gradient of", "grads = torch.autograd.grad(«loss», [«x»])", "Returns gradients and leaves .grad as it was."),
    ("Show gradient", "print(«x».grad)", "Prints what backward has left at a leaf."),
    (
        "SGD",
        "optimizer = torch.optim.SGD(«model».parameters(), lr=«0.01»)",
        "Steps against the gradient, times a rate.",
    ),
    (
        "Adam",
        "optimizer = torch.optim.Adam(«model».parameters(), lr=«0.001»)",
        "Steps with a rate of its own for each weight.",
    ),
    ("Zero gradients", "«optimizer».zero_grad()", "Forgets old gradients, which backward would add to."),
    ("Step", "«optimizer».step()", "Moves every parameter by one step of the optimizer."),
)

TEMPLATES = _TENSORS + _OPERATIONS + _LAYERS + _LOSSES + _BACKWARD
"""In the order they are shown; entries of one group stand together."""
