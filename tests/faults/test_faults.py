"""Each fault costs one clear message; text, window and the next run stay as they were."""

import os
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.records.run import Program, Run
from desktop.workers.engine_process import EngineProcess

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the faults are Linux's own")

PATIENCE_MS = 100_000
LONGEST_OUTPUT = 1_000_100
TABLE = Path(__file__).with_name("TABLE.md")
Finish = Callable[[Program], Run]


def test_fault(qtbot: QtBot, engine: EngineProcess, finish: Finish, fault: Any) -> None:
    """The run ends as the table says, its output is kept, and the next run works."""
    program = Program(f"print('before')\n{fault.program}", memory_mb=fault.memory_mb, trusted=True)
    run = disturbed(qtbot, engine, program, fault) if fault.stop or fault.killed else finish(program)
    assert run.status == fault.status, run.error
    assert (run.error.type if run.error else "") == fault.error, run.error
    assert fault.sees in (run.error.message if run.error else "")
    assert run.output.startswith(fault.output)
    assert len(run.output) < LONGEST_OUTPUT
    assert_works(finish)


def disturbed(qtbot: QtBot, engine: EngineProcess, program: Program, fault: Any) -> Run:
    """Run a program that never ends, and stop it, or kill its engine, once it has begun."""
    heard: list[str] = []
    engine.printed.connect(lambda _, text: heard.append(text))
    with qtbot.waitSignal(engine.run_finished, timeout=PATIENCE_MS) as blocker:
        engine.run(program)
        qtbot.waitUntil(lambda: "".join(heard).startswith(fault.output), timeout=PATIENCE_MS)
        pid = pid_of(engine)
        if fault.killed:
            os.kill(pid, signal.SIGKILL)
        else:
            engine.stop()
    engine.printed.disconnect()
    assert blocker.args is not None
    run = blocker.args[1]
    assert isinstance(run, Run)
    return run


def assert_works(finish: Finish) -> None:
    """Run an ordinary program to its end."""
    run = finish(
        Program(
            "import torch\nx = torch.ones(2, requires_grad=True)\n(x * 3).sum().backward()\nprint(x.grad)", trusted=True
        )
    )
    assert (run.status, run.output, run.error) == ("finished", "tensor([3., 3.])\n", None)
    assert len(run.flows) == 1


def pid_of(engine: EngineProcess) -> int:
    """Give the process id of the engine's child."""
    child = engine._door._child
    assert child is not None
    assert child.pid is not None
    return child.pid


def test_stop_ends_all_that_was_forked(qtbot: QtBot, engine: EngineProcess, cases: ModuleType) -> None:
    """Stop ends the engine's whole process group: no process of a fork bomb is left."""
    bomb = next(fault for fault in cases.FAULTS if "fork bomb" in fault.name)
    text = bomb.program.replace("time.sleep", "print(f'{os.getpid()} ', end=''); time.sleep")
    heard: list[str] = []
    engine.printed.connect(lambda _, words: heard.append(words))
    with qtbot.waitSignal(engine.run_finished, timeout=PATIENCE_MS):
        engine.run(Program(text, trusted=True))
        qtbot.waitUntil(lambda: len("".join(heard).split()) == 16, timeout=PATIENCE_MS)
        handles = [os.pidfd_open(int(pid)) for pid in "".join(heard).split()]
        engine.stop()
    engine.printed.disconnect()
    for handle in handles:
        assert select.select([handle], [], [], PATIENCE_MS / 1000)[0]
        os.close(handle)


def test_table_is_up_to_date(cases: ModuleType) -> None:
    """TABLE.md names every fault injected and what the person sees."""
    assert TABLE.read_text(encoding="utf-8") == cases.table()
