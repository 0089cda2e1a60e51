"""A training run in one safetensors file: weights, momentum and random state as tensors, the rest in its metadata."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import safetensors.torch
import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from desktop.engine.training import Progress, Training
from desktop.records.files import UsageError
from desktop.records.training import Recipe

FORMAT = "2"
_READABLE = frozenset({"1", FORMAT})
"""A file of format 1 holds the chapter's regression only, in the same way."""

_MARK = "chainrule_checkpoint"
_DIGEST = "sha256"


@dataclass(frozen=True)
class Checkpoint:
    """What a file holds: by which recipe a run was made, how far it was, and all that its next iteration needs."""

    path: Path
    recipe: Recipe
    progress: Progress
    tensors: Mapping[str, Tensor]

    def training(self, recipe: Recipe, *, trusted: bool = False) -> Training:
        """Set a run up that goes on from here by `recipe`; raise UsageError where the tensors do not fit it.

        `trusted` is a person's consent to whatever the text of a ProgramModel does: a file cannot give it.
        """
        training = Training(recipe, self.progress, trusted=trusted)
        expected = training.tensors()
        if any(name not in self.tensors or self.tensors[name].shape != expected[name].shape for name in expected):
            raise _damaged(self.path, "its tensors do not fit its model")
        try:
            training.load(self.tensors)
        except (RuntimeError, TypeError) as error:
            raise _damaged(self.path, "its momentum or random state is none") from error
        return training


def encode_checkpoint(training: Training) -> bytes:
    """Encode a run, between two of its steps, as a safetensors file. Thread: the one that trains."""
    tensors = {name: tensor.contiguous() for name, tensor in training.tensors().items()}
    texts = {
        "recipe": msgspec.json.encode(training.recipe).decode(),
        "progress": msgspec.json.encode(training.progress()).decode(),
    }
    metadata = {"format": "pt", _MARK: FORMAT, **texts, _DIGEST: _digest(texts, tensors)}
    return safetensors.torch.save(tensors, metadata)


def read_checkpoint(path: Path) -> Checkpoint:
    """Read what `encode_checkpoint` wrote; raise UsageError where the file is missing, foreign, older or damaged."""
    if not path.is_file():
        raise UsageError(f"There is no checkpoint {path}. Name a file that --save wrote.")
    try:
        with safe_open(path, framework="pt", device="cpu") as file:
            metadata = file.metadata() or {}
            _check_origin(path, metadata)
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (the file is no mapping)
    except (SafetensorError, OSError) as error:
        raise UsageError(f"{path} cannot be read as a checkpoint: it is damaged, or no safetensors file.") from error
    return _decoded(path, metadata, tensors)


def _check_origin(path: Path, metadata: Mapping[str, str]) -> None:
    if _MARK not in metadata:
        raise UsageError(f"{path} is a safetensors file of another program. Name a checkpoint that --save wrote.")
    if metadata[_MARK] not in _READABLE:
        raise UsageError(
            f"{path} was written by another version of Chainrule (checkpoint format {metadata[_MARK]}; this one reads "
            f"up to {FORMAT}). Its weights can be read by any program; the run cannot be resumed."
        )


def _decoded(path: Path, metadata: Mapping[str, str], tensors: dict[str, Tensor]) -> Checkpoint:
    texts = {name: metadata.get(name, "") for name in ("recipe", "progress")}
    if metadata.get(_DIGEST) != _digest(texts, tensors):
        raise _damaged(path, "its contents do not match their checksum")
    try:
        recipe = msgspec.json.decode(texts["recipe"], type=Recipe)
        progress = msgspec.json.decode(texts["progress"], type=Progress)
    except msgspec.MsgspecError as error:
        raise _damaged(path, f"its metadata does not decode ({error})") from error
    if not 0 <= progress.iteration < recipe.iterations:
        raise _damaged(path, f"it stands at iteration {progress.iteration:,} of {recipe.iterations:,}")
    return Checkpoint(path, recipe, progress, tensors)


def _digest(texts: Mapping[str, str], tensors: Mapping[str, Tensor]) -> str:
    digest = hashlib.sha256("\n".join(texts.values()).encode())
    for name in sorted(tensors):
        tensor = tensors[name]
        digest.update(f"\n{name} {tensor.dtype} {tuple(tensor.shape)}\n".encode())
        digest.update(tensor.flatten().view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()


def _damaged(path: Path, reason: str) -> UsageError:
    return UsageError(f"{path} is damaged: {reason}. Nothing was changed; resume from another checkpoint.")
