"""`python -m desktop.export SUFFIX THEME RATIO`: a Graph in MessagePack on standard input, drawn on standard output.

For those who have no room for Qt in their own process. Ends with status 2, and one paragraph on standard error, where
the graph cannot be drawn.
"""

import sys

import msgspec

from desktop.export.draw import drawn
from desktop.records.files import UsageError
from desktop.records.graph import Graph
from desktop.views.theme import THEMES, Theme


def main(suffix: str, theme: str, ratio: str) -> int:
    """Draw one graph."""
    try:
        graph = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Graph)
        sys.stdout.buffer.write(drawn(graph, suffix, _theme(theme), float(ratio)))
    except (UsageError, msgspec.MsgspecError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _theme(name: str) -> Theme:
    if name not in THEMES:
        raise UsageError(f"There is no theme {name!r}. There are: {', '.join(THEMES)}.")
    return THEMES[name]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
