"""`train` without a window: a line an epoch, a progress bar on a terminal, the outcome as JSON, the run as a file."""

import signal
import sys
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Never, TextIO

import msgspec
from tqdm import tqdm

from desktop.engine.checkpoint import encode_checkpoint, read_checkpoint
from desktop.engine.training import BLOCK, DivergedError, Training
from desktop.records.files import UsageError, check_writable, write_atomically
from desktop.records.training import Epoch, Recipe

REACHED = 0
NOT_REACHED = 1

_MAY_CHANGE = frozenset({"device", "epochs"})
"""What a resumed run may do otherwise: the numbers before it stay what they are."""


def train(
    recipe: Recipe, *, json: str | None, save: Path | None, resume: Path | None, given: Collection[str] = ()
) -> int:
    """Train by `recipe`, or go on from the checkpoint `resume`; return the command's exit status.

    `json` is a path or "-" (standard output, which then holds nothing else). `given` names the fields of `recipe`
    that a person gave themselves: a resumed run keeps its own recipe but for a device and epochs that are given.
    Raises UsageError, before anything runs where that can be known. Thread: the main one (it listens to Ctrl+C).
    """
    _check_outputs(json, save)
    training = Training(recipe) if resume is None else _resumed(resume, recipe, given)
    with _interruption() as interrupted:
        diverged = _advance(training, interrupted, sys.stderr if json == "-" else sys.stdout)
    try:
        _save(training, save)
    finally:
        _write_outcome(training, json)
    sys.stderr.write((str(diverged) if diverged else _conclusion(training)) + _saved_note(training, save) + "\n")
    return REACHED if training.reached else NOT_REACHED


def epoch_line(epoch: Epoch, epochs: int) -> str:
    """Write one finished epoch of at most `epochs` as a line whose columns stand under each other."""
    return (
        f"epoch {epoch.epoch:>{len(str(epochs))}}  average loss {float(epoch.average_loss):<#11.6g}  "
        f"true y {float(epoch.expected):.4f}  predicted y {float(epoch.predicted):.4f}"
    )


def _check_outputs(json: str | None, save: Path | None) -> None:
    outputs = [path for path in (None if json in {None, "-"} else Path(str(json)), save) if path is not None]
    for path in outputs:
        check_writable(path)
    if len({path.resolve() for path in outputs}) < len(outputs):
        raise UsageError(f"--json and --save both name {save}. Give each a file of its own.")


def _resumed(path: Path, recipe: Recipe, given: Collection[str]) -> Training:
    checkpoint = read_checkpoint(path)
    for name in sorted(set(given) - _MAY_CHANGE):
        before, now = getattr(checkpoint.recipe, name), getattr(recipe, name)
        if before != now:
            flag = name.replace("_", "-")
            raise UsageError(
                f"A resumed run keeps its recipe: --{flag} is {before} in {path} and cannot become {now}. "
                "Leave it out, or train anew without --resume."
            )
    changes = {name: getattr(recipe, name) for name in _MAY_CHANGE.intersection(given)}
    training = checkpoint.training(msgspec.structs.replace(checkpoint.recipe, **changes))
    sys.stderr.write(f"Resumed from {path} {_position(training)}.\n")
    return training


@contextmanager
def _interruption() -> Iterator[threading.Event]:
    """Give an event that Ctrl+C sets, so that a run ends between two iterations; a second Ctrl+C acts as ever."""
    asked = threading.Event()

    def ask(_signal: int, _frame: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _advance(training: Training, interrupted: threading.Event, lines: TextIO) -> DivergedError | None:
    with _progress_bar(training) as bar:
        while not training.finished and not interrupted.is_set():
            try:
                step = training.advance(BLOCK)
            except DivergedError as error:
                return error
            bar.update(len(step.losses))
            if step.summary is not None:
                tqdm.write(epoch_line(step.summary, training.recipe.epochs), file=lines)
                lines.flush()
                bar.reset()
                bar.set_description(f"epoch {step.epoch + 1}", refresh=False)
    return None


def _progress_bar(training: Training) -> "tqdm[Never]":
    """Make a bar over the iterations of the epoch under way, shown only where standard error is a terminal."""
    progress = training.progress()
    return tqdm(
        desc=f"epoch {len(progress.epochs) + 1}",
        total=training.recipe.iterations,
        initial=progress.iteration,
        unit=" iterations",
        leave=False,
        disable=None,
    )


def _save(training: Training, save: Path | None) -> None:
    if save is not None:
        write_atomically(save, encode_checkpoint(training))


def _write_outcome(training: Training, json: str | None) -> None:
    if json is None:
        return
    data = msgspec.json.encode(training.outcome()) + b"\n"
    if json == "-":
        sys.stdout.write(data.decode())
        sys.stdout.flush()
    else:
        write_atomically(Path(json), data)


def _conclusion(training: Training) -> str:
    outcome = training.outcome()
    threshold, epochs = training.recipe.threshold, len(outcome.epochs)
    if not training.finished:
        return f"Stopped by Ctrl+C {_position(training)}."
    loss = float(outcome.epochs[-1].average_loss)
    took = f"after {epochs:,} {'epoch' if epochs == 1 else 'epochs'} and {outcome.seconds:.1f} s"
    if training.reached:
        return f"Reached: the average loss is {loss:.6g}, below {threshold:g}, {took}."
    return f"Not reached: the average loss is {loss:.6g}, not below {threshold:g}, {took}."


def _position(training: Training) -> str:
    progress = training.progress()
    return (
        f"in epoch {len(progress.epochs) + 1:,}, after {progress.iteration:,} of its "
        f"{training.recipe.iterations:,} iterations"
    )


def _saved_note(training: Training, save: Path | None) -> str:
    if save is None:
        return ""
    return f" Saved in {save}." if training.finished else f" Saved in {save}: go on with --resume {save}."
