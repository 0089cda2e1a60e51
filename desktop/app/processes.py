"""The child processes a window talks to."""

from dataclasses import dataclass, field

from desktop.workers.engine_process import EngineProcess
from desktop.workers.layout_process import LayoutProcess
from desktop.workers.training_process import TrainingProcess


@dataclass
class Processes:
    """An engine for runs, one for training, and the layout. Thread: GUI."""

    engine: EngineProcess = field(default_factory=EngineProcess)
    training: TrainingProcess = field(default_factory=TrainingProcess)
    layout: LayoutProcess = field(default_factory=LayoutProcess)

    def close(self) -> None:
        """End all of them at once."""
        for process in (self.engine, self.training, self.layout):
            process.close()
