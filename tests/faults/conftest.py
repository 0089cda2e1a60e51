"""One real engine for all faults, and the faults themselves."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot

from desktop.records.run import Program, Run
from desktop.workers.engine_process import EngineProcess

PATIENCE_MS = 100_000
Finish = Callable[[Program], Run]


def _cases() -> ModuleType:
    specification = importlib.util.spec_from_file_location("chainrule_faults", Path(__file__).with_name("cases.py"))
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


CASES = _cases()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that asks for a `fault` once for every row of the table."""
    if "fault" in metafunc.fixturenames:
        metafunc.parametrize("fault", CASES.FAULTS, ids=[fault.name for fault in CASES.FAULTS])


@pytest.fixture(scope="session")
def cases() -> ModuleType:
    """Give the module `cases.py` beside this file."""
    return CASES


@pytest.fixture(scope="session")
def engine(qapp: object) -> Iterator[EngineProcess]:
    """Give an engine that lives, or is replaced, through all the faults."""
    process = EngineProcess()
    process.start()
    yield process
    process.close()


@pytest.fixture
def finish(qtbot: QtBot, engine: EngineProcess) -> Finish:
    """Give a function that runs a program to its end."""

    def run(program: Program) -> Run:
        with qtbot.waitSignal(engine.run_finished, timeout=PATIENCE_MS) as blocker:
            engine.run(program)
        assert blocker.args is not None
        ended = blocker.args[1]
        assert isinstance(ended, Run)
        return ended

    return run
