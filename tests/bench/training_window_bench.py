"""Training in the window beside the chapter's bare loop: its speed, the window's longest stall, the plots' frames.

Real process, real page, offscreen; one thread for torch in both; all in one run.
"""

import contextlib
import importlib.util
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Self

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, SignalInstance

Row = tuple[str, str, str, float | None, str]

ROUNDS = 7
TURN_MS = 1_500
WARM_UP_MS = 1_500
TICK_MS = 1
WAIT_MS = 60_000


def rows() -> Iterator[Row]:
    """Measure by turns: the window trains, then it stands still and the bare loop runs."""
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_API="pyside6", PYQTGRAPH_QT_LIB="PySide6", OMP_NUM_THREADS="1")
    from desktop.app.application import application  # noqa: PLC0415 # only now is the environment as it must be

    application()
    bare = _BareLoop()
    with _Window() as window, contextlib.closing(bare):
        window.start()
        window.train(WARM_UP_MS)
        turns = [(bare.rate(), window.train(TURN_MS)) for _ in range(ROUNDS)]
        ratio = statistics.median(ours / beside for beside, ours in turns)
        beside, ours = (f"{statistics.median(side):,.0f} it/s" for side in zip(*turns, strict=True))
        yield "training: in the window, every plot live", ours, f"bare {beside}", ratio, "≥ 1.10"
        stall, work = f"{window.longest_ms:.0f} ms", f"its own {window.longest_work_ms:.0f} ms"
        yield "training: the window's longest stall at full speed", stall, work, None, "≤ 50 ms"
        yield "training: paint of one refresh, process time", f"{window.paint_ms():.1f} ms", "", None, "≤ 12 ms"
        heard = f"of {window.messages_a_second():.1f} messages"
        yield "training: frames a second of the plots", f"{window.frames_a_second():.1f}", heard, None, "≥ 30"


class _Window:
    """A Training page with its engine; counts frames and the longest time its event loop was not free."""

    def __init__(self) -> None:
        from desktop.app.status import StatusLine  # noqa: PLC0415 # Qt is imported when its environment is set
        from desktop.app.training_session import TrainingSession  # noqa: PLC0415 # the same
        from desktop.records.training import Recipe  # noqa: PLC0415 # the same
        from desktop.views.theme import LIGHT  # noqa: PLC0415 # the same
        from desktop.views.training_page import TrainingPage  # noqa: PLC0415 # the same
        from desktop.workers.training_process import TrainingProcess  # noqa: PLC0415 # the same

        self._recipe = Recipe(threshold=0)
        self._process = TrainingProcess()
        self._page = TrainingPage(LIGHT)
        self._owner = QObject()
        self._status = StatusLine()
        self._session = TrainingSession(self._process, self._page, self._status, self._owner)
        self._tick = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self._note)
        self._page.refreshed.connect(self._count)
        self._process.training_advanced.connect(self._hear)
        self._last = 0.0
        self._frames = 0
        self._messages = 0
        self._seconds = 0.0
        self._counting = False
        self._worked = 0.0
        self.longest_ms = 0.0
        self.longest_work_ms = 0.0

    def __enter__(self) -> Self:
        self._page.resize(1440, 820)
        self._page.show()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.close()

    def start(self) -> None:
        """Begin a run that stands still."""
        self._page.panel.form.show_recipe(self._recipe)
        _wait(self._process.training_advanced, lambda: self._page.controls.press("iteration"))
        while self._page.controls.state != "paused":
            _wait(self._process.training_advanced, lambda: None)

    def train(self, milliseconds: int) -> float:
        """Go on for a while at full speed; give iterations a second."""
        done = self._done()
        started = time.perf_counter()
        self._page.controls.press("play")
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._counting = milliseconds == TURN_MS
        self._tick.start()
        _pass(milliseconds)
        self._tick.stop()
        self._counting = False
        if milliseconds == TURN_MS:
            self._seconds += milliseconds / 1_000
        _wait(self._process.training_advanced, lambda: self._page.controls.press("play"))
        seconds = time.perf_counter() - started
        while self._page.controls.state != "paused":
            _wait(self._process.training_advanced, lambda: None)
        return (self._done() - done) / seconds

    def frames_a_second(self) -> float:
        """Give how often the plots were drawn while a run went on."""
        return self._frames / self._seconds

    def messages_a_second(self) -> float:
        """Give how often the engine told of steps: there is nothing new to draw more often."""
        return self._messages / self._seconds

    def paint_ms(self) -> float:
        """Draw what stands there again and again; give the median of what that takes this process."""
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415 # Qt is imported when its environment is set

        taken = []
        for _ in range(60):
            started = time.process_time()
            self._page.refresh()
            QApplication.processEvents()
            taken.append(1_000 * (time.process_time() - started))
        return statistics.median(taken)

    def _done(self) -> int:
        return 0 if self._page.course is None else self._page.course.total

    def _count(self) -> None:
        self._frames += self._counting

    def _hear(self) -> None:
        self._messages += self._counting

    def _note(self) -> None:
        now = time.perf_counter()
        self.longest_ms = max(self.longest_ms, 1_000 * (now - self._last))
        worked = time.thread_time()
        self.longest_work_ms = max(self.longest_work_ms, 1_000 * (worked - self._worked))
        self._last, self._worked = now, worked


def _wait(signal: SignalInstance, begin: Callable[[], object]) -> None:
    loop = QEventLoop()
    signal.connect(loop.quit)
    QTimer.singleShot(WAIT_MS, loop, lambda: loop.exit(1))
    QTimer.singleShot(0, loop, begin)
    if loop.exec() != 0:
        raise TimeoutError("The training does not answer.")


def _pass(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class _BareLoop:
    """The bare loop in a process of its own, as torch is no part of the window's; it runs when it is told to."""

    def __init__(self) -> None:
        self._child = subprocess.Popen(  # our own file
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.rate()

    def rate(self) -> float:
        """Run for a turn; give iterations a second."""
        if self._child.stdin is None or self._child.stdout is None:
            raise OSError("The bare loop has no pipes.")
        self._child.stdin.write("run\n")
        self._child.stdin.flush()
        return float(self._child.stdout.readline())

    def close(self) -> None:
        """End it."""
        self._child.kill()
        self._child.communicate()


def _serve_bare_loop() -> None:
    """Answer each line with the bare loop's iterations a second over a turn."""
    import torch  # noqa: PLC0415 # only this process has a use for it

    torch.set_num_threads(1)
    beside = _sibling("training_bench")
    loop = beside._bare()  # the bare loop there is the one there is
    loop()
    for _ in sys.stdin:
        done, started = 0, time.perf_counter()
        while time.perf_counter() - started < TURN_MS / 1_000:
            loop()
            done += beside.ITERATIONS
        sys.stdout.write(f"{done / (time.perf_counter() - started)}\n")
        sys.stdout.flush()


def _sibling(name: str) -> ModuleType:
    specification = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    if specification is None or specification.loader is None:
        raise ImportError(f"{name} cannot be loaded.")
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


if __name__ == "__main__":
    _serve_bare_loop()
