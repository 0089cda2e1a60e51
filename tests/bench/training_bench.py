"""Training beside the chapter's bare loop, and how soon the trainer answers; one thread for torch, all in one run."""

import math
import queue
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import islice

import torch
from torch import Tensor, nn

from desktop.engine.trainer import Trainer
from desktop.engine.training import BLOCK, train
from desktop.records.messages import FromEngine, StartTraining, TrainingAdvanced
from desktop.records.recipe import Function, Mlp
from desktop.records.training import Recipe
from desktop.records.wire import frame

Row = tuple[str, str, str, float | None, str]

ITERATIONS = 2_000
ROUNDS = 9
PAUSES = 30
ENDLESS = Recipe(threshold=0)
NETWORK = Recipe(
    threshold=0,
    learning_rate=0.001,
    batch_size=32,
    model=Mlp((16, 16), activation="tanh"),
    target=Function("sine"),
    optimizer="adam",
)
LARGE = Recipe(
    threshold=0,
    learning_rate=0.0001,
    batch_size=64,
    model=Mlp((512,) * 6),
    target=Function("spirals"),
    loss="bce",
    optimizer="adam",
)
WAIT_S = 60


def rows() -> Iterator[Row]:
    """Measure with torch's threads pinned to one, as they were afterwards."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield _beside("training: train()", _generator(ENDLESS), _bare(), "≥ 1.15")
        with_messages, trainer = _threaded()
        yield _beside("training: in the engine's thread, messages encoded", with_messages, _bare(), "≥ 1.10")
        trainer.stop()
        yield _pause_answer("training: pause answered, the longest of 30", ENDLESS)
        yield _pause_answer("training: the same, a network of 1.3 million weights", LARGE)
        yield _beside("training: train(), a small network", _generator(NETWORK), _bare_network(), "")
    finally:
        torch.set_num_threads(threads)


def _beside(measure: str, ours: Callable[[], object], bare: Callable[[], object], goal: str) -> Row:
    """Take turns, each side going first every other time, and compare by the median of the turns' ratios."""
    for warm_up in (bare, ours):
        warm_up()
    turns = []
    for turn in range(ROUNDS):
        sides = (bare, ours) if turn % 2 else (ours, bare)
        seconds = {side: _seconds(side) for side in sides}
        turns.append((seconds[bare], seconds[ours]))
    rates = [f"{ITERATIONS / statistics.median(side):,.0f} it/s" for side in zip(*turns, strict=True)]
    return measure, rates[1], f"bare {rates[0]}", statistics.median(bare / ours for bare, ours in turns), goal


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


class _MyModel(nn.Module):
    def __init__(self, input_size: int, output_size: int) -> None:
        super().__init__()
        self.linear = nn.Linear(input_size, output_size)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.linear(x)
        return y


def _ground_truth(x: Tensor) -> Tensor:
    return 3 * x[:, 0] + x[:, 1] - 2 * x[:, 2]


def _train(model: nn.Module, x: Tensor, y: Tensor, optim: torch.optim.Optimizer) -> float:
    optim.zero_grad()
    y_hat = model(x)
    loss = ((y - y_hat) ** 2).sum() / x.size(0)
    loss.backward()
    optim.step()
    value: float = loss.item()
    return value


def _bare() -> Callable[[], float]:
    """Set the chapter's loop up; each call takes its next iterations."""
    torch.manual_seed(ENDLESS.seed)
    model = _MyModel(3, 1)
    optim = torch.optim.SGD(model.parameters(), lr=ENDLESS.learning_rate, momentum=ENDLESS.momentum)

    def iterate() -> float:
        total = 0.0
        for _i in range(ITERATIONS):
            x = torch.rand(1, 3)
            y = _ground_truth(x)
            total += _train(model, x, y, optim)
        return total

    return iterate


def _bare_network() -> Callable[[], float]:
    """Set the same loop up for the network on the sine; each call takes its next iterations."""
    torch.manual_seed(NETWORK.seed)
    model = nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 1))
    optim = torch.optim.Adam(model.parameters(), lr=NETWORK.learning_rate)

    def iterate() -> float:
        total = 0.0
        for _i in range(ITERATIONS):
            x = -math.pi + 2 * math.pi * torch.rand(NETWORK.batch_size, 1)
            total += _train(model, x, torch.sin(x), optim)
        return total

    return iterate


def _generator(recipe: Recipe) -> Callable[[], object]:
    steps = train(recipe)
    return lambda: list(islice(steps, ITERATIONS // BLOCK))


def _threaded() -> tuple[Callable[[], object], Trainer]:
    messages: queue.Queue[FromEngine] = queue.Queue()
    trainer = _standing(messages, ENDLESS)

    def iterate() -> None:
        trainer.resume(ITERATIONS)
        _until_paused(messages)

    return iterate, trainer


def _standing(messages: "queue.Queue[FromEngine]", recipe: Recipe) -> Trainer:
    def send(message: FromEngine) -> None:
        frame(message)
        messages.put(message)

    trainer = Trainer(send)
    trainer.start(StartTraining(1, recipe))
    trainer.pause()
    _until_paused(messages)
    return trainer


def _until_paused(messages: "queue.Queue[FromEngine]") -> None:
    while True:
        message = messages.get(timeout=WAIT_S)
        if isinstance(message, TrainingAdvanced) and message.paused:
            return


def _until_going(messages: "queue.Queue[FromEngine]") -> None:
    while not isinstance(messages.get(timeout=WAIT_S), TrainingAdvanced):
        pass  # a look from when it stood still


def _pause_answer(measure: str, recipe: Recipe) -> Row:
    """Pause a run at full speed again and again."""
    messages: queue.Queue[FromEngine] = queue.Queue()
    trainer = _standing(messages, recipe)
    answers = []
    for _pause in range(PAUSES):
        trainer.resume()
        _until_going(messages)
        started = time.perf_counter()
        trainer.pause()
        _until_paused(messages)
        answers.append(1_000 * (time.perf_counter() - started))
    trainer.stop()
    return measure, f"{max(answers):.1f} ms", "", None, "≤ 100 ms"
