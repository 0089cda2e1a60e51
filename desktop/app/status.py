"""The status bar: what the engine does, and what came of the last run."""

import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QWidget

from desktop.records.run import Run

_PATIENCE_MS = 500
"""What takes longer shows a busy bar."""
_TICK_MS = 100
_SECOND_MS = 1000


class StatusLine(QStatusBar):
    """Says one thing about the engine at the left and the last run's figures at the right. Thread: GUI."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 8, 0)
        self._state = QLabel()
        self._figures = QLabel()
        self._bar = QProgressBar(maximum=0, textVisible=False)
        self._bar.setFixedSize(110, 8)
        self._bar.setToolTip("Something takes longer than half a second")
        self._bar.hide()
        self.addWidget(self._state)
        self.addWidget(self._bar)
        self.addPermanentWidget(self._figures)
        self._busy_with: set[str] = set()
        self._began = 0.0
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._bar.show)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._tick)

    @property
    def state(self) -> str:
        """What is said about the engine."""
        return self._state.text()

    @property
    def figures(self) -> str:
        """What is said about the last run."""
        return self._figures.text()

    def say(self, state: str) -> None:
        """Say what the engine does."""
        self._state.setText(state)

    def show_figures(self, *, shown: bool) -> None:
        """Show the last run's figures, or not: beside a training they would be taken for its own."""
        self._figures.setVisible(shown)

    def begin(self, work: str) -> None:
        """Note that some work ("starting", "running", "laying out") goes on; past half a second the bar shows."""
        self._busy_with.add(work)
        if not self._patience.isActive() and self._bar.isHidden():
            self._patience.start()

    def end(self, work: str) -> None:
        """Note that some work is over."""
        self._busy_with.discard(work)
        if not self._busy_with:
            self._patience.stop()
            self._bar.hide()

    def begin_run(self) -> None:
        """Count the seconds of a run."""
        self._began = time.monotonic()
        self._figures.setText("")
        self._clock.start()
        self._tick()
        self.begin("running")

    def end_run(self, run: Run) -> None:
        """Say how a run ended and what came of it."""
        self._clock.stop()
        self.end("running")
        self.say(_ENDINGS[run.status])
        self._figures.setText(figures(run))

    def forget_run(self) -> None:
        """Say nothing of a run any more; one that is being counted is over."""
        if self._clock.isActive() or self._figures.text():
            self.say("")
        self._clock.stop()
        self.end("running")
        self._figures.setText("")

    def _tick(self) -> None:
        self.say(f"Running {time.monotonic() - self._began:.1f} s")


_ENDINGS = {
    "finished": "Finished",
    "failed": "The program raised an exception",
    "refused": "Nothing was run: it needs your consent",
    "stopped": "Stopped",
}


def figures(run: Run) -> str:
    """Give a run's time, nodes and passes in one line."""
    if run.status == "refused":
        return ""
    nodes = sum(len(graph.nodes) for graph in run.graphs)
    parts = [_duration(run.elapsed_ms), _counted(nodes, "node"), _passes(run)]
    return "  ·  ".join(part for part in parts if part)


def _passes(run: Run) -> str:
    """Count the passes; of a long loop only some are recorded, and the last one tells by its number how many ran."""
    recorded, ran = len(run.flows), max((flow.number for flow in run.flows), default=0)
    kept = f"{recorded:,} of " if ran > recorded else ""
    return kept + _counted(max(recorded, ran), "backward pass", "es")


def _duration(milliseconds: float) -> str:
    if milliseconds <= 0:
        return ""
    return f"{milliseconds:.1f} ms" if milliseconds < _SECOND_MS else f"{milliseconds / _SECOND_MS:.1f} s"


def _counted(count: int, noun: str, plural: str = "s") -> str:
    return f"{count:,} {noun}{'' if count == 1 else plural}"
