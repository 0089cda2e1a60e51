"""Tiny children, written where a test runs, that `python -m` finds by PYTHONPATH."""

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

Child = Callable[[str], str]

FAKE_ENGINE = """
    import os, signal, sys, time
    from desktop.records.graph import Edge, Graph, Node
    from desktop.records.messages import *
    from desktop.records.run import Program, Run
    from desktop.records.wire import FrameReader, frame

    def say(*messages):
        os.write(1, b"".join(frame(message) for message in messages))

    def end(ticket, status="finished"):
        say(RunEnded(ticket, Run(1, status, "cpu", 0, 1.0, "all of it")))

    def act(ticket, text):
        say(Printed(ticket, "began "), Printed(ticket, text))
        say(GraphPart(ticket, 0, ("n0",), (Node("n0", "AddBackward0", "operation"),), ()))
        say(GraphPart(ticket, 0, ("n0",), (Node("n1", "AccumulateGrad", "leaf"),), (Edge("n0", "n1", 0, 0),)))
        if text == "polite":
            try:
                time.sleep(60)
            except KeyboardInterrupt:
                end(ticket, "stopped")
                return
        if text == "deaf":
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            time.sleep(60)
        if text == "arguments":
            say(Printed(ticket, " ".join(sys.argv[1:])))
        if text == "abort":
            os.abort()
        if text == "exit 7":
            print("last words", file=sys.stderr, flush=True)
            os._exit(7)
        if text == "junk":
            os.write(1, b"\\0\\0\\0\\4junk")
            time.sleep(60)
        end(ticket)

    say(EngineReady("fake", (Device("cpu", "CPU"),)))
    reader = FrameReader(ToEngine)
    while data := os.read(0, 65536):
        for message in reader.feed(data):
            act(message.ticket, message.program.text)
"""


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Child:
    """Give a function that writes a module and gives its name."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def write(source: str) -> str:
        name = f"child_{len(list(tmp_path.iterdir()))}"
        (tmp_path / f"{name}.py").write_text(textwrap.dedent(source))
        return name

    return write


@pytest.fixture
def fake_engine(child: Child) -> str:
    """Give the name of a module that speaks like an engine and does what a program's text names."""
    return child(FAKE_ENGINE)
