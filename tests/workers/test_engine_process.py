"""The engine behind the window: it answers, it is stopped, it crashes, and the next run works."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.records.run import Program, Run
from desktop.workers.engine_process import EngineProcess

LONG_MS = 20_000


@pytest.fixture
def engine(qtbot: QtBot, fake_engine: str) -> Iterator[EngineProcess]:
    """Give an engine whose child is the tests' own, started."""
    process = EngineProcess(module=fake_engine)
    with qtbot.waitSignal(process.ready, timeout=LONG_MS):
        process.start()
    yield process
    process.close()


def finished(qtbot: QtBot, engine: EngineProcess, text: str) -> Run:
    """Run a text and give its Run."""
    with qtbot.waitSignal(engine.run_finished, timeout=LONG_MS) as blocker:
        ticket = engine.run(Program(text))
    assert blocker.args is not None
    assert blocker.args[0] == ticket
    run = blocker.args[1]
    assert isinstance(run, Run)
    return run


def stopped(qtbot: QtBot, engine: EngineProcess, text: str) -> Run:
    """Run a text, stop it once it has printed all, and give its Run."""
    heard: list[str] = []
    engine.printed.connect(lambda _, words: heard.append(words))
    with qtbot.waitSignal(engine.run_finished, timeout=LONG_MS) as blocker:
        engine.run(Program(text))
        qtbot.waitUntil(lambda: "".join(heard).endswith(text), timeout=LONG_MS)
        engine.stop()
    assert blocker.args is not None
    run = blocker.args[1]
    assert isinstance(run, Run)
    return run


def test_run_before_ready(qtbot: QtBot, fake_engine: str) -> None:
    """A run that is asked for while the engine starts is run when it is ready."""
    process = EngineProcess(module=fake_engine)
    run = finished(qtbot, process, "fine")
    assert run.status == "finished"
    assert len(run.graphs[0].edges) == 1
    process.close()


def test_printed_before_finished(qtbot: QtBot, engine: EngineProcess) -> None:
    """All that was printed is told before the run is."""
    heard: list[object] = []
    engine.printed.connect(lambda _, text: heard.append(text))
    engine.run_finished.connect(lambda _, run: heard.append(run))
    run = finished(qtbot, engine, "fine")
    assert heard[-1] == run
    assert "".join(str(text) for text in heard[:-1]) == "began fine"


def test_stop_polite(qtbot: QtBot, engine: EngineProcess) -> None:
    """A program that can be interrupted ends in the engine, which lives on."""
    with qtbot.assertNotEmitted(engine.ready):
        run = stopped(qtbot, engine, "polite")
    assert run.status == "stopped"
    assert run.error is not None
    assert run.error.type == "Stopped"
    assert engine.is_ready
    assert finished(qtbot, engine, "fine").status == "finished"


def test_stop_deaf(qtbot: QtBot, engine: EngineProcess) -> None:
    """A program that cannot be interrupted costs the engine; what came so far is kept, and the next run works."""
    run = stopped(qtbot, engine, "deaf")
    assert (run.status, run.output, len(run.graphs[0].nodes)) == ("stopped", "began deaf", 2)
    assert not engine.is_busy
    assert finished(qtbot, engine, "fine").status == "finished"


@pytest.mark.parametrize(("text", "words"), [("abort", "SIGABRT"), ("exit 7", "last words"), ("junk", "decode")])
def test_crash(qtbot: QtBot, engine: EngineProcess, text: str, words: str) -> None:
    """A crash ends the run in one paragraph; a new engine comes by itself, and the next run works."""
    with qtbot.waitSignal(engine.ready, timeout=LONG_MS):
        run = finished(qtbot, engine, text)
    assert run.status == "stopped"
    assert run.error is not None
    assert words in run.error.message
    assert "\n" not in run.error.message
    assert finished(qtbot, engine, "fine").status == "finished"


def test_second_run_stops_the_first(qtbot: QtBot, engine: EngineProcess) -> None:
    """A run that is asked for while another runs stops that one, and both are told, in order."""
    heard: list[tuple[int, str]] = []
    engine.run_finished.connect(lambda ticket, run: heard.append((ticket, run.status)))
    first = engine.run(Program("deaf"))
    second = engine.run(Program("also waiting"))
    third = engine.run(Program("fine"))
    qtbot.waitUntil(lambda: len(heard) == 3, timeout=LONG_MS)
    assert sorted(heard) == [(first, "stopped"), (second, "stopped"), (third, "finished")]
    assert heard[-1][0] == third


def test_engine_that_never_starts(qtbot: QtBot) -> None:
    """An engine that cannot start says why, answers the run that waits, and is not started over and over."""
    process = EngineProcess(module="no_such_module")
    with qtbot.waitSignal(process.unavailable, timeout=LONG_MS) as blocker:
        run = finished(qtbot, process, "fine")
    assert run.status == "stopped"
    assert blocker.args is not None
    assert "no_such_module" in blocker.args[0]
    process.close()


def test_confined_unless_trusted(qtbot: QtBot, fake_engine: str) -> None:
    """A program that nobody consented to runs in a confined engine, a trusted one in another, and so back again."""
    process = EngineProcess(module=fake_engine)
    said: list[str] = []
    process.printed.connect(lambda _, text: said.append(text))
    pids = []
    for trusted in (False, False, True, True, False):
        with qtbot.waitSignal(process.run_finished, timeout=LONG_MS):
            process.run(Program("arguments", trusted=trusted))
        pids.append(process._door._child.pid if process._door._child else None)
    assert ["--confined" in words for words in "".join(said).split("began ")[1:]] == [True, True, False, False, True]
    assert pids[0] == pids[1] != pids[2] == pids[3] != pids[4]
    process.close()
