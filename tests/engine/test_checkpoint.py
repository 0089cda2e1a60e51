"""Checkpoints: the middle of an epoch survives a file, and a file that fits no model is refused."""

from pathlib import Path

import msgspec
import pytest
import torch
from torch import Tensor

from desktop.engine import checkpoint as checkpoint_module
from desktop.engine.checkpoint import encode_checkpoint, read_checkpoint
from desktop.engine.learning.program_model import ConsentNeededError
from desktop.engine.training import Training
from desktop.records.files import UsageError
from desktop.records.recipe import ProgramModel
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


def test_a_file_of_the_first_format_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its recipe has only the fields there were, its progress no changes; the run goes on all the same."""
    training = Training(RECIPE)
    training.advance(40)
    path = tmp_path / "old"
    encode = msgspec.json.encode
    with monkeypatch.context() as older:
        older.setattr(checkpoint_module, "FORMAT", "1")
        older.setattr(msgspec.json, "encode", lambda record: encode(without_what_came_later(record)))
        path.write_bytes(encode_checkpoint(training))
    checkpoint = read_checkpoint(path)
    assert checkpoint.recipe == RECIPE
    assert rest_of(checkpoint.training(checkpoint.recipe)) == rest_of(training)


def without_what_came_later(record: msgspec.Struct) -> dict[str, object]:
    """Give a record's fields as the first version had them."""
    later = {"model", "target", "loss", "optimizer", "nesterov", "weight_decay", "schedule", "changes"}
    return {name: value for name, value in msgspec.structs.asdict(record).items() if name not in later}


@pytest.mark.parametrize("name", ["momentum.linear.weight", "linear.weight"])
def test_a_memory_of_another_shape_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Momentum that belongs to another parameter is an error of usage, too."""
    training = Training(RECIPE)
    training.advance(3)
    tensors = training.tensors() | {name: torch.zeros(2, 2)}
    path = tmp_path / "checkpoint"
    with monkeypatch.context() as forged:
        forged.setattr(Training, "tensors", lambda _training: tensors)
        path.write_bytes(encode_checkpoint(training))
    checkpoint = read_checkpoint(path)
    with pytest.raises(UsageError, match="is damaged"):
        checkpoint.training(checkpoint.recipe)


def test_a_file_cannot_consent(tmp_path: Path) -> None:
    """A model that wants more than to compute needs the consent of who resumes, whoever wrote the file."""
    text = "import os\nfrom torch import nn\nclass Net(nn.Linear):\n    home = os.getcwd\n"
    training = Training(Recipe(model=ProgramModel(text, "Net", "3, 1")), trusted=True)
    path = tmp_path / "checkpoint"
    path.write_bytes(encode_checkpoint(training))
    checkpoint = read_checkpoint(path)
    with pytest.raises(ConsentNeededError):
        checkpoint.training(checkpoint.recipe)
    assert rest_of_one(checkpoint.training(checkpoint.recipe, trusted=True)) == rest_of_one(training)


def rest_of_one(training: Training) -> tuple[Number, ...]:
    """Take one step."""
    return training.advance(5).losses
