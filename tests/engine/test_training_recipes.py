"""Every model, target and optimizer: the same numbers by any block, after a reset, after a file, and while watched."""

import math
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import pytest
import torch
from torch import nn

from desktop.engine.checkpoint import encode_checkpoint, read_checkpoint
from desktop.engine.training import DivergedError, Training
from desktop.records.files import UsageError
from desktop.records.recipe import Formula, Function, LinearModel, Mlp, Model, ProgramModel, Schedule, Table, Target
from desktop.records.record import Number
from desktop.records.training import Recipe, TrainingStep

NET = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.LazyLinear(6), nn.BatchNorm1d(6), nn.Tanh(), nn.Dropout(0.2), nn.Linear(6, 1))
        self.layers(torch.zeros(2, 2))

    def forward(self, x):
        return self.layers(x)
"""
MODELS: dict[str, Model] = {
    "linear": LinearModel(),
    "plain": Mlp((7,), activation="tanh"),
    "mlp": Mlp((6, 5), dropout=0.25, batch_norm=True, activation="silu", initialisation="kaiming"),
    "program": ProgramModel(NET, "Net"),
}
OPTIMIZERS: dict[str, dict[str, Any]] = {
    "sgd": {"momentum": 0.7, "nesterov": True, "weight_decay": 0.01},
    "adam": {},
    "adamw": {"weight_decay": 0.05},
    "rmsprop": {"momentum": 0.5},
    "adagrad": {},
}
TARGETS: dict[str, Target] = {
    "moons": Function("moons", 0.1),
    "xor": Function("xor"),
    "formula": Formula("sin(3 * x1) * x2", -2, 2, noise=0.05),
    "table": Table("", ("a", "b"), "y"),
}
HALF = 45


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Keep torch's threads from fighting over a busy machine for such small tensors."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Write a table and give its path."""
    path = tmp_path_factory.mktemp("tables") / "table.csv"
    path.write_text("a,b,y\n" + "".join(f"{n % 7},{n * n % 11},{n % 3}\n" for n in range(60)))
    return str(path)


def recipe_of(table: str, model: str, optimizer: str, target: str) -> Recipe:
    """Make a short recipe that ends in the middle of nothing."""
    chosen = TARGETS[target]
    return Recipe(
        seed=5,
        learning_rate=0.02,
        batch_size=6,
        iterations=30,
        epochs=3,
        threshold=0,
        model=MODELS[model],
        target=msgspec.structs.replace(chosen, path=table) if isinstance(chosen, Table) else chosen,
        optimizer=optimizer,  # type: ignore[arg-type] # one of them
        schedule=Schedule("exponential", factor=0.9),
        **OPTIMIZERS[optimizer],
    )


Heard = list[tuple[int, int, tuple[Number, ...]]]


def heard(steps: list[TrainingStep]) -> Heard:
    """Take apart what steps of any size say: a loss with its place, and what each epoch says."""
    losses: Heard = []
    for step in steps:
        first = step.iteration - len(step.losses) + 1
        losses += [(step.epoch, first + index, (loss,)) for index, loss in enumerate(step.losses)]
        if (epoch := step.summary) is not None:
            losses.append((epoch.epoch, 0, (epoch.average_loss, epoch.predicted, epoch.validation or 0.0)))
    return losses


def rest(training: Training, block: int = 100) -> Heard:
    """Train to the end by blocks."""
    steps = []
    while not training.finished:
        steps.append(training.advance(block))
    return heard(steps)


def first_half(training: Training) -> Heard:
    """Train to the middle of the second epoch."""
    return heard([training.advance(30), training.advance(HALF - 30)])


def same_tensors(one: Training, other: Training) -> bool:
    """Say whether two runs stand at the very same weights, memories and random states."""
    ours, theirs = one.tensors(), other.tensors()
    return ours.keys() == theirs.keys() and all(torch.equal(ours[name], theirs[name]) for name in ours)


COMBINATIONS = list(product(MODELS, OPTIMIZERS, TARGETS))


@pytest.mark.parametrize(("model", "optimizer", "target"), COMBINATIONS)
def test_a_run_is_its_recipe(table: str, tmp_path: Path, model: str, optimizer: str, target: str) -> None:
    """By other blocks, after a reset, watched all along, and by way of a file a run gives the same numbers exactly."""
    recipe = recipe_of(table, model, optimizer, target)
    whole = Training(recipe)
    expected = first_half(whole)
    path = tmp_path / "checkpoint"
    path.write_bytes(encode_checkpoint(whole))
    expected += rest(whole)
    assert len(expected) == 93

    watched = Training(recipe)
    steps = []
    while not watched.finished:
        watched.predictions()
        watched.next_batch()
        steps.append(watched.advance(7))
    assert heard(steps) == expected
    assert same_tensors(watched, whole)

    checkpoint = read_checkpoint(path)
    resumed = checkpoint.training(checkpoint.recipe)
    assert rest(resumed, 4) == expected[-(93 - HALF - 1) :]
    assert same_tensors(resumed, whole)


def bare(recipe: Recipe, module: nn.Module, optimizer: torch.optim.Optimizer, stream: torch.Generator) -> list[float]:
    """Train in plain PyTorch on the sine."""
    losses = []
    for _iteration in range(recipe.iterations):
        x = -math.pi + 2 * math.pi * torch.rand(recipe.batch_size, 1, generator=stream)
        loss = ((torch.sin(x) - module(x)) ** 2).sum() / recipe.batch_size
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


PLAIN: dict[str, Any] = {
    "sgd": lambda ps: torch.optim.SGD(ps, 0.02, 0.9, nesterov=True, weight_decay=0.01),
    "adam": lambda ps: torch.optim.Adam(ps, 0.02, weight_decay=0.01),
    "adamw": lambda ps: torch.optim.AdamW(ps, 0.02, weight_decay=0.01),
    "rmsprop": lambda ps: torch.optim.RMSprop(ps, 0.02, momentum=0.9, weight_decay=0.01),
    "adagrad": lambda ps: torch.optim.Adagrad(ps, 0.02, weight_decay=0.01),
}


@pytest.mark.parametrize("optimizer", PLAIN)
def test_an_mlp_trains_as_plain_torch_does(optimizer: Any) -> None:
    """From the seed on, losses are those of nn.Linear, nn.ReLU and torch.optim, whose words need no explanation."""
    recipe = Recipe(
        seed=4,
        learning_rate=0.02,
        momentum=0.9,
        nesterov=optimizer == "sgd",
        weight_decay=0.01,
        batch_size=5,
        iterations=60,
        model=Mlp((8,)),
        target=Function("sine"),
        optimizer=optimizer,
    )
    torch.manual_seed(recipe.seed)
    module = nn.Sequential(nn.Linear(1, 8), nn.ReLU(), nn.Linear(8, 1))
    losses = bare(recipe, module, PLAIN[optimizer](module.parameters()), torch.default_generator)
    assert Training(recipe).advance(60).losses == pytest.approx(losses, rel=1e-4)


LOSSES: dict[str, nn.Module] = {
    "mse": nn.MSELoss(),
    "mae": nn.L1Loss(),
    "huber": nn.HuberLoss(),
    "bce": nn.BCEWithLogitsLoss(),
    "cross_entropy": nn.CrossEntropyLoss(),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_is_torchs(loss: Any) -> None:
    """The first loss of a run is that of torch's own loss module on its first batch."""
    recipe = Recipe(batch_size=9, target=Function("moons"), loss=loss)
    training = Training(recipe)
    x, y = training.next_batch()
    outputs = training.model.trained(x)
    expected = LOSSES[loss](outputs, y[:, 0].long() if loss == "cross_entropy" else y)
    assert list(training.advance(1).losses) == pytest.approx([expected.item()], rel=1e-5)


@pytest.mark.parametrize(
    ("schedule", "rates"),
    [
        (Schedule(), [0.1] * 5),
        (Schedule("step", 2, 0.1), [0.1, 0.1, 0.01, 0.01, 0.001]),
        (Schedule("exponential", 1, 0.5), [0.1, 0.05, 0.025, 0.0125, 0.00625]),
        (Schedule("cosine", 4, 0.2), [0.1, 0.1 - 0.04 * (1 - 0.5**0.5), 0.06, 0.06 - 0.04 * 0.5**0.5, 0.02]),
    ],
)
def test_a_schedule_goes_from_epoch_to_epoch(schedule: Schedule, rates: list[float]) -> None:
    """Each epoch says the rate it was trained with."""
    training = Training(Recipe(learning_rate=0.1, iterations=3, epochs=5, threshold=0, schedule=schedule))
    rest(training)
    assert [epoch.learning_rate for epoch in training.outcome().epochs] == pytest.approx(rates)


@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop"])
def test_a_change_counts_from_the_next_iteration_and_is_kept(tmp_path: Path, optimizer: Any) -> None:
    """A changed run resumes as if never stopped, its changes noted; what was before is as without them."""
    recipe = Recipe(
        batch_size=4, momentum=0, iterations=40, epochs=2, threshold=0, optimizer=optimizer, learning_rate=0.01
    )
    plain, changed = Training(recipe), Training(recipe)
    assert changed.advance(10) == plain.advance(10)
    changes = [changed.change("learning_rate", 0.05), changed.change("momentum", 0.5), changed.change("batch_size", 9)]
    assert [(change.epoch, change.iteration) for change in changes] == [(1, 10)] * 3
    assert changed.advance(5).losses != plain.advance(5).losses
    path = tmp_path / "changed"
    path.write_bytes(encode_checkpoint(changed))
    checkpoint = read_checkpoint(path)
    resumed = checkpoint.training(checkpoint.recipe)
    assert resumed.settings == msgspec.structs.replace(recipe, learning_rate=0.05, momentum=0.5, batch_size=9)
    assert rest(resumed, 3) == rest(changed)
    assert resumed.outcome().changes == tuple(changes)
    assert same_tensors(resumed, changed)


def test_a_slider_that_moves_while_nothing_is_trained_leaves_one_change() -> None:
    """Of several values at one place only the last was ever used, and only it is noted."""
    training = Training(Recipe())
    for rate in (0.1, 0.2, 0.3):
        training.change("learning_rate", rate)
    assert [(change.name, change.value) for change in training.outcome().changes] == [("learning_rate", 0.3)]


@pytest.mark.parametrize(
    ("recipe", "name", "value"),
    [
        (Recipe(), "learning_rate", 0.0),
        (Recipe(), "learning_rate", 1e39),
        (Recipe(), "learning_rate", math.nan),
        (Recipe(), "momentum", 1.0),
        (Recipe(), "batch_size", 0.0),
        (Recipe(), "batch_size", 2.5),
        (Recipe(), "batch_size", math.inf),
        (Recipe(optimizer="adam"), "momentum", 0.5),
        (Recipe(nesterov=True), "momentum", 0.0),
        (Recipe(model=Mlp(batch_norm=True), batch_size=2), "batch_size", 1.0),
    ],
)
def test_a_change_that_cannot_be_changes_nothing(recipe: Recipe, name: Any, value: float) -> None:
    """It is refused in one paragraph, and the run goes on as it was."""
    training = Training(recipe)
    with pytest.raises(UsageError):
        training.change(name, value)
    assert training.settings == recipe
    assert training.outcome().changes == ()


@pytest.mark.parametrize(
    ("recipe", "said"),
    [
        (Recipe(loss="bce"), "tells classes apart"),
        (Recipe(target=Formula("x1"), loss="cross_entropy"), "tells classes apart"),
        (Recipe(target=Formula("log(x1)")), r"gives nan at x1 = -0\.\d+"),
        (Recipe(target=Formula("x1", 2, 1)), "the second must be the greater"),
        (Recipe(momentum=0, nesterov=True), "needs a momentum above 0"),
        (Recipe(model=Mlp(batch_norm=True)), "at least 2 inputs in a batch"),
    ],
)
def test_what_does_not_go_together_is_said_before_anything_is_trained(recipe: Recipe, said: str) -> None:
    """One paragraph says what to change."""
    with pytest.raises(UsageError, match=said):
        Training(recipe)


def test_train_and_eval_differ_where_a_model_tells_them_apart() -> None:
    """Predictions hold both for dropout or batch norm, and one for a model without."""
    recipe = Recipe(batch_size=8, target=Function("sine"))
    assert Training(recipe).predictions().trained is None
    for model in (Mlp(dropout=0.5), Mlp(batch_norm=True)):
        predictions = Training(msgspec.structs.replace(recipe, model=model)).predictions()
        assert predictions.trained is not None
        assert predictions.trained != predictions.evaluated


@pytest.mark.parametrize(
    ("target", "view", "columns", "points"),
    [(Function("sine"), "curve", 0, 200), (Function("xor"), "map", 40, 1_600), (Function(), "scatter", 0, 256)],
)
def test_predictions_suit_the_inputs(target: Function, view: str, columns: int, points: int) -> None:
    """One input gives a curve that ascends, two a grid, three the examples; the truth stands beside where known."""
    training = Training(Recipe(target=target))
    task, predictions = training.task(), training.predictions()
    assert (task.view, predictions.columns, len(predictions.inputs)) == (view, columns, points)
    assert predictions.truth is not None
    assert len(predictions.truth) == len(predictions.evaluated) == points
    if view == "curve":
        assert [float(x) for (x,) in predictions.inputs] == sorted(float(x) for (x,) in predictions.inputs)
    if view == "map":
        (x, y), (right, same_row), (same_column, below) = (predictions.inputs[i] for i in (0, 1, columns))
        assert (float(right) > float(x), same_row, same_column, float(below) > float(y)) == (True, y, x, True)
    if view == "scatter":
        assert predictions.inputs == task.examples
        assert predictions.truth == task.answers


def test_a_large_model_is_looked_at_in_fewer_places() -> None:
    """Its map is coarser, so that a pause need not wait long for a look."""
    predictions = Training(Recipe(model=Mlp((512, 512)), target=Function("xor"))).predictions()
    assert (predictions.columns, len(predictions.evaluated)) == (24, 24 * 24)


def test_the_right_parameters_are_known_of_a_line_only() -> None:
    """The chapter's model has them; another model has other parameters, another target other numbers."""
    assert Training(Recipe()).task().known == {"linear.weight": (3.0, 1.0, -2.0), "linear.bias": (0.0,)}
    assert Training(Recipe(model=Mlp())).task().known == {}
    assert Training(Recipe(target=Function("sine"))).task().known == {}


def test_a_classification_is_learned() -> None:
    """A small network tells the moons apart, and its answers are probabilities of the second class."""
    recipe = Recipe(
        learning_rate=0.02,
        batch_size=32,
        iterations=200,
        epochs=5,
        model=Mlp((16, 16)),
        target=Function("moons", 0.05),
        loss="cross_entropy",
        optimizer="adam",
    )
    training = Training(recipe)
    rest(training)
    (*_before, last) = training.outcome().epochs
    assert float(last.validation or 1) < 0.05
    answers = [float(answer) for answer in training.predictions().evaluated]
    assert all(0 <= answer <= 1 for answer in answers)
    assert max(answers) > 0.99
    assert min(answers) < 0.01


@pytest.mark.parametrize("model", ["linear", "mlp", "program"])
def test_divergence_goes_back_to_the_iteration_before(model: str) -> None:
    """By any block the error names the same iteration, and the run stands at the very same weights."""
    recipe = Recipe(learning_rate=1e12, batch_size=4, model=MODELS[model], target=Function("xor"), iterations=500)
    ends = []
    for block in (1, 64):
        training = Training(recipe)
        with pytest.raises(DivergedError) as caught:
            rest(training, block)
        ends.append((caught.value.epoch, caught.value.iteration, training))
    assert ends[0][:2] == ends[1][:2]
    assert same_tensors(ends[0][2], ends[1][2])
