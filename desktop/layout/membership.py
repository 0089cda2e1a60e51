"""Which groups hold a node, as paths from the outermost one inwards."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from itertools import takewhile

Path = tuple[int, ...]
"""The numbers of groups, outer ones first."""


def paths(groups: Sequence[Collection[str]], consumers: Mapping[str, Iterable[str]], passive: set[str]) -> "Paths":
    """Give the paths of nodes; groups may come in any order, and of two that share members one holds the other."""
    inside: dict[str, Path] = {}
    for number, group in enumerate(sorted(groups, key=lambda group: (-len(group), sorted(group)))):
        for name in set(group):
            inside[name] = (*inside.get(name, ()), number)
    return Paths(inside, consumers, passive)


class Paths:
    """Says which groups hold a box. One that only feeds others is where they all are, whoever counts it in."""

    def __init__(self, inside: dict[str, Path], consumers: Mapping[str, Iterable[str]], passive: set[str]) -> None:
        self._inside = inside
        self._consumers = consumers
        self._passive = passive

    def of(self, name: str, consumer: str) -> Path:
        """Give the path of the box of a node; of a shared one, of that beside this consumer ("": it has one box)."""
        if not self._inside:
            return ()
        if consumer:
            return self._inside.get(consumer, ())
        users = self._consumers.get(name, ()) if name in self._passive else ()
        return reduce(common, (self._inside.get(user, ()) for user in users)) if users else self._inside.get(name, ())


def common(one: Path, other: Path) -> Path:
    """Give the groups that two paths begin with alike."""
    return tuple(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
