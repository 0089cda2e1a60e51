"""Strongly connected parts of a directed graph (Tarjan's algorithm, without recursion)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

_V = TypeVar("_V")


def strong_parts(vertices: Iterable[_V], targets: Mapping[_V, Iterable[_V]]) -> Iterator[list[_V]]:
    """Yield the parts, each after all that it has edges to: of an acyclic graph one vertex at a time, targets first."""
    number: dict[_V, int] = {}
    lowest: dict[_V, int] = {}
    waiting: list[_V] = []
    assigned: set[_V] = set()
    for start in vertices:
        path = [] if start in number else [(start, iter(targets.get(start, ())))]
        while path:
            vertex, rest = path[-1]
            if vertex not in number:
                number[vertex] = lowest[vertex] = len(number)
                waiting.append(vertex)
            following = next((each for each in rest if each not in assigned), None)
            if following is None:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[vertex])
                if lowest[vertex] == number[vertex]:
                    part = _cut(waiting, vertex)
                    assigned.update(part)
                    yield part
            elif following in number:
                lowest[vertex] = min(lowest[vertex], number[following])
            else:
                path.append((following, iter(targets.get(following, ()))))


def _cut(waiting: list[_V], vertex: _V) -> list[_V]:
    part: list[_V] = []
    while not part or part[-1] != vertex:
        part.append(waiting.pop())
    return part
