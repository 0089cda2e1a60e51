"""The real engine and the real layout behind their doors, and what becomes of them when the window is gone."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.records.messages import (
    FetchHistogram,
    FetchTensor,
    HeldTensor,
    TensorAnswer,
    TensorGone,
    TensorHistogram,
    TensorPart,
    TensorRequest,
)
from desktop.records.run import Program, Run
from desktop.workers.engine_process import EngineProcess
from desktop.workers.layout_process import LayoutProcess
from desktop.workers.run_once import run_once

LONG_MS = 60_000
PROGRAMS = Path(__file__).parents[1] / "programs"
ROOT = Path(__file__).parents[2]

HOLD_ENGINE = """
import sys, time
from desktop.records.messages import EngineReady, FromEngine, RunProgram
from desktop.records.run import Program
from desktop.workers.child_process import ChildProcess
def receive(message):
    if isinstance(message, EngineReady):
        child.send(RunProgram(1, Program("print('going')\\nwhile True: pass")))
    else:
        print(child.pid, flush=True)
child = ChildProcess("desktop.engine", receive, print, FromEngine)
child.start()
time.sleep(600)
"""


def timeless(run: Run) -> Run:
    """Give a Run without its times."""
    flows = [
        msgspec.structs.replace(flow, steps=tuple(msgspec.structs.replace(step, elapsed_us=0.0) for step in flow.steps))
        for flow in run.flows
    ]
    return msgspec.structs.replace(run, elapsed_ms=0.0, flows=tuple(flows))


@pytest.fixture(scope="module")
def encoder() -> Program:
    """Give a program whose graph needs several parts to cross the pipe."""
    text = (ROOT / "resources" / "programs" / "encoder.py").read_text()
    return Program(text.replace("(layer, 12)", "(layer, 14)"))


@pytest.fixture
def engine() -> Iterator[EngineProcess]:
    """Give an engine process, not started."""
    process = EngineProcess()
    yield process
    process.close()


def test_two_ways_give_one_run(qtbot: QtBot, engine: EngineProcess, encoder: Program) -> None:
    """The window's engine and the commands' give the same Run, times aside."""
    with qtbot.waitSignal(engine.run_finished, timeout=LONG_MS) as blocker:
        engine.run(encoder)
    once = run_once(encoder, timeout_s=None, printed=lambda _: None)
    assert blocker.args is not None
    assert timeless(blocker.args[1]) == timeless(once)
    assert once.status == "finished"
    assert len(once.graphs[0].nodes) > 1000


def answer(qtbot: QtBot, engine: EngineProcess, request: TensorRequest) -> TensorAnswer:
    """Ask the engine about a tensor and wait for what it says."""
    heard: list[tuple[int, TensorAnswer]] = []
    engine.tensor_answered.connect(lambda ticket, said: heard.append((ticket, said)))
    ticket = engine.ask(request)
    qtbot.waitUntil(lambda: any(each == ticket for each, _ in heard), timeout=LONG_MS)
    return next(said for each, said in heard if each == ticket)


def test_tensors_are_fetched_while_the_engine_holds_the_run(qtbot: QtBot, engine: EngineProcess) -> None:
    """A tensor of several parts comes whole; when its engine is gone, or has another run, that is said instead."""
    x = HeldTensor("variable", name="x")
    text = "import torch\nx = torch.arange(3_000_000.0)\n"
    assert isinstance(answer(qtbot, engine, FetchTensor(0, 1, x)), TensorGone)
    with qtbot.waitSignal(engine.run_finished, timeout=LONG_MS) as blocker:
        engine.run(Program(text))
    assert blocker.args is not None
    run = blocker.args[0]
    whole = answer(qtbot, engine, FetchTensor(0, run, x))
    assert isinstance(whole, TensorPart)
    assert (np.frombuffer(whole.data, "<f4") == np.arange(3_000_000)).all()
    histogram = answer(qtbot, engine, FetchHistogram(0, run, x))
    assert isinstance(histogram, TensorHistogram)
    assert sum(histogram.counts) == 3_000_000
    with qtbot.waitSignal(engine.run_finished, timeout=LONG_MS):
        engine.run(Program("x = 1"))
    assert isinstance(answer(qtbot, engine, FetchTensor(0, run, x)), TensorGone)


def test_time_limit_keeps_what_was_captured() -> None:
    """A program stopped by its limit keeps its output and its graph, and says where it was."""
    text = (PROGRAMS / "expression.py").read_text() + "\nprint('built')\nwhile True:\n    pass\n"
    run = run_once(Program(text), timeout_s=8, printed=lambda _: None)
    assert run.status == "stopped"
    assert run.error is not None
    assert run.error.type == "TimeLimit"
    assert run.output.endswith("built\n")
    assert run.graphs


def test_layout_gives_every_node(qtbot: QtBot, encoder: Program) -> None:
    """A graph of more than one part comes back from the layout with all its nodes and edges."""
    graph = run_once(encoder, timeout_s=None, printed=lambda _: None).graphs[0]
    layout = LayoutProcess()
    with qtbot.waitSignal(layout.placed, timeout=LONG_MS) as blocker:
        layout.place(graph, ())
    layout.close()
    assert blocker.args is not None
    placement = blocker.args[1]
    assert {node.id for node in placement.nodes} == {node.id for node in graph.nodes}
    assert {(edge.source, edge.target, edge.slot) for edge in placement.edges} == {
        (edge.source, edge.target, edge.slot) for edge in graph.edges
    }


def test_engine_does_not_outlive_the_window() -> None:
    """When the window's process is killed outright, an engine in an endless loop ends too."""
    with subprocess.Popen([sys.executable, "-c", HOLD_ENGINE], cwd=ROOT, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        watch = os.pidfd_open(int(window.stdout.readline()))
        window.send_signal(signal.SIGKILL)
        try:
            assert select.select([watch], [], [], LONG_MS / 1000)[0]
        finally:
            os.close(watch)
