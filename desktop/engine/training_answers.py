"""What a person asks of a training that is set up: another setting, a checkpoint, a look into the next iteration."""

from pathlib import Path

from desktop.engine.checkpoint import encode_checkpoint
from desktop.engine.learning.iteration_program import iteration_program
from desktop.engine.training import Training
from desktop.records.files import UsageError, write_atomically
from desktop.records.messages import (
    ChangeTraining,
    IterationOpened,
    OpenIteration,
    SaveTraining,
    TrainingChanged,
    TrainingSaved,
)

Question = ChangeTraining | SaveTraining | OpenIteration
Answer = TrainingChanged | TrainingSaved | IterationOpened


def answer(question: Question, training: Training) -> Answer:
    """Do what is asked, between two iterations, and say what came of it. Thread: the one that trains, or none does."""
    try:
        return _done(question, training)
    except UsageError as known:
        return refusal(question, str(known))
    except Exception as unknown:  # noqa: BLE001 (whatever torch raises must reach the window as words)
        return refusal(question, f"It ended by an error of PyTorch's ({type(unknown).__name__}): {unknown}")


def refusal(question: Question, reason: str) -> Answer:
    """Say in one paragraph why nothing came of a question."""
    match question:
        case ChangeTraining():
            return TrainingChanged(question.ticket, None, reason)
        case SaveTraining():
            return TrainingSaved(question.ticket, question.path, reason)
        case OpenIteration():
            return IterationOpened(question.ticket, 0, 0, "", reason)


def _done(question: Question, training: Training) -> Answer:
    match question:
        case ChangeTraining():
            return TrainingChanged(question.ticket, training.change(question.name, question.value))
        case SaveTraining():
            write_atomically(Path(question.path), encode_checkpoint(training))
            return TrainingSaved(question.ticket, question.path)
        case OpenIteration():
            progress = training.progress()
            text = iteration_program(training)
            return IterationOpened(question.ticket, len(progress.epochs) + 1, progress.iteration, text)
