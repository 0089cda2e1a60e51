"""How a person wants a graph to be drawn: which groups stand open, whether saved tensors show, which way it runs."""

from typing import NamedTuple

from desktop.records.graph import Graph
from desktop.records.placement import Direction

Path = tuple[tuple[str, str, int], ...]
"""Where a group stands in the program: kind, name and visit of each scope from the outermost to its own."""


class Look(NamedTuple):
    """What a person chose.

    `opened` names groups by their Path, which another run of the program gives again; None leaves it to us, who open
    as much as reads at once.
    """

    opened: frozenset[Path] | None = None
    saved: bool = False
    direction: Direction = "data"


def paths(graph: Graph) -> dict[str, Path]:
    """Give the path of each scope of a graph by its id."""
    found: dict[str, Path] = {}
    for scope in graph.scopes:
        found[scope.id] = (*found.get(scope.parent, ()), (scope.kind, scope.name, scope.visit))
    return found


def path_of(group_id: str, known: dict[str, Path]) -> Path:
    """Give the path of a group: of several equal scopes drawn as one, the first one's and how many they are."""
    first, times, count = group_id.partition("×")
    return (*known.get(first, ()), ("times", "", int(count))) if times else known.get(first, ())
