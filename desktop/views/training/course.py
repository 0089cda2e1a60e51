"""The course of one run as its page keeps it: losses, parameters, gradients, epochs, changes, in bounded memory."""

from desktop.records.training import Epoch, Outcome, Predictions, Recipe, Task, TrainingChange, TrainingStep
from desktop.views.training.loss_history import LossHistory
from desktop.views.training.named_history import NamedHistory

MOST_CHANGES = 200


class Course:
    """Takes the steps of a run by a recipe. Iterations are counted over all epochs."""

    def __init__(self, recipe: Recipe, so_far: Outcome | None = None, iteration: int = 0) -> None:
        """Begin at the first iteration, or where a checkpoint stands: `iteration` of the epoch after `so_far`."""
        self.recipe = recipe
        epochs = () if so_far is None else so_far.epochs
        self.iteration = iteration
        self.epoch = len(epochs) + 1
        self.losses = LossHistory(start=self.total)
        self.parameters = NamedHistory()
        self.gradients = NamedHistory()
        self.averages = NamedHistory()
        self.validations = NamedHistory()
        self.last_epoch: Epoch | None = None
        self.changes: list[TrainingChange] = list(() if so_far is None else so_far.changes)[-MOST_CHANGES:]
        self.task: Task | None = None
        self.predictions: Predictions | None = None
        for epoch in epochs:
            self._take_epoch(epoch)

    @property
    def total(self) -> int:
        """How many iterations are done."""
        return self.total_at(self.epoch, self.iteration)

    @property
    def wanted(self) -> int:
        """How many iterations the recipe has at most."""
        return self.recipe.epochs * self.recipe.iterations

    @property
    def rest_of_epoch(self) -> int:
        """How many iterations end the epoch under way, at least one."""
        return self.recipe.iterations - self.iteration % self.recipe.iterations

    def total_at(self, epoch: int, iteration: int) -> int:
        """Count the iterations up to one of an epoch."""
        return (epoch - 1) * self.recipe.iterations + iteration

    def take(self, step: TrainingStep) -> None:
        """Go on by a step."""
        self.epoch, self.iteration = step.epoch, step.iteration
        self.losses.extend(float(loss) for loss in step.losses)
        self.parameters.append(self.total, step.parameters)
        if step.gradients:
            self.gradients.append(self.total, {name: (value,) for name, value in step.gradients.items()})
        if step.summary is not None:
            self._take_epoch(step.summary)

    def note(self, change: TrainingChange) -> None:
        """Take down what was changed."""
        self.changes = [*self.changes, change][-MOST_CHANGES:]

    def _take_epoch(self, epoch: Epoch) -> None:
        self.last_epoch = epoch
        self.averages.append(epoch.epoch, {"training": (epoch.average_loss,)})
        if epoch.validation is not None:
            self.validations.append(epoch.epoch, {"validation": (epoch.validation,)})
