"""All values of one tensor: asked of the engine that still holds the run, or why they are gone."""

import sys

import numpy as np
from PySide6.QtCore import QObject

from desktop.app.program_page import ProgramPage
from desktop.app.run_session import RunSession
from desktop.records.messages import FetchTensor, HeldTensor, TensorGone, TensorPart
from desktop.views.inspector.fact_page import Look
from desktop.workers.engine_process import EngineProcess

_NOT_HERE = "This run was not made here, and a record keeps only the first values of each tensor. Run the program anew."
_OTHER_RUN = "The tensor belonged to the run before. Choose one of this run."


class TensorSession(QObject):
    """Connects the inspector and the variables with the engine and the tensor's view. Thread: GUI."""

    def __init__(self, engine: EngineProcess, runs: RunSession, page: ProgramPage, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._runs = runs
        self._page = page
        self._name = ""
        self._ticket = 0
        page.inspector.look_requested.connect(self.look)
        page.variables.tensor_requested.connect(self._look_at_variable)
        runs.run_shown.connect(self._forget)
        engine.tensor_answered.connect(self._on_answered)

    def look(self, look: Look) -> None:
        """Show all values of a tensor of the run that is shown."""
        self._name = look.name
        view = self._page.details.tensor
        self._page.show_detail(view)
        if self._runs.shown_ticket == 0:
            view.show_gone(look.name, _NOT_HERE)
            return
        view.show_loading(look.name)
        self._ticket = self._engine.ask(FetchTensor(0, self._runs.shown_ticket, look.tensor))

    def _look_at_variable(self, name: str) -> None:
        self.look(Look(name, HeldTensor("variable", name=name)))

    def _on_answered(self, ticket: int, answer: object) -> None:
        if ticket != self._ticket:
            return
        self._ticket = 0
        if isinstance(answer, TensorPart):
            self._page.details.tensor.show_tensor(self._name, values_of(answer), answer.stored)
        elif isinstance(answer, TensorGone):
            self._page.details.tensor.show_gone(self._name, answer.reason)

    def _forget(self) -> None:
        """Let go of what belonged to another run."""
        self._ticket = 0
        if self._name:
            self._page.details.tensor.show_gone(self._name, _OTHER_RUN)
        self._name = ""


def values_of(part: TensorPart) -> np.ndarray[tuple[int, ...], np.dtype[np.generic]]:
    """Read a whole tensor's elements where they lie."""
    dtype = np.dtype(part.dtype)
    wire = dtype.newbyteorder("<") if sys.byteorder == "big" else dtype
    return np.frombuffer(part.data, wire).reshape(part.shape)
