"""The child processes a window talks to."""

from dataclasses import dataclass, field

from desktop.workers.engine_process import EngineProcess
from desktop.workers.language_process import LanguageProcess
from desktop.workers.layout_process import LayoutProcess
from desktop.workers.preview_process import PreviewProcess
from desktop.workers.training_process import TrainingProcess


@dataclass
class Processes:
    """An engine for runs, one for training, one for previews, the layout, and language help. Thread: GUI."""

    engine: EngineProcess = field(default_factory=EngineProcess)
    training: TrainingProcess = field(default_factory=TrainingProcess)
    preview: PreviewProcess = field(default_factory=PreviewProcess)
    layout: LayoutProcess = field(default_factory=LayoutProcess)
    language: LanguageProcess = field(default_factory=LanguageProcess)

    def close(self) -> None:
        """End all of them at once."""
        for process in (self.engine, self.training, self.preview, self.layout, self.language):
            process.close()
