"""`show`: a window on a live tensor's graph, in a process of its own, until it is closed."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from desktop.export import draw_graph
from desktop.export.elsewhere import last_words
from desktop.locate import environment
from desktop.records.files import UsageError
from desktop.scripting.captured_graph import CapturedGraph
from desktop.scripting.capturing import captured


def show(loss: Any, params: Any = None) -> None:
    """Open the window on a tensor's graph, or on one that `capture` gave, and return when it is closed.

    `loss` and `params` are as for `capture`. Raises UsageError, one paragraph, where there is no graph or no display.
    Thread: any.
    """
    graph = loss if isinstance(loss, CapturedGraph) else captured(loss, params, sys._getframe(1))  # noqa: SLF001 # where the names are
    with tempfile.TemporaryDirectory(prefix="chainrule-") as folder:
        file = Path(folder) / "graph.json"
        draw_graph(graph.graph, file)
        _open(file)


def _open(file: Path) -> None:
    with subprocess.Popen([*window_command(), "open", str(file)], stderr=subprocess.PIPE, env=environment()) as window:  # noqa: S603 # our own
        try:
            _, report = window.communicate()
        except BaseException:
            window.terminate()
            raise
    if window.returncode:
        raise UsageError(last_words(report))


def window_command() -> list[str]:
    """Give the command that opens windows; `-P` keeps the person's folder from shadowing what it imports."""
    return [sys.executable, "-P", "-m", "desktop.cli"]
