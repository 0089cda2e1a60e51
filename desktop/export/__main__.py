"""`python -m desktop.export SUFFIX THEME RATIO`: a Graph in MessagePack on standard input, drawn on standard output.

For those who have no room for Qt in their own process. Ends with status 2, and one paragraph on standard error, where
the graph cannot be drawn.
"""

import sys

import msgspec

from desktop.export.draw import drawn
from desktop.records.graph import Graph
from desktop.views.theme import THEMES


def main(suffix: str, theme: str, ratio: str) -> int:
    """Draw one graph."""
    try:
        graph = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Graph)
        sys.stdout.buffer.write(drawn(graph, suffix, THEMES[theme], float(ratio)))
    except (msgspec.MsgspecError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
