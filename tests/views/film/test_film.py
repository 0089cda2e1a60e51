"""A film tells of one pass in four phases; the backward pass keeps the numbers of its steps."""

import pytest

from desktop.records.flow import Change, Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.film import Film, Phase
from desktop.views.film.forward_order import forward_order

ONE = Tensor((), "float32", "cpu", count=1, values=(1.0,))


def flow_of(*nodes: str, updated: tuple[Change, ...] = ()) -> Flow:
    """Let nodes run in an order."""
    return Flow(0, 1, tuple(FlowStep(node, i, 1.0, (ONE,), ()) for i, node in enumerate(nodes)), updated=updated)


@pytest.fixture
def graph() -> Graph:
    """Give loss = (w * x) + exp(w): n0 adds n1 and n2, which both take the leaf n3; n1 takes the input n4, too."""
    nodes = (
        Node("n0", "AddBackward0", "operation", "loss", ONE),
        Node("n1", "MulBackward0", "operation"),
        Node("n2", "ExpBackward0", "operation"),
        Node("n3", "AccumulateGrad", "leaf", "w"),
        Node("n4", "Tensor", "input", "x"),
    )
    edges = (("n0", "n1", 0), ("n0", "n2", 1), ("n1", "n3", 0), ("n2", "n3", 0))
    data = Edge("n1", "n4", None, None)
    return Graph(("n0",), nodes, (*(Edge(*each, 0) for each in edges), data))


def test_four_phases(graph: Graph) -> None:
    """What ran before the backward pass has negative numbers, and the update comes after its last step."""
    film = Film(flow_of("n0", "n2", "n1", "n3", updated=(Change("n3", ONE, ONE),)), graph)
    assert film.phases == (
        Phase("forward", -4, -1),
        Phase("loss", -1, 0),
        Phase("backward", 0, 4),
        Phase("update", 4, 5),
    )
    told = [film.node_at(moment) for moment in range(film.start, film.end)]
    assert told == ["n1", "n2", "n0", "n0", "n0", "n2", "n1", "n3", "n3"]


def test_a_bare_flow_is_a_film_of_its_steps() -> None:
    """Without a graph nothing is known of what ran before."""
    film = Film(flow_of("n0", "n1"))
    assert film.phases == (Phase("backward", 0, 2),)
    assert (film.start, film.end) == (0, 2)
    assert Film(Flow(0, 1)).phases == ()


def test_a_moment_is_over_at_its_end(graph: Graph) -> None:
    """At a border the phase before has just been done; at the very beginning there is only the first."""
    film = Film(flow_of("n0", "n2", "n1", "n3"), graph)
    positions = (-4, -3.9, -1, -0.5, 0, 0.1, 4)
    phases = [film.phase_at(position).name for position in positions]
    assert phases == ["forward", "forward", "forward", "loss", "loss", "backward", "backward"]


def test_a_node_has_its_turn_in_the_phase_that_is_seen(graph: Graph) -> None:
    """Or else in the backward pass, or wherever it has one."""
    film = Film(flow_of("n0", "n2", "n1", "n3", updated=(Change("n3", ONE, ONE),)), graph)
    assert [film.moment_of("n2", position) for position in (-2.5, 0, 2.5, 4.5)] == [-3, 1, 1, 1]
    assert [film.moment_of("n3", position) for position in (-2.5, 2.5, 4.5)] == [3, 3, 4]
    assert film.moment_of("n4", 0) is None


def test_the_engines_order_turned_round_is_that_of_the_program(graph: Graph) -> None:
    """Autograd's engine takes the node first that was made last."""
    assert forward_order(graph, flow_of("n0", "n2", "n1", "n3")) == ("n1", "n2", "n0")
    assert forward_order(graph, flow_of("n0", "n1", "n2", "n3")) == ("n2", "n1", "n0")


def test_what_the_pass_left_out_ran_before_it_was_needed(graph: Graph) -> None:
    """`autograd.grad` runs only what it is asked about; the other operations ran all the same."""
    assert forward_order(graph, flow_of("n0", "n1")) == ("n1", "n2", "n0")
    assert forward_order(graph, flow_of()) == ()


def test_a_long_chain_is_walked() -> None:
    """Ten thousand operations that the pass left out are no recursion."""
    count = 10_000
    nodes = tuple(Node(f"n{i}", "Add", "operation") for i in range(count))
    edges = tuple(Edge(f"n{i}", f"n{i + 1}", 0, 0) for i in range(count - 1))
    order = forward_order(Graph(("n0",), nodes, edges), flow_of("n0"))
    assert order == tuple(f"n{i}" for i in reversed(range(count)))
