"""The engine process from outside: frames in, frames out, its end with the end of input."""

import queue
import subprocess
import sys
from pathlib import Path

from desktop.engine.serve import DAMAGED_MESSAGE
from desktop.records.messages import (
    EngineReady,
    FetchHistogram,
    FetchPlane,
    FetchTensor,
    FlowPart,
    FromEngine,
    GraphPart,
    HeldTensor,
    Printed,
    RunEnded,
    RunProgram,
    TensorGone,
    TensorPart,
)
from desktop.records.run import Program
from desktop.workers.child_process import ChildProcess

TOP = Path(__file__).parents[2]
BACKWARD = "import torch\nx = torch.ones(2, requires_grad=True)\nprint('seen', end='')\n(x * 2).sum().backward()"
PATIENCE_S = 100


def conversation(*programs: str) -> list[FromEngine]:
    """Ask an engine to run programs; give all it says until the last has ended."""
    heard: list[FromEngine] = []
    inbox: queue.SimpleQueue[FromEngine] = queue.SimpleQueue()
    child = ChildProcess[FromEngine]("desktop.engine", inbox.put, lambda *_: None, FromEngine)
    child.start()
    for ticket, text in enumerate(programs):
        child.send(RunProgram(ticket, Program(text, trusted=True)))
    while not (heard and isinstance(heard[-1], RunEnded) and heard[-1].ticket == len(programs) - 1):
        heard.append(inbox.get(timeout=PATIENCE_S))
    child.close()
    return heard


def test_order_of_answers() -> None:
    """The engine says that it is ready, then of each run what was printed, captured, recorded, and that it ended."""
    heard = conversation(BACKWARD, "print('second', end='')")
    assert [type(each) for each in heard] == [EngineReady, Printed, GraphPart, FlowPart, RunEnded, Printed, RunEnded]
    assert [each.ticket for each in heard[1:] if not isinstance(each, EngineReady)] == [0, 0, 0, 0, 1, 1]


def test_output_holds_what_was_printed_past_python() -> None:
    """The Run's output is what was passed on, strays included, in the order it came."""
    heard = conversation("import os\nprint('one')\nos.write(1, b'two')")
    ended = heard[-1]
    assert isinstance(ended, RunEnded)
    assert sorted(ended.run.output.split()) == ["one", "two"]
    assert ended.run.output == "".join(each.text for each in heard if isinstance(each, Printed))


def test_what_crosses_no_wire_is_told() -> None:
    """A record that cannot be sent, too long or no text, costs one message."""
    heard = conversation("raise ValueError('a' * 10**8)", "raise ValueError('\\ud800')", "print('next')")
    ends = [each.run for each in heard if isinstance(each, RunEnded)]
    assert [run.status for run in ends] == ["failed", "failed", "finished"]
    assert ends[-1].output == "next\n"


def test_tensors_are_given_after_a_run_until_the_next() -> None:
    """A tensor of the last run is answered in full; one of a run before it is gone, with the reason."""
    inbox: queue.SimpleQueue[FromEngine] = queue.SimpleQueue()
    child = ChildProcess[FromEngine]("desktop.engine", inbox.put, lambda *_: None, FromEngine)
    child.start()
    child.send(RunProgram(4, Program(BACKWARD, trusted=True)))
    x = HeldTensor("variable", name="x")
    while not isinstance(inbox.get(timeout=PATIENCE_S), RunEnded):
        pass
    child.send(FetchTensor(9, 4, x))
    child.send(FetchPlane(10, 4, HeldTensor("value", "n99"), 0, 1))
    child.send(FetchHistogram(11, 3, x))
    answers = [inbox.get(timeout=PATIENCE_S) for _ in range(3)]
    child.close()
    whole = next(each for each in answers if isinstance(each, TensorPart))
    assert whole == TensorPart(9, (2,), "float32", "float32", b"\0\0\x80\x3f" * 2, last=True)
    reasons = {each.ticket: each.reason for each in answers if isinstance(each, TensorGone)}
    assert "does not hold" in reasons[10]
    assert "last run only" in reasons[11]


def test_ends_with_its_input() -> None:
    """An engine whose input ends, ends without complaint."""
    assert ended_by(b"") == (0, b"")


def test_ends_at_a_damaged_message() -> None:
    """An engine that is sent junk says so and ends."""
    status, errors = ended_by(b"\0\0\0\4junk")
    assert status == DAMAGED_MESSAGE
    assert b"does not decode" in errors


def ended_by(data: bytes) -> tuple[int, bytes]:
    """Send an engine that is ready some last bytes and the end of input; give its exit status and its errors."""
    command = [sys.executable, "-P", "-m", "desktop.engine"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=TOP, env={"PYTHONPATH": str(TOP)}, stdin=pipe, stdout=pipe, stderr=pipe
    ) as engine:
        assert engine.stdout is not None
        assert engine.stdout.read(4)
        _, errors = engine.communicate(data, timeout=PATIENCE_S)
        return engine.returncode, errors
