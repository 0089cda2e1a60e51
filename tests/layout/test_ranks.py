"""Ranks respect every edge and keep edges short."""

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.layout.lattice import DUMMIES_AT_LEAST, DUMMIES_PER_BOX, lattice
from desktop.layout.ranks import ranks


def _flow(*pairs: tuple[int, int]) -> "nx.DiGraph[int]":
    return nx.DiGraph(pairs)


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)).filter(lambda pair: pair[0] < pair[1]), min_size=1))
def test_every_edge_leads_down(pairs: list[tuple[int, int]]) -> None:
    """The upper end of an edge stands above its lower end, and the topmost box on rank 0."""
    rank = ranks(_flow(*pairs))
    assert all(rank[upper] < rank[lower] for upper, lower in pairs)
    assert min(rank.values()) == 0


def test_a_leaf_stands_one_rank_above_its_consumer() -> None:
    """A leaf that the last of many operations uses is not drawn at the top."""
    rank = ranks(_flow((0, 1), (1, 2), (2, 3), (9, 3)))
    assert rank[9] == rank[3] - 1


def test_a_second_root_is_pulled_up_to_what_it_uses() -> None:
    """A loss of an early layer does not hang at the bottom."""
    rank = ranks(_flow((0, 1), (1, 2), (2, 3), (0, 9)))
    assert rank[9] == rank[0] + 1


def test_a_sum_of_early_values_stands_beside_them() -> None:
    """Two long edges become one where both inputs of a node are used elsewhere, too."""
    rank = ranks(_flow((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 9), (1, 9), (9, 5)))
    assert rank[9] == rank[1] + 1


def test_a_bound_keeps_a_box_below_another_and_pulls_at_neither() -> None:
    """A leaf that must stand below an operation it has nothing to do with; the operation moves up for it."""
    rank = ranks(_flow((0, 1), (1, 2), (9, 2)), [(1, 9)])
    assert [rank[box] for box in (0, 1, 9, 2)] == [0, 1, 2, 3]


def test_bounds_that_run_in_a_circle_are_left_out() -> None:
    """They are wishes; the edges are none."""
    flow = _flow((0, 1), (1, 2))
    assert ranks(flow, [(2, 0)]) == ranks(flow)


def test_a_cycle_is_an_error() -> None:
    """It has no ranks."""
    with pytest.raises(ValueError, match="circle"):
        ranks(_flow((0, 1), (1, 0)))


def test_long_links_become_chains_of_dummies() -> None:
    """A link over three ranks runs through two dummies that lead one rank down each."""
    graph = lattice([0, 1, 2, 3], [(0, 1), (1, 2), (2, 3), (0, 3)])
    chain = graph.chains[0, 3]
    assert [graph.rank[vertex] for vertex in chain] == [0, 1, 2, 3]
    assert all(lower in graph.below[upper] for upper, lower in pairwise(chain))


def test_dummies_are_bounded() -> None:
    """A dense graph of 300 boxes would need 4.4 million dummies: the longest links go to the lanes instead."""
    pairs = [(upper, lower) for upper in range(300) for lower in range(upper + 1, 300)]
    graph = lattice(list(range(300)), pairs)
    assert len(graph.rank) <= 300 + DUMMIES_PER_BOX * 300 + DUMMIES_AT_LEAST
    assert len(graph.chains) + len(graph.lanes) == len(pairs)
    longest = max(graph.rank[lower] - graph.rank[upper] for upper, lower in graph.chains)
    assert longest <= min(lower - upper for upper, lower in graph.lanes)
