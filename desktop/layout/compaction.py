"""Where blocks stand from left to right: as close as their boxes allow."""

from itertools import pairwise


class BlockGraph:
    """Blocks, and for each pair of horizontal neighbours the distance between their centres."""

    def __init__(self, rows: list[list[int]], root: list[int], half: list[float], gap: list[float]) -> None:
        """Read the neighbours off the rows; `half` is half a vertex's width, `gap` half its distance to others."""
        self._right: dict[int, dict[int, float]] = {block: {} for block in root}
        self._waiting = dict.fromkeys(self._right, 0)
        for row in rows:
            for left, right in pairwise(row):
                self._keep_apart(root[left], root[right], half[left] + half[right] + gap[left] + gap[right])
        self._order = self._left_to_right()

    def _keep_apart(self, left: int, right: int, distance: float) -> None:
        known = self._right[left].get(right)
        if known is None:
            self._waiting[right] += 1
        if known is None or distance > known:
            self._right[left][right] = distance

    def _left_to_right(self) -> list[int]:
        order = [block for block, waiting in self._waiting.items() if not waiting]
        for block in order:
            for right in self._right[block]:
                self._waiting[right] -= 1
                if not self._waiting[right]:
                    order.append(right)
        return order

    def packed(self) -> dict[int, float]:
        """Give each block's centre: everything as far left as possible, then drawn right to its neighbours."""
        place = dict.fromkeys(self._order, 0.0)
        for block in self._order:
            for right, distance in self._right[block].items():
                place[right] = max(place[right], place[block] + distance)
        for block in reversed(self._order):
            room = [place[right] - distance for right, distance in self._right[block].items()]
            if room:
                place[block] = max(place[block], min(room))
        return place
