"""An iteration written as a program: running it gives the training's own loss, gradients and update."""

from typing import Any

import pytest
import torch

from desktop.engine.learning.iteration_program import iteration_program
from desktop.engine.permission import wants
from desktop.engine.training import Training
from desktop.records.files import UsageError
from desktop.records.recipe import Function, LinearModel, Mlp, Model, OptimizerName, ProgramModel
from desktop.records.training import Recipe

NET = """
import torch
from torch import nn

print("this is not run")

class Net(nn.Module):
    def __init__(self, inputs, width=4):
        super().__init__()
        self.first = nn.Linear(inputs, width)
        self.norm = nn.BatchNorm1d(width)
        self.dropout = nn.Dropout(0.5)
        self.second = nn.Linear(width, 1)

    def forward(self, x):
        return self.second(self.dropout(torch.relu(self.norm(self.first(x)))))
"""

MODELS: dict[str, Model] = {
    "linear": LinearModel(),
    "mlp": Mlp((5, 4), activation="gelu", dropout=0.3, batch_norm=True),
    "program": ProgramModel(NET, "Net", "2, width=6"),
}


def executed(text: str) -> dict[str, Any]:
    """Run a program of ours and give what it left; its words stay unsaid."""
    names: dict[str, Any] = {}
    threads = torch.get_num_threads()
    try:
        exec(compile(text, "iteration.py", "exec"), names)  # noqa: S102 (what it does is the test)
    finally:
        torch.set_num_threads(threads)
    return names


def after(recipe: Recipe, names: dict[str, Any]) -> dict[str, torch.Tensor]:
    """Read the parameters that a program left, by the model's names for them."""
    if isinstance(recipe.model, ProgramModel):
        return dict(names["model"].named_parameters())
    return {name: names[name.replace(".", "_")] for name in Training(recipe).model.parameters}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw", "rmsprop", "adagrad"])
@pytest.mark.parametrize("loss", ["mse", "bce", "cross_entropy"])
def test_the_program_is_the_iteration(model: str, optimizer: OptimizerName, loss: Any) -> None:
    """In the middle of a run, loss and updated weights equal those of the iteration then taken, bit for bit."""
    recipe = Recipe(
        learning_rate=0.01,
        batch_size=6,
        iterations=20,
        model=MODELS[model],
        target=Function("moons", 0.1),
        optimizer=optimizer,
        loss=loss if model != "program" or loss != "cross_entropy" else "mae",
    )
    training = Training(recipe)
    training.advance(7)
    names = executed(iteration_program(training))
    step = training.advance(1)
    assert step.losses == (names["loss"].item(),)
    found = {name: tuple(value.flatten().tolist()) for name, value in after(recipe, names).items()}
    assert found == step.parameters
    gradients = {
        name: value.grad.norm().item() for name, value in after(recipe, names).items() if value.grad is not None
    }
    assert gradients == step.gradients


@pytest.mark.parametrize("model", MODELS)
def test_opening_takes_nothing(model: str) -> None:
    """A run whose iterations are opened all along goes as one that was left alone."""
    recipe = Recipe(batch_size=4, model=MODELS[model], target=Function("xor", 0.1))
    alone, opened = Training(recipe), Training(recipe)
    for _iteration in range(5):
        iteration_program(opened)
        assert opened.advance(1) == alone.advance(1)


def test_the_program_may_run_unasked() -> None:
    """What is written wants nothing that needs a person's consent."""
    for model in (LinearModel(), MODELS["mlp"]):
        recipe = Recipe(batch_size=4, model=model, target=Function("moons"), optimizer="adam")
        training = Training(recipe)
        training.advance(3)
        assert wants(iteration_program(training)) == ()


def test_a_large_model_is_refused_with_its_size() -> None:
    """More numbers than a person can read in a program are not written down."""
    with pytest.raises(UsageError, match=r"holds 67,\d\d\d numbers"):
        iteration_program(Training(Recipe(model=Mlp((256, 256)))))


def test_the_chapters_first_iteration_reads_as_the_chapter() -> None:
    """The default recipe's program is short enough to be read at a glance."""
    text = iteration_program(Training(Recipe()))
    assert "y_hat = F.linear(x, linear_weight, linear_bias)" in text
    assert (
        "optimizer = torch.optim.SGD([linear_weight, linear_bias], lr=0.0001, weight_decay=0.0, momentum=0.1)" in text
    )
    assert max(map(len, text.splitlines())) < 120
