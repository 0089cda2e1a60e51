"""Orders of the ranks that remember the picture before.

Where the best order of a fresh picture disagrees with the picture before, it is often a mirror image of it from one
rank to another: mirroring these ranks back costs nothing but where they begin and end. In graphs without such narrow
places the order before is taken up itself, with what is new put between its neighbours.
"""

import math
from collections.abc import Iterable, Sequence

import numpy as np

from desktop.layout.crossings import Integers, inversions
from desktop.layout.kinship import Kinship
from desktop.layout.lattice import Lattice
from desktop.layout.linear_program import Floats
from desktop.layout.links import Links
from desktop.layout.starts import Rows

MOST_CROSSINGS = 1.05
"""The share of a fresh picture's crossings that a picture may have so that its nodes stay where they were."""

_A_CROSSING = 1_000_000
"""What a crossing weighs against a pair of boxes in the wrong order, where ranks are mirrored: crossings decide."""

_ROUNDS = 20
"""How far from boxes that stayed a new one may be and still be put between them."""


def steady_orders(graph: Lattice, links: Links, before: Floats, kinship: Kinship | None) -> list[Rows]:
    """Give orders as like the picture before as MOST_CROSSINGS allows; `graph` comes in the best of a fresh one.

    `before` holds where each vertex stood (its centre, in pixels; NaN for one that is new). Groups of `kinship` stand
    together on each rank, and do so still. The second order, if there is one, agrees in more pairs of boxes; in links
    it may agree in fewer.
    """
    most = MOST_CROSSINGS * links.crossings(graph.rows)
    mirrored = _mirrored(graph.rows, links, before)
    if not _wrong(mirrored, before):
        return [mirrored]
    remembered = _remembered(mirrored, graph, before, kinship)
    links.improve(remembered, kinship.innermost if kinship else None)
    remembered = _mirrored(remembered, links, before)
    better = _wrong(remembered, before) < _wrong(mirrored, before) and links.crossings(remembered) <= most
    return [mirrored, remembered] if better else [mirrored]


def _wrong(rows: Rows, before: Floats) -> int:
    return int(_disagreements(rows, before)[0].sum())


def _mirrored(rows: Rows, links: Links, before: Floats) -> Rows:
    """Mirror the ranks that disagree with the picture before, where that adds no crossing."""
    wrong, right = _disagreements(rows, before)
    same, other = links.crossings_below(rows)
    mirror = _best_turns(np.stack([wrong, right]), _A_CROSSING * np.stack([same, other])[:, :-1])
    return [row[::-1] if turned else list(row) for row, turned in zip(rows, mirror, strict=True)]


def _best_turns(costs: Integers, seams: Integers) -> list[int]:
    """Choose for each rank whether it is mirrored (1) or not (0): the cheapest way through all ranks (Viterbi, 1967).

    `costs[turn, rank]` is what a rank costs, `seams[0, rank]` what the links below it cost where the next one is
    turned alike, `seams[1, rank]` where it is not.
    """
    straight, turned = costs[:, 0].tolist()
    came: list[tuple[int, int]] = []
    for (alike, unlike), (keep, turn) in zip(seams.T.tolist(), costs.T[1:].tolist(), strict=True):
        ways = ((straight + alike, turned + unlike), (straight + unlike, turned + alike))
        came.append((int(ways[0][1] < ways[0][0]), int(ways[1][1] < ways[1][0])))
        straight, turned = min(ways[0]) + keep, min(ways[1]) + turn
    turns = [int(turned < straight)]
    for choice in reversed(came):
        turns.append(choice[turns[-1]])
    return turns[::-1]


def _disagreements(rows: Rows, before: Floats) -> tuple[Integers, Integers]:
    """Count for each rank the pairs of boxes that stood the other way round before, and those that stood so."""
    flat = np.array([vertex for row in rows for vertex in row], dtype=np.int64)
    rank = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    known = ~np.isnan(before[flat])
    flat, rank = flat[known], rank[known]
    _, place = np.unique(before[flat], return_inverse=True)
    keys = rank * (len(place) + 1) + place
    wrong = inversions(keys, rank, len(rows))
    return wrong, inversions(keys + len(place) - 2 * place, rank, len(rows))


def _remembered(rows: Rows, graph: Lattice, before: Floats, kinship: Kinship | None) -> Rows:
    """Take up the order before; boxes that are new, and links, stand between their neighbours."""
    place = before.tolist()
    _place_new_boxes(place, graph)
    for chain in graph.chains.values():
        first, last = place[chain[0]], place[chain[-1]]
        for step, dummy in enumerate(chain[1:-1], 1):
            place[dummy] = first + (last - first) * step / (len(chain) - 1)
    ordered = [sorted(row, key=place.__getitem__) for row in rows]
    return [kinship.gathered(row, place) for row in ordered] if kinship else ordered


def _place_new_boxes(place: list[float], graph: Lattice) -> None:
    near: dict[int, list[int]] = {box: [] for box in range(graph.boxes) if math.isnan(place[box])}
    for upper, lower in graph.chains:
        for one, other in ((upper, lower), (lower, upper)):
            if one in near:
                near[one].append(other)
    for _ in range(_ROUNDS):
        found = {box: mean for box, others in near.items() if not math.isnan(mean := _mean(others, place))}
        for box, mean in found.items():
            place[box] = mean
            del near[box]
        if not near or not found:
            break
    for box in near:
        place[box] = 0.0


def _mean(boxes: Iterable[int], place: Sequence[float]) -> float:
    known = [place[box] for box in boxes if not math.isnan(place[box])]
    return sum(known) / len(known) if known else math.nan
