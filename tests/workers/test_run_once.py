"""One program, one engine, one Run: what the commands without a window stand on."""

import signal
import threading

import pytest

from desktop.records.run import Program
from desktop.workers.run_once import run_once


def test_finished(fake_engine: str) -> None:
    """The Run holds what the engine sent in parts, and the output came as it was printed."""
    printed: list[str] = []
    run = run_once(Program("fine"), timeout_s=None, printed=printed.append, module=fake_engine)
    assert run.status == "finished"
    assert [node.id for node in run.graphs[0].nodes] == ["n0", "n1"]
    assert "".join(printed) == "began fine"


@pytest.mark.parametrize("text", ["polite", "deaf"])
def test_time_limit(fake_engine: str, text: str) -> None:
    """A program that takes too long is stopped, whether it listens or not, and what came so far is kept."""
    run = run_once(Program(text), timeout_s=0.2, printed=lambda _: None, module=fake_engine)
    assert run.status == "stopped"
    assert run.error is not None
    assert run.error.type == "TimeLimit"
    assert "0.2 s" in run.error.message
    assert len(run.graphs[0].nodes) == 2


@pytest.mark.parametrize(("text", "words"), [("abort", "SIGABRT"), ("exit 7", "status 7"), ("junk", "decode")])
def test_engine_ends(fake_engine: str, text: str, words: str) -> None:
    """An engine that crashes, exits or lies is told as such, and what came so far is kept."""
    run = run_once(Program(text), timeout_s=20, printed=lambda _: None, module=fake_engine)
    assert run.status == "stopped"
    assert run.error is not None
    assert run.error.type == "EngineEnded"
    assert words in run.error.message
    assert run.output == f"began {text}"


def test_person_interrupts(fake_engine: str) -> None:
    """Ctrl+C ends the engine and is raised again."""

    def press(_: str) -> None:
        signal.raise_signal(signal.SIGINT)

    before = set(threading.enumerate())
    with pytest.raises(KeyboardInterrupt):
        run_once(Program("deaf"), timeout_s=None, printed=press, module=fake_engine)
    for thread in set(threading.enumerate()) - before:
        thread.join(20)
        assert not thread.is_alive()
