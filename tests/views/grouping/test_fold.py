"""A folded graph tells the truth: every edge is there once, nothing runs in a circle, everything is shown."""

import random
from collections import Counter
from collections.abc import Callable

import pytest

from desktop.layout.place import place
from desktop.records.graph import Graph
from desktop.views.drawing import Drawing
from desktop.views.grouping import Groups, bare, fold

RandomGraph = Callable[[int], Graph]
SEEDS = range(100)
"""Even ones give programs, odd ones scopes that pay no heed to time."""


def openings(groups: Groups, seed: int) -> list[frozenset[str]]:
    """Give ways to open groups: none, all, level by level, and by chance."""
    chance = random.Random(seed)  # noqa: S311 # a test wants the same choice each time
    every = sorted(groups.all_open())
    by_chance = frozenset(chance.sample(every, chance.randint(0, len(every))))
    return [*(groups.to_depth(levels) for levels in range(groups.depth() + 1)), groups.initial(most=0), by_chance]


def has_cycle(drawing: Drawing) -> bool:
    """Take away what nothing leads to until nothing is left, or a cycle is."""
    arriving = Counter(edge.target for edge in drawing.edges)
    free = [node.id for node in drawing.nodes if not arriving[node.id]]
    for node in free:  # grows as it is read
        for edge in drawing.edges:
            if edge.source == node:
                arriving[edge.target] -= 1
                if not arriving[edge.target]:
                    free.append(edge.target)
    return len(free) < len(drawing.nodes)


def hides(drawing: Drawing, groups: Groups, source: str, target: str) -> bool:
    """Say whether the drawn node that shows the source holds the target, too."""
    shown = drawing.shown_by[source]
    return shown == drawing.shown_by[target] or (shown in groups and target in groups.group(shown).members)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_drawn_runs_in_a_circle(random_graph: RandomGraph, seed: int) -> None:
    """However the groups of whatever scopes are opened: the layout, which refuses cycles, takes the drawing."""
    graph = random_graph(seed)
    groups = Groups(graph)
    for opened in openings(groups, seed):
        drawing = fold(graph, groups, opened, saved=True)
        assert not has_cycle(drawing)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_edge_is_inside_or_carried_once(random_graph: RandomGraph, seed: int) -> None:
    """A recorded edge lies within one drawn node, or exactly one drawn edge between those of its ends carries it."""
    graph = random_graph(seed)
    groups = Groups(graph)
    for opened in openings(groups, seed):
        drawing = fold(graph, groups, opened, saved=False)
        carriers = Counter((carried, edge.source, edge.target) for edge in drawing.edges for carried in edge.carries)
        plain = {(edge.source, edge.target) for edge in drawing.edges if edge.slot is None}
        expected: Counter[object] = Counter()
        bare_expected = set()
        for edge in graph.edges:
            ends = drawing.shown_by[edge.source], drawing.shown_by[edge.target]
            if hides(drawing, groups, edge.source, edge.target):
                continue
            if edge.slot is None:
                bare_expected.add(ends)
            else:
                expected[(edge.source, edge.slot), *ends] += 1
        assert carriers == expected
        assert plain == bare_expected


@pytest.mark.parametrize("seed", SEEDS)
def test_slots_tell_the_edges_of_a_node_apart(random_graph: RandomGraph, seed: int) -> None:
    """No drawn node has two edges of one slot, and every edge joins two drawn nodes."""
    graph = random_graph(seed)
    groups = Groups(graph)
    for opened in openings(groups, seed):
        drawing = fold(graph, groups, opened, saved=True)
        drawn = {node.id for node in drawing.nodes}
        slots = Counter((edge.source, edge.slot) for edge in drawing.edges if edge.slot is not None)
        assert max(slots.values(), default=1) == 1
        assert {end for edge in drawing.edges for end in (edge.source, edge.target)} <= drawn
        assert len(drawn) == len(drawing.nodes)
        assert set(drawing.roots) <= drawn


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_is_shown_and_frames_nest(random_graph: RandomGraph, seed: int) -> None:
    """Each recorded node is shown by one drawn node; a frame holds all that frames in it hold."""
    graph = random_graph(seed)
    groups = Groups(graph)
    for opened in openings(groups, seed):
        drawing = fold(graph, groups, opened, saved=True)
        drawn = {node.id for node in drawing.nodes}
        assert set(drawing.shown_by) == {node.id for node in graph.nodes}
        assert set(drawing.shown_by.values()) == {node.id for node in drawing.nodes if node.kind != "saved"}
        assert [frame.depth for frame in drawing.opened] == sorted(frame.depth for frame in drawing.opened)
        for frame in drawing.opened:
            assert frame.group.id in opened
            assert set(frame.members) <= drawn
            within = {node for each in frame.members if each in groups for node in groups.group(each).members}
            shown = {node for node in frame.group.members if drawing.shown_by[node] in frame.members}
            assert shown | within >= set(frame.group.members)


@pytest.mark.parametrize("seed", SEEDS)
def test_open_a_graph_is_as_recorded(random_graph: RandomGraph, seed: int) -> None:
    """With everything open the drawing has the record's nodes and edges, and no others."""
    graph = random_graph(seed)
    groups = Groups(graph)
    drawing = fold(graph, groups, groups.all_open(), saved=False)
    assert drawing.nodes == graph.nodes
    assert [(edge.source, edge.target, edge.slot) for edge in drawing.edges] == [
        (edge.source, edge.target, edge.slot) for edge in graph.edges
    ]
    assert all(edge.carries == (((edge.source, edge.slot),) if edge.slot is not None else ()) for edge in drawing.edges)


@pytest.mark.parametrize("seed", range(40))
def test_layout_places_what_is_drawn(random_graph: RandomGraph, seed: int) -> None:
    """Every drawn node has a box, every drawn edge a way."""
    graph = random_graph(seed)
    groups = Groups(graph)
    for opened in openings(groups, seed):
        drawing = fold(graph, groups, opened, saved=True)
        placement = place(bare(drawing))
        assert {box.id for box in placement.nodes} == {node.id for node in drawing.nodes}
        assert Counter((edge.source, edge.target, edge.slot) for edge in placement.edges) == Counter(
            (edge.source, edge.target, edge.slot) for edge in drawing.edges
        )
