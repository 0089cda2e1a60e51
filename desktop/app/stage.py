"""A window without a screen, on which a scene is played until its picture can be taken."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Self

import msgspec
from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QSettings, QTimer, SignalInstance

from desktop.app.application import application
from desktop.app.processes import Processes
from desktop.app.settings import Settings
from desktop.app.strides import Strides
from desktop.app.window import HEIGHT, WIDTH, MainWindow
from desktop.records.files import write_atomically
from desktop.records.flow import Flow
from desktop.records.run import Program, Run
from desktop.records.training import Recipe
from desktop.workers.run_once import run_once

_PATIENCE_MS = 120_000
_STRIDE = 250
"""In iterations: how often a training's parameters are noted in a picture."""


class Stage:
    """One window of the usual size with settings of its own. Use it in a `with`: its processes end with it."""

    def __init__(self) -> None:
        hints = application().styleHints()
        self._flash_ms = hints.cursorFlashTime()
        hints.setCursorFlashTime(0)  # a caret that blinks would make each picture another one
        self._folder = tempfile.TemporaryDirectory(prefix="chainrule-")
        store = QSettings(str(Path(self._folder.name) / "settings.ini"), QSettings.Format.IniFormat)
        self.processes = Processes()
        self.window = MainWindow(Settings(store), self.processes, Path(self._folder.name))
        self.window.show()
        self.window.resize(WIDTH, HEIGHT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.window.program_page.editor.document().setModified(False)
        self.window.close()
        application().styleHints().setCursorFlashTime(self._flash_ms)
        self._folder.cleanup()

    def run(self, path: Path) -> Run:
        """Open a program, run it in an engine, and wait until its graph is drawn; times are left out of the Run."""
        self.window.open(path)
        return self.rerun()

    def rerun(self) -> Run:
        """Run the program that stands in the editor, in the same way."""
        program = self.window.program()
        run = _run(program)
        if run.status == "refused":
            self.window.runs.show(program, run)
        else:
            self.wait(self.window.graphs.graph_shown, lambda: self.window.runs.show(program, run))
        return run

    def solve(self, key: str) -> None:
        """Open a lesson and answer its question: its solution is run in an engine."""
        lessons, editor = self.window.lessons, self.window.program_page.editor
        lessons.open(key)
        if lessons.lesson is not None:
            editor.replace_text(lessons.lesson.solution)
            program = self.window.program()
            lessons.follow(program, _run(program))

    def train(self, recipe: Recipe) -> Strides:
        """Train by a recipe in an engine, and give what came of it stride by stride; its epochs are whole strides."""
        strides = Strides(self.processes.training, _STRIDE)
        self.wait(strides.ended, lambda: strides.start(recipe))
        return strides

    def come_near(self, scale: float) -> None:
        """Bring the selected node into the middle of the graph, at least at a scale (1 is 100 %)."""
        graph, selected = self.window.program_page.graph, self.window.graphs.selected
        while graph.camera_scale() < scale:
            graph.zoom_in()
        if selected is not None and (place := graph.position_of(selected)):
            graph.pan(graph.rect().center().toPointF() - place)

    def wait(self, signal: SignalInstance, begin: Callable[[], object]) -> None:
        """Do something and wait for the signal that answers it; raise TimeoutError where none comes."""
        loop = QEventLoop()
        signal.connect(lambda *_: loop.quit())
        QTimer.singleShot(_PATIENCE_MS, loop, lambda: loop.exit(1))
        QTimer.singleShot(0, loop, begin)
        if loop.exec() != 0:
            raise TimeoutError("A scene did not come to its end.")

    def picture(self, path: Path, theme: str) -> None:
        """Write what the window shows, in a theme, as a PNG."""
        self.window.appearance.choose(theme)
        application().processEvents()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.window.grab().save(buffer, "PNG")
        write_atomically(path, bytes(buffer.data().data()))


def _run(program: Program) -> Run:
    return timeless(run_once(program, timeout_s=_PATIENCE_MS / 1000, printed=lambda _: None))


def timeless(run: Run) -> Run:
    """Give a Run without its times, which are the one thing that differs between equal runs."""
    flows = tuple(_timeless_flow(flow) for flow in run.flows)
    return msgspec.structs.replace(run, elapsed_ms=0.0, flows=flows)


def _timeless_flow(flow: Flow) -> Flow:
    steps = tuple(msgspec.structs.replace(step, elapsed_us=0.0) for step in flow.steps)
    return msgspec.structs.replace(flow, steps=steps)
