"""`train` without a window: a line an epoch, a progress bar on a terminal, records as JSON, the run as a file."""

import signal
import sys
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from itertools import chain, count
from pathlib import Path
from typing import Never, TextIO

import msgspec
from tqdm import tqdm

from desktop.engine.checkpoint import encode_checkpoint, read_checkpoint
from desktop.engine.learning.program_model import ConsentNeededError
from desktop.engine.training import BLOCK, DivergedError, Training
from desktop.headless.training_records import Records
from desktop.records.files import UsageError, check_writable, write_atomically
from desktop.records.record import Record
from desktop.records.training import Epoch, Recipe

REACHED = 0
NOT_REACHED = 1

_MAY_CHANGE = frozenset({"device", "epochs"})
"""What a resumed run may do otherwise: the numbers before it stay what they are."""


INTERRUPTED_FILE = "chainrule-interrupted.safetensors"
"""Where a run that Ctrl+C ends is kept, in the present folder, unless --save says otherwise."""


def train(
    recipe: Recipe,
    *,
    json: str | None,
    save: Path | None,
    resume: Path | None,
    given: Collection[str] = (),
    stream: bool = False,
    trusted: bool = False,
) -> int:
    """Train by `recipe`, or go on from the checkpoint `resume`; return the command's exit status.

    `json` is a path or "-" (standard output, which then holds nothing else); with `stream` each step is a line there
    and the outcome the last. `given` names the fields of `recipe` that a person gave themselves: a resumed run keeps
    its own recipe but for a device and epochs that are given. `trusted` is their consent to what a model's program
    wants. Raises UsageError, before anything runs where that can be known. Thread: the main one (it listens to Ctrl+C).
    """
    _check_outputs(json, save)
    records = Records(json, sys.stdout, stream=stream)
    with _apart(json), _interruption() as interrupted:
        training = _set_up(recipe, resume, given, trusted=trusted)
        diverged = _advance(training, interrupted, sys.stderr if json == "-" else sys.stdout, records)
        kept = save or (_free_name() if interrupted.is_set() and not training.finished else None)
        try:
            _save(training, kept)
        finally:
            records.end(training.outcome())
    sys.stderr.write((str(diverged) if diverged else _conclusion(training)) + _saved_note(training, kept) + "\n")
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


@contextmanager
def _apart(json: str | None) -> Iterator[None]:
    """Keep what a person's model prints out of the JSON."""
    with redirect_stdout(sys.stderr) if json == "-" else nullcontext():
        yield


def _set_up(recipe: Recipe, resume: Path | None, given: Collection[str], *, trusted: bool) -> Training:
    try:
        if resume is None:
            return Training(recipe, trusted=trusted)
        return _resumed(resume, recipe, given, trusted=trusted)
    except ConsentNeededError as error:
        raise UsageError(f"{error} Read it and, if you consent, add --trust.") from error


def _resumed(path: Path, recipe: Recipe, given: Collection[str], *, trusted: bool) -> Training:
    checkpoint = read_checkpoint(path)
    for name in sorted(set(given) - _MAY_CHANGE):
        before, now = getattr(checkpoint.recipe, name), getattr(recipe, name)
        if before != now:
            raise UsageError(
                f"A resumed run keeps its recipe: {_difference(name, before, now, path)}. "
                "Leave it out, or train anew without --resume."
            )
    changes = {name: getattr(recipe, name) for name in _MAY_CHANGE.intersection(given)}
    training = checkpoint.training(msgspec.structs.replace(checkpoint.recipe, **changes), trusted=trusted)
    sys.stderr.write(f"Resumed from {path} {_position(training)}.\n")
    return training


def _difference(name: str, before: object, now: object, path: Path) -> str:
    if isinstance(before, Record):
        return f"its {name} in {path} is another"
    return f"--{name.replace('_', '-')} is {before} in {path} and cannot become {now}"


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


def _advance(training: Training, interrupted: threading.Event, lines: TextIO, records: Records) -> DivergedError | None:
    with _progress_bar(training) as bar:
        while not training.finished and not interrupted.is_set():
            try:
                step = training.advance(BLOCK)
            except DivergedError as error:
                return error
            records.add(step)
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


def _free_name() -> Path:
    """Name a file that is not there yet."""
    first = Path(INTERRUPTED_FILE)
    names = (first.with_stem(f"{first.stem}-{number}") for number in count(2))
    return next(name for name in chain([first], names) if not name.exists())


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
