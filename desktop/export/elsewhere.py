"""A picture drawn in a process of its own: for a window that must not wait, and for programs without room for Qt."""

import os
import subprocess
import sys

from desktop.export.job import PictureJob, encode
from desktop.locate import environment
from desktop.records.files import UsageError
from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.placement import Placement


def drawn_elsewhere(
    job: PictureJob, graph: Graph, placement: Placement | None = None, flow: Flow | None = None
) -> bytes:
    """Draw a picture as `desktop.export.job` says, needing no display; waits for it, a second and more.

    Raises UsageError where it cannot be drawn. Thread: any but the GUI's, and whatever application it belongs to.
    """
    done = subprocess.run(
        [sys.executable, "-P", "-m", "desktop.export"],
        input=encode(job, graph, placement, flow),
        capture_output=True,
        env={**environment(), "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    if done.returncode:
        raise UsageError(f"The picture could not be drawn. {last_words(done.stderr)}")
    return done.stdout


def last_words(report: bytes) -> str:
    """Give the last line that a child wrote: of a traceback, that names the error."""
    lines = report.decode("utf-8", "replace").strip().split(os.linesep)
    return lines[-1].removeprefix("chainrule: ") if lines[-1] else "The process for it ended without a word."
