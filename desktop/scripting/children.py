"""Processes of our own beside the person's: Qt draws and opens windows there, and torch stays here alone."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from desktop.records.files import UsageError
from desktop.records.graph import Graph


def picture(graph: Graph, suffix: str, theme: str = "light", scale: float = 2.0) -> bytes:
    """Draw all of a graph as ".svg", ".pdf" or ".png". Thread: any, and whatever application it belongs to."""
    command = [*python("desktop.export"), suffix, theme, str(scale)]
    sent = msgspec.msgpack.encode(graph)
    done = subprocess.run(command, input=sent, capture_output=True, env=offscreen(), check=False)  # noqa: S603 # our own
    if done.returncode:
        raise UsageError(f"The picture could not be drawn. {last_words(done.stderr)}")
    return done.stdout


def python(module: str) -> list[str]:
    """Give the command that runs a module of ours; `-P` keeps the person's folder from shadowing what it imports."""
    return [sys.executable, "-P", "-m", module]


def surroundings() -> dict[str, str]:
    """Give an environment in which a child finds this very package, wherever the person's process found it."""
    paths = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def offscreen() -> dict[str, str]:
    """Give an environment in which Qt needs no display."""
    return {**surroundings(), "QT_QPA_PLATFORM": "offscreen"}


def last_words(report: bytes) -> str:
    """Give the last line that a child wrote: of a traceback, that names the error."""
    lines = report.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("chainrule: ") if lines else "The process for it ended without a word."
