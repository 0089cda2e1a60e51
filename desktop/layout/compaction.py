"""Where strands stand from left to right: as close to what they are linked with as their boxes allow."""

from itertools import pairwise

from desktop.layout.lattice import Lattice

_PASSES = 10
_STILL = 0.5
"""A pass in which no strand moves farther than this, in pixels, is the last."""


class StrandGraph:
    """Strands, the distances they keep from their neighbours to either side, and the links that pull them."""

    def __init__(self, graph: Lattice, strand: list[int], half: list[float], gap: list[float]) -> None:
        """`half` is half a vertex's width, `gap` half the distance it keeps from others, in pixels."""
        self._right: dict[int, dict[int, float]] = {name: {} for name in strand}
        self._left: dict[int, dict[int, float]] = {name: {} for name in self._right}
        self._links: dict[int, list[int]] = {name: [] for name in self._right}
        self._place = dict.fromkeys(self._right, 0.0)
        for row in graph.rows:
            for left, right in pairwise(row):
                self._keep_apart(strand[left], strand[right], half[left] + half[right] + gap[left] + gap[right])
        for upper, lowers in enumerate(graph.below):
            for lower in lowers:
                self._link(strand[upper], strand[lower])
        self._order = self._left_to_right()

    def _keep_apart(self, left: int, right: int, distance: float) -> None:
        if distance > self._right[left].get(right, 0.0):
            self._right[left][right] = self._left[right][left] = distance

    def _link(self, one: int, other: int) -> None:
        if one != other:
            self._links[one].append(other)
            self._links[other].append(one)

    def _left_to_right(self) -> list[int]:
        waiting = {name: len(lefts) for name, lefts in self._left.items()}
        order = [name for name, count in waiting.items() if not count]
        for name in order:
            for right in self._right[name]:
                waiting[right] -= 1
                if not waiting[right]:
                    order.append(right)
        return order

    def placed(self) -> dict[int, float]:
        """Give each strand's centre."""
        self._pack()
        for _ in range(_PASSES):
            if max(self._pull(self._order[::-1]), self._pull(self._order)) < _STILL:
                break
        return self._place

    def _pack(self) -> None:
        """Put every strand as far left as its neighbours allow."""
        place = self._place
        for name in self._order:
            for right, distance in self._right[name].items():
                place[right] = max(place[right], place[name] + distance)

    def _pull(self, order: list[int]) -> float:
        """Move strands towards the middle of what they are linked with; give the longest way one moved."""
        farthest = 0.0
        place = self._place
        for name in order:
            links = self._links[name]
            if links:
                goal = self._within_bounds(name, _median([place[other] for other in links]))
                farthest = max(farthest, abs(goal - place[name]))
                place[name] = goal
        return farthest

    def _within_bounds(self, name: int, goal: float) -> float:
        place = self._place
        lefts, rights = self._left[name], self._right[name]
        if rights:
            goal = min(goal, min([place[right] - distance for right, distance in rights.items()]))
        if lefts:
            goal = max(goal, max([place[left] + distance for left, distance in lefts.items()]))
        return goal


def _median(values: list[float]) -> float:
    count = len(values)
    if count == 1:
        return values[0]
    values.sort()
    return (values[(count - 1) // 2] + values[count // 2]) / 2
