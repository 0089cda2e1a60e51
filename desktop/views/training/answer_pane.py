"""What the model answers, beside the truth: a curve over one input, a map over two, a scatter over more."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QWidget

from desktop.records.record import Number
from desktop.records.training import Predictions, Task
from desktop.views.theme import Theme
from desktop.views.training.chart import Chart, Curve
from desktop.views.training.decision_map import DecisionMap
from desktop.views.training.pane import Pane
from desktop.views.training.strokes import NO_LINE, Stroke
from desktop.views.training.thinning import Points

EVAL_WORD = (
    "train() drops values out and takes batch norm's averages from the batch; eval() does neither. "
    "Neither stops gradients: only torch.no_grad() does that."
)
_EVALUATED, _TRAINED = Stroke("curve", width=2), Stroke("error")


class AnswerPane(Pane):
    """Draws predictions as they come. `both` asks for the answers in train mode beside those in eval mode."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._maps = (DecisionMap(theme, "eval()"), DecisionMap(theme, "train()"))
        self.both = QCheckBox("&Beside train()")
        super().__init__(theme, Chart(theme, "x", counting=False), parent)
        self._task: Task | None = None
        self._predictions: Predictions | None = None
        self._plane = QWidget()
        row = QHBoxLayout(self._plane)
        row.setContentsMargins(0, 0, 0, 0)
        for each in self._maps:
            row.addWidget(each)
            each.left_alone.connect(self.left_alone)
        self._views = QStackedWidget()
        self.column.replaceWidget(self.chart, self._views)
        self.column.setStretch(1, 1)
        self._views.addWidget(self.chart)
        self._views.addWidget(self._plane)
        self.both.setToolTip("Show what the model answers in train() mode beside its answers in eval() mode")
        self.both.hide()
        self.both.toggled.connect(self.refresh)

    @property
    def picture(self) -> QWidget:
        """What a picture of the pane shows: the maps or the chart."""
        return self._views

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        super().set_theme(theme)
        for each in self._maps:
            each.set_theme(theme)

    def follow(self) -> None:
        """Show everything again."""
        super().follow()
        for each in self._maps:
            each.follow()

    def show_task(self, task: Task | None) -> None:
        """Begin with what is to be learned; nothing is predicted yet."""
        self._task, self._predictions = task, None
        self.both.hide()
        self.say("What the model answers is drawn here as soon as it trains.")
        self.show_curves(())
        is_map = task is not None and task.view == "map"
        self._views.setCurrentWidget(self._plane if is_map else self.chart)
        if task is not None:
            self.chart.set_x_label(task.inputs[0] if task.view == "curve" else "truth")
        if task is not None and is_map:
            for each in self._maps:
                each.show_task(task)

    def show_predictions(self, predictions: Predictions | None) -> None:
        """Draw what the model answers now."""
        if predictions is not self._predictions:
            self._predictions = predictions
            self.refresh()

    def refresh(self) -> None:
        """Draw the last predictions, in one mode or in both."""
        predictions, task = self._predictions, self._task
        if predictions is None or task is None:
            return
        self.both.setVisible(predictions.trained is not None)
        trained = predictions.trained if self.both.isChecked() else None
        self.say(EVAL_WORD if trained is not None else "")
        if task.view == "map":
            self._show_maps(predictions, trained)
        else:
            self.show_curves(_curves(task, predictions, trained))

    def csv(self) -> str:
        """Write the predictions as a table: inputs, truth where it is known, answers."""
        predictions, task = self._predictions, self._task
        if predictions is None or task is None:
            return ""
        columns: list[tuple[str, list[Number]]] = [
            (name, [row[place] for row in predictions.inputs]) for place, name in enumerate(task.inputs)
        ]
        columns.append(("eval", list(predictions.evaluated)))
        if predictions.truth is not None:
            columns.append(("truth", list(predictions.truth)))
        if predictions.trained is not None:
            columns.append(("train", list(predictions.trained)))
        rows = zip(*(values for _, values in columns), strict=True)
        return "\n".join([",".join(name for name, _ in columns), *(",".join(map(str, row)) for row in rows)]) + "\n"

    def _show_maps(self, predictions: Predictions, trained: tuple[Number, ...] | None) -> None:
        first, second = self._maps
        first.show_title(shown=trained is not None)
        second.setVisible(trained is not None)
        first.show_answers(predictions, predictions.evaluated)
        if trained is not None:
            second.show_answers(predictions, trained)


def _curves(task: Task, predictions: Predictions, trained: tuple[Number, ...] | None) -> list[Curve]:
    if task.view == "curve":
        x = np.array([float(row[0]) for row in predictions.inputs])
        return _lines(task, predictions, trained, x)
    truth = _numbers(predictions.truth or task.answers)
    modes = [("eval()", predictions.evaluated, Stroke("curve", NO_LINE, "o"))]
    if trained is not None:
        modes.append(("train()", trained, Stroke("error", NO_LINE, "t")))
    ends = np.array([truth.min(), truth.max()]) if len(truth) else truth
    aim = Curve("answer = truth", (ends, ends), Stroke("success"))
    return [aim, *(Curve(name, _sorted(truth, _numbers(answers)), stroke) for name, answers, stroke in modes)]


def _lines(
    task: Task, predictions: Predictions, trained: tuple[Number, ...] | None, x: NDArray[np.float64]
) -> list[Curve]:
    curves = []
    if task.examples:
        places = np.array([float(row[0]) for row in task.examples])
        curves.append(Curve("examples", _sorted(places, _numbers(task.answers)), Stroke("muted", NO_LINE, "o")))
    if predictions.truth is not None:
        curves.append(Curve("truth", (x, _numbers(predictions.truth)), Stroke("success")))
    if trained is not None:
        curves.append(Curve("train()", (x, _numbers(trained)), _TRAINED))
    return [*curves, Curve("model", (x, _numbers(predictions.evaluated)), _EVALUATED)]


def _sorted(x: NDArray[np.float64], y: NDArray[np.float64]) -> Points:
    order = np.argsort(x, kind="stable")
    return x[order], y[order]


def _numbers(values: tuple[Number, ...]) -> NDArray[np.float64]:
    return np.array([float(value) for value in values])
