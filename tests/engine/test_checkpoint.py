"""Checkpoints: the middle of an epoch survives a file, and a file that fits no model is refused."""

from pathlib import Path

import pytest
import torch
from torch import Tensor

from desktop.engine.checkpoint import encode_checkpoint, read_checkpoint
from desktop.engine.training import Training
from desktop.records.files import UsageError
from desktop.records.record import Number
from desktop.records.training import Recipe

RECIPE = Recipe(iterations=90, epochs=3, batch_size=3, momentum=0.7)


def rest_of(training: Training) -> list[tuple[tuple[Number, ...], dict[str, tuple[Number, ...]]]]:
    """Train to the end; list losses and parameters of each step."""
    steps = []
    while not training.finished:
        step = training.advance(25)
        steps.append((step.losses, step.parameters))
    return steps


@pytest.mark.parametrize("taken", [0, 1, 89, 90, 130])
def test_the_middle_of_an_epoch_survives_a_file(tmp_path: Path, taken: int) -> None:
    """Wherever a run is written, the run that is read goes on with the same losses, parameters and averages."""
    training = Training(RECIPE)
    for _iteration in range(taken):
        training.advance(1)
    path = tmp_path / "checkpoint"
    path.write_bytes(encode_checkpoint(training))
    checkpoint = read_checkpoint(path)
    resumed = checkpoint.training(checkpoint.recipe)
    assert resumed.progress() == training.progress()
    assert rest_of(resumed) == rest_of(training)
    assert [epoch.average_loss for epoch in resumed.outcome().epochs] == [
        epoch.average_loss for epoch in training.outcome().epochs
    ]


@pytest.mark.parametrize(
    ("name", "tensor"),
    [
        ("linear.weight", torch.zeros(1, 1)),
        ("linear.bias", torch.zeros(3)),
        ("random_state", torch.zeros(7, dtype=torch.uint8)),
        ("random_state", torch.zeros_like(torch.Generator().get_state())),
        ("random_state", torch.Generator().get_state().float()),
    ],
)
def test_tensors_that_fit_no_model_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, tensor: Tensor
) -> None:
    """A file whose checksum is right and whose tensors are wrong is an error of usage, not one of torch's."""
    training = Training(RECIPE)
    tensors = training.tensors() | {name: tensor}
    path = tmp_path / "checkpoint"
    with monkeypatch.context() as forged:
        forged.setattr(Training, "tensors", lambda _training: tensors)
        path.write_bytes(encode_checkpoint(training))
    checkpoint = read_checkpoint(path)
    with pytest.raises(UsageError, match="is damaged"):
        checkpoint.training(checkpoint.recipe)
