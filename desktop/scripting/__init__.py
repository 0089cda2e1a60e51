"""What a script or a notebook calls: `capture` a live tensor's graph, `show` it in a window."""

from desktop.scripting.captured_graph import CapturedGraph
from desktop.scripting.capturing import capture
from desktop.scripting.showing import show

__all__ = ["CapturedGraph", "capture", "show"]
