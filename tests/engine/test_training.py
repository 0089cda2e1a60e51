"""Training: the chapter's loop, bit for bit, by any block, in any process state."""

import math
import threading
from collections.abc import Iterator

import pytest
import torch
from torch import Tensor, nn

from desktop.engine.devices import devices
from desktop.engine.training import DivergedError, Training, train
from desktop.records.files import UsageError
from desktop.records.training import Recipe, TrainingStep

ITERATIONS = 1_500


# The chapter's own words, but for `loss.item()` and the Variables that torch no longer needs.


class MyModel(nn.Module):
    """The chapter's model."""

    def __init__(self, input_size: int, output_size: int) -> None:
        super().__init__()
        self.linear = nn.Linear(input_size, output_size)

    def forward(self, x: Tensor) -> Tensor:
        """Predict."""
        y: Tensor = self.linear(x)
        return y


def chapter_ground_truth(x: Tensor) -> Tensor:
    """Compute the chapter's function, shape (N,)."""
    return 3 * x[:, 0] + x[:, 1] - 2 * x[:, 2]


def chapter_train(model: nn.Module, x: Tensor, y: Tensor, optim: torch.optim.Optimizer) -> float:
    """Take the chapter's one iteration."""
    optim.zero_grad()
    y_hat = model(x)
    loss = ((y - y_hat) ** 2).sum() / x.size(0)
    loss.backward()
    optim.step()
    value: float = loss.item()
    return value


def bare_loop(recipe: Recipe) -> Iterator[tuple[float, float, float, MyModel]]:
    """Train as the chapter does; yield each epoch's average loss, truth, prediction, and the model.

    Above a batch of one the targets are (N, 1), as ours are: the chapter's own loss would broadcast to N x N there.
    """
    torch.manual_seed(recipe.seed)
    model = MyModel(3, 1)
    optim = torch.optim.SGD(model.parameters(), lr=recipe.learning_rate, momentum=recipe.momentum)
    for _epoch in range(recipe.epochs):
        avg_loss = 0.0
        for _i in range(recipe.iterations):
            x = torch.rand(recipe.batch_size, 3)
            y = chapter_ground_truth(x)
            avg_loss += chapter_train(model, x, y if recipe.batch_size == 1 else y.unsqueeze(1), optim)
        avg_loss = avg_loss / recipe.iterations
        x_valid = torch.FloatTensor([[0.3, 0.2, 0.1]])
        y_valid = chapter_ground_truth(x_valid)
        model.eval()
        y_hat = model(x_valid)
        model.train()
        yield avg_loss, y_valid[0].item(), y_hat[0, 0].item(), model
        if avg_loss < recipe.threshold:
            break


def bare_rows(recipe: Recipe) -> list[tuple[float, float, float]]:
    """List what the chapter's loop prints, epoch by epoch."""
    return [(loss, expected, predicted) for loss, expected, predicted, _model in bare_loop(recipe)]


def our_rows(recipe: Recipe, block: int = 100) -> list[tuple[float, float, float]]:
    """List what ours says of each epoch."""
    summaries = [step.summary for step in train(recipe, block=block) if step.summary is not None]
    return [(float(row.average_loss), float(row.expected), float(row.predicted)) for row in summaries]


@pytest.fixture(scope="module")
def bare_default() -> list[tuple[float, float, float]]:
    """Two epochs of the chapter's loop, by the chapter's own settings."""
    return bare_rows(Recipe(iterations=ITERATIONS, epochs=2))


@pytest.mark.parametrize("block", [1, 7, 100, 10_000])
def test_epochs_equal_the_bare_loop_bit_for_bit(bare_default: list[tuple[float, float, float]], block: int) -> None:
    """Average loss, truth and prediction of each epoch are the chapter's, whatever the block."""
    assert our_rows(Recipe(iterations=ITERATIONS, epochs=2), block) == bare_default


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(seed=1, iterations=300, epochs=2),
        Recipe(seed=2**63 - 1, iterations=300, epochs=2, momentum=0),
        Recipe(seed=3, iterations=300, epochs=2, momentum=0.9, learning_rate=0.05),
        Recipe(seed=4, iterations=200, epochs=2, batch_size=2),
        Recipe(seed=5, iterations=200, epochs=2, batch_size=33),
        Recipe(seed=6, iterations=300, epochs=50, learning_rate=0.05, threshold=0.01),
    ],
)
def test_other_recipes_equal_the_bare_loop(recipe: Recipe) -> None:
    """Seed, momentum, learning rate, threshold and batch size change nothing about that."""
    assert our_rows(recipe) == bare_rows(recipe)


def test_parameters_after_a_step_are_the_bare_loops() -> None:
    """The weights that the last step carries are those of the chapter's model, exactly."""
    recipe = Recipe(iterations=500, epochs=1)
    *_steps, last = train(recipe)
    ((*_row, model),) = bare_loop(recipe)
    state = {name: tuple(value.flatten().tolist()) for name, value in model.state_dict().items()}
    assert last.parameters == state


def test_a_larger_batch_means_what_it_says() -> None:
    """With targets of shape (N, 1) a batch of 8 averages 8 errors: the first loss is their mean square."""
    recipe = Recipe(batch_size=8, iterations=1, epochs=1)
    (step,) = train(recipe)
    torch.manual_seed(recipe.seed)
    linear = nn.Linear(3, 1)
    x = torch.rand(8, 3)
    errors = [(chapter_ground_truth(row[None]) - linear(row[None])[:, 0]).item() for row in x]
    assert float(step.losses[0]) == pytest.approx(sum(error**2 for error in errors) / 8, rel=1e-5)


def test_steps_count_iterations_and_end_with_a_summary() -> None:
    """Blocks are cut at the epoch's end; `iteration` is the last loss's number, only the last step sums up."""
    steps = list(train(Recipe(iterations=25, epochs=2), block=10))
    assert [(step.epoch, step.iteration, len(step.losses)) for step in steps] == [
        (1, 10, 10),
        (1, 20, 10),
        (1, 25, 5),
        (2, 10, 10),
        (2, 20, 10),
        (2, 25, 5),
    ]
    assert [step.summary is not None for step in steps] == [False, False, True] * 2


def test_the_run_ends_below_the_threshold() -> None:
    """The first epoch whose average is below the threshold is the last."""
    rows = our_rows(Recipe(iterations=200, epochs=100, learning_rate=0.05))
    assert [row[0] < 0.001 for row in rows] == [False] * (len(rows) - 1) + [True]


def test_what_a_program_left_behind_has_no_influence() -> None:
    """Default dtype and device, the global generator and disabled gradients change nothing and stay as they were."""
    recipe = Recipe(iterations=120, epochs=1)
    undisturbed = our_rows(recipe)
    torch.set_default_dtype(torch.float64)
    torch.set_default_device("meta")
    torch.manual_seed(99)
    state = torch.get_rng_state()
    try:
        with torch.no_grad():
            steps = train(recipe, block=50)
            summaries = [(step.summary, torch.is_grad_enabled()) for step in steps]
        assert torch.equal(torch.get_rng_state(), state)
    finally:
        torch.set_default_device(None)
        torch.set_default_dtype(torch.float32)
    assert [enabled for _summary, enabled in summaries] == [False] * 3
    (summary,) = (summary for summary, _enabled in summaries if summary is not None)
    assert (summary.average_loss, summary.expected, summary.predicted) == undisturbed[0]


def test_another_threads_random_numbers_do_not_disturb() -> None:
    """A worker thread trains to the same numbers while this one draws from the global generator."""
    recipe = Recipe(iterations=400, epochs=1)
    undisturbed = our_rows(recipe)
    results: list[list[tuple[float, float, float]]] = []
    worker = threading.Thread(target=lambda: results.append(our_rows(recipe)))
    worker.start()
    while worker.is_alive():
        torch.rand(3)
        torch.manual_seed(1)
    worker.join()
    assert results == [undisturbed]


def collect_until_divergence(recipe: Recipe, block: int) -> tuple[list[TrainingStep], DivergedError]:
    """Train until the loss is not finite; what came before is kept in the list."""
    steps: list[TrainingStep] = []
    with pytest.raises(DivergedError) as caught:
        steps.extend(train(recipe, block=block))
    return steps, caught.value


@pytest.mark.parametrize("block", [1, 100])
def test_divergence_ends_at_its_iteration_and_keeps_what_was_before(block: int) -> None:
    """Whatever the block, the error names the first iteration whose loss is not finite, and all before it came."""
    steps, error = collect_until_divergence(Recipe(learning_rate=10, iterations=1_000), block)
    losses = [float(loss) for step in steps for loss in step.losses]
    assert all(map(math.isfinite, losses))
    assert (error.epoch, error.iteration) == (1, len(losses) + 1)
    assert all(math.isfinite(float(value)) for value in steps[-1].parameters["linear.weight"])
    assert f"at iteration {error.iteration}" in str(error)
    assert "learning rate" in str(error)


def test_divergence_is_where_the_bare_loop_diverges() -> None:
    """The chapter's loop meets its first infinite or undefined loss at the very iteration that the error names."""
    recipe = Recipe(learning_rate=10, iterations=1_000, epochs=1)
    torch.manual_seed(recipe.seed)
    model = MyModel(3, 1)
    optim = torch.optim.SGD(model.parameters(), lr=recipe.learning_rate, momentum=recipe.momentum)
    first = next(
        i + 1
        for i in range(recipe.iterations)
        for x in [torch.rand(1, 3)]
        if not math.isfinite(chapter_train(model, x, chapter_ground_truth(x), optim))
    )
    assert collect_until_divergence(recipe, 100)[1].iteration == first


def test_a_diverged_run_stands_before_the_bad_iteration() -> None:
    """Asking again gives the same error: the state was not touched."""
    training = Training(Recipe(learning_rate=10))
    with pytest.raises(DivergedError) as first:
        advance_forever(training)
    with pytest.raises(DivergedError) as second:
        training.advance(100)
    assert str(first.value) == str(second.value)


def advance_forever(training: Training) -> None:
    """Train until an error says otherwise."""
    while True:
        training.advance(100)


def test_loading_tensors_goes_back_exactly() -> None:
    """From loaded tensors and progress another run continues with the very same losses."""
    recipe = Recipe(iterations=60, epochs=2)
    training = Training(recipe)
    training.advance(45)
    twin = Training(recipe, training.progress())
    twin.load(training.tensors())
    steps = [(training.advance(7), twin.advance(7)) for _ in range(10)]
    assert [(a.epoch, a.iteration, a.losses, a.parameters) for a, _b in steps] == [
        (b.epoch, b.iteration, b.losses, b.parameters) for _a, b in steps
    ]


def test_tensors_are_copies() -> None:
    """What `tensors` gave does not move with the training."""
    training = Training(Recipe())
    training.advance(5)
    tensors = training.tensors()
    kept = {name: tensor.clone() for name, tensor in tensors.items()}
    training.advance(5)
    assert all(torch.equal(tensors[name], kept[name]) for name in kept)
    assert not torch.equal(training.tensors()["random_state"], kept["random_state"])


def test_the_outcome_tells_the_run() -> None:
    """Outcome holds the recipe, each epoch, the last parameters, and the seconds of all."""
    recipe = Recipe(iterations=10, epochs=3, seed=7)
    training = Training(recipe)
    while not training.finished:
        last = training.advance(100)
    outcome = training.outcome()
    assert (outcome.reached, outcome.device, outcome.seed, outcome.recipe) == (False, "cpu", 7, recipe)
    assert [epoch.epoch for epoch in outcome.epochs] == [1, 2, 3]
    assert outcome.parameters == last.parameters
    assert outcome.seconds == sum(epoch.seconds for epoch in outcome.epochs)


def test_large_batches_are_drawn_few_at_a_time() -> None:
    """A block's memory is bounded: with a million samples an iteration, a step holds one iteration."""
    training = Training(Recipe(batch_size=1_000_000, iterations=3))
    assert len(training.advance(100).losses) == 1


@pytest.mark.parametrize("name", ["nowhere", "cpu:7", "cuda:99", ""])
def test_an_unknown_device_names_those_there_are(name: str) -> None:
    """The error says which devices PyTorch offers, before anything is trained."""
    with pytest.raises(UsageError, match="Torch offers: cpu"):
        next(train(Recipe(device=name)))


def test_a_device_that_computes_nothing_is_refused() -> None:
    """There is no loss on "meta"."""
    with pytest.raises(UsageError, match="shapes only"):
        next(train(Recipe(device="meta")))


def test_a_rate_beyond_float32_is_refused() -> None:
    """A learning rate that float32 cannot hold is an error of usage, not one of torch's in the middle of a run."""
    with pytest.raises(UsageError, match="too large for float32"):
        next(train(Recipe(learning_rate=1e39)))


@pytest.mark.skipif(not torch.accelerator.is_available(), reason="no accelerator here")
def test_an_accelerator_trains_on_the_same_examples() -> None:
    """On an accelerator the inputs are the CPU's, so that losses agree to rounding."""
    recipe = Recipe(iterations=200, epochs=1)
    there = our_rows(Recipe(device=devices()[1].name, iterations=200, epochs=1))
    assert there[0] == pytest.approx(our_rows(recipe)[0], rel=1e-4)
