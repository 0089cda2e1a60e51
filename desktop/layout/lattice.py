"""The boxes on their ranks, long links cut into steps of one rank by dummies."""

from dataclasses import dataclass, field

DUMMIES_PER_BOX = 4
DUMMIES_AT_LEAST = 2_000


@dataclass
class Lattice:
    """A graph whose edges lead from one rank to the next.

    Vertices below `boxes` are boxes, the others dummies. `rows` holds the vertices of each rank from left to right;
    `above` and `below` the neighbours of each vertex; `chains` the vertices a link between two boxes runs through, from
    the upper to the lower one. `lanes` are the links that are too long for this, routed beside the picture.
    """

    boxes: int
    rank: list[int]
    rows: list[list[int]]
    above: list[list[int]]
    below: list[list[int]]
    chains: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    lanes: list[tuple[int, int]] = field(default_factory=list)


def lattice(rank: list[int], pairs: list[tuple[int, int]]) -> Lattice:
    """Build the lattice of boxes with these ranks and of distinct links (upper box, lower box).

    The number of dummies is bounded by the number of boxes: the longest links go to the lanes.
    """
    count = len(rank)
    rows: list[list[int]] = [[] for _ in range(max(rank, default=-1) + 1)]
    for box, row in enumerate(rank):
        rows[row].append(box)
    result = Lattice(count, list(rank), rows, [[] for _ in rank], [[] for _ in rank])
    inner, result.lanes = _divided(rank, pairs)
    for upper, lower in inner:
        result.chains[upper, lower] = _add_chain(result, upper, lower)
    return result


def _divided(rank: list[int], pairs: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Split the links into those that get dummies and those that would need too many."""
    spare = DUMMIES_AT_LEAST + DUMMIES_PER_BOX * len(rank)
    spans = sorted((rank[lower] - rank[upper], upper, lower) for upper, lower in pairs)
    lanes: set[tuple[int, int]] = set()
    for span, upper, lower in spans:
        spare -= span - 1
        if spare < 0:
            lanes.add((upper, lower))
    return [pair for pair in pairs if pair not in lanes], sorted(lanes)


def _add_chain(target: Lattice, upper: int, lower: int) -> list[int]:
    chain = [upper]
    for row in range(target.rank[upper] + 1, target.rank[lower]):
        dummy = len(target.rank)
        target.rank.append(row)
        target.rows[row].append(dummy)
        target.above.append([chain[-1]])
        target.below.append([])
        target.below[chain[-1]].append(dummy)
        chain.append(dummy)
    target.above[lower].append(chain[-1])
    target.below[chain[-1]].append(lower)
    chain.append(lower)
    return chain
