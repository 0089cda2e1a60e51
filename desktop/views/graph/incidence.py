"""Which boxes or edges belong to which node, as arrays: a list for each node would keep the garbage collector busy."""

from collections.abc import Iterable, Mapping

import numpy as np

from desktop.views.graph.curves import Indices


class Incidence:
    """Rows by the name that each bears. `places` numbers the names; rows of other names belong to nobody."""

    def __init__(self, places: Mapping[str, int], names: Iterable[str]) -> None:
        self._places = places
        keys = np.fromiter((places.get(name, -1) for name in names), dtype=np.intp)
        self._rows: Indices = np.argsort(keys, kind="stable")
        self._starts = np.searchsorted(keys[self._rows], np.arange(len(places) + 1))

    def of(self, name: str) -> Indices:
        """Give the rows of a name, in order; none for a name that is not known."""
        at = self._places.get(name)
        return self._rows[:0] if at is None else self._rows[self._starts[at] : self._starts[at + 1]]
