"""Crossings are counted exactly, and removed where they can be."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop.layout.crossings import crossings, inversions
from desktop.layout.lattice import lattice
from desktop.layout.ordering import row_orders
from desktop.layout.transposition import Transposition

Links = list[tuple[int, int]]


def _crossings(rows: list[list[int]], links: Links) -> int:
    """Count pair by pair; links are (upper, lower) vertices, each one rank apart."""
    place = {vertex: index for row in rows for index, vertex in enumerate(row)}
    rank = {vertex: index for index, row in enumerate(rows) for vertex in row}
    return sum(
        rank[a] == rank[c] and (place[a] - place[c]) * (place[b] - place[d]) < 0
        for index, (a, b) in enumerate(links)
        for c, d in links[index + 1 :]
    )


def _ordered(rank: list[int], links: Links) -> int:
    graph = lattice(rank, links)
    (graph.rows,) = row_orders(graph)
    assert sorted(vertex for row in graph.rows for vertex in row) == list(range(len(graph.rank)))
    return _crossings(graph.rows, [(upper, lower) for upper in range(len(graph.rank)) for lower in graph.below[upper]])


@given(st.lists(st.integers(0, 40)))
def test_inversions_agree_with_counting_pairs(keys: list[int]) -> None:
    """An inversion is a pair in which the larger key stands first."""
    pairs = sum(one > other for index, one in enumerate(keys) for other in keys[index + 1 :])
    assert inversions(np.array(keys, dtype=np.int64), np.zeros(len(keys), dtype=np.int64), 1).tolist() == [pairs]


@given(st.lists(st.lists(st.integers(0, 9), max_size=8), min_size=1, max_size=5))
def test_inversions_are_counted_for_each_group(groups: list[list[int]]) -> None:
    """Groups whose keys follow each other do not mix."""
    keys = np.array([10 * index + key for index, group in enumerate(groups) for key in group], dtype=np.int64)
    label = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    pairs = [sum(one > other for i, one in enumerate(group) for other in group[i + 1 :]) for group in groups]
    assert inversions(keys, label, len(groups)).tolist() == pairs


@given(st.data())
def test_crossings_agree_with_counting_pairs(data: st.DataObject) -> None:
    """Links of several ranks are counted at once; transpositions never add a crossing."""
    widths = data.draw(st.lists(st.integers(1, 6), min_size=2, max_size=4))
    starts = [sum(widths[:index]) for index in range(len(widths) + 1)]
    rows = [list(range(start, end)) for start, end in pairwise(starts)]
    ends = [(upper, lower) for one, other in pairwise(rows) for upper in one for lower in other]
    links = data.draw(st.lists(st.sampled_from(ends), unique=True))
    upper, lower = np.array(links, dtype=np.int64).reshape(-1, 2).T
    rank = np.repeat(np.arange(len(widths)), widths)
    position = np.array([vertex - starts[rank[vertex]] for vertex in range(starts[-1])])
    before = crossings(rank, position, upper, lower)
    assert before == _crossings(rows, links)
    after = crossings(rank, Transposition(rank, upper, lower).improve(rows), upper, lower)
    assert after == _crossings(rows, links) <= before


def test_trees_come_out_without_a_crossing() -> None:
    """A binary tree of seven ranks is planar, and drawn so."""
    count = 2**7 - 1
    rank = [6 - (index + 1).bit_length() + 1 for index in range(count)]
    assert _ordered(rank, [(child, (child - 1) // 2) for child in range(1, count)]) == 0


def test_a_twisted_ladder_is_untwisted() -> None:
    """Two chains whose record order alternates cross nowhere."""
    links = [(2 * i + side, 2 * i + 2 + (side if i % 2 else 1 - side)) for i in range(30) for side in (0, 1)]
    assert _ordered([index // 2 for index in range(62)], links) == 0


def test_the_complete_bipartite_graph_has_its_known_crossings() -> None:
    """Two ranks of four, all linked: 36 crossings whatever the order."""
    links = [(upper, 4 + lower) for upper in range(4) for lower in range(4)]
    assert _ordered([0] * 4 + [1] * 4, links) == 36


def test_a_shuffled_grid_is_nearly_unfolded() -> None:
    """A planar grid of 12 by 12 whose rows come shuffled keeps less than one crossing a row."""
    chance = np.random.default_rng(3)
    columns = [chance.permutation(12) for _ in range(12)]
    at = {(row, int(column)): 12 * row + index for row in range(12) for index, column in enumerate(columns[row])}
    links = [
        (at[row, column], at[row + 1, column + step])
        for row in range(11)
        for column in range(12)
        for step in (0, 1)
        if column + step < 12
    ]
    assert _ordered([row for row in range(12) for _ in range(12)], links) < 12
