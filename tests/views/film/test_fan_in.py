"""Where gradients meet, their sum forms step by step."""

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.film.fan_in import FanIn, fan_ins


def number(value: float) -> Tensor:
    """Give a scalar."""
    return Tensor((), "float32", "cpu", count=1, values=(value,))


def meeting(*sent: Tensor | None) -> Graph:
    """Let n0 feed all of n1, n2, …, which all take from the leaf w."""
    sources = [f"n{i + 1}" for i in range(len(sent))]
    nodes = [Node(name, "MulBackward0", "operation") for name in ("n0", *sources)]
    edges = [Edge("n0", name, i, 0) for i, name in enumerate(sources)] + [Edge(name, "w", 0, 0) for name in sources]
    return Graph(("n0",), (*nodes, Node("w", "AccumulateGrad", "leaf", "w")), tuple(edges))


def flow_of(*sent: Tensor | None) -> Flow:
    """Run n0, the others in turn, then w."""
    one = number(1.0)
    steps = [FlowStep("n0", 0, 1.0, (one,), (one,) * len(sent))]
    steps += [FlowStep(f"n{i + 1}", i + 1, 1.0, (one,), (each,)) for i, each in enumerate(sent)]
    return Flow(0, 1, (*steps, FlowStep("w", len(steps), 1.0, (one,), ())))


def only(*sent: Tensor | None) -> FanIn:
    """Give the one sum there is."""
    (found,) = fan_ins(meeting(*sent), flow_of(*sent))
    return found


def test_a_sum_forms_from_the_first_arrival_to_the_nodes_own_turn() -> None:
    """A gradient is there once the step that sent it is done."""
    found = only(number(-8.0), number(4.0))
    assert found == FanIn("w", (1, 2), (number(-8.0), number(4.0)), 3)
    assert [found.arrived(position) for position in (1.5, 2.0, 2.9, 3.0)] == [0, 1, 1, 2]


def test_numbers_are_added_before_the_eyes() -> None:
    """Of two scalars the sum is written out."""
    found = only(number(-8.0), number(4.0))
    assert [found.words(position) for position in (2, 3)] == ["(-8) + …", "(-8) + 4 = -4"]


def test_of_tensors_and_of_many_the_count_is_told() -> None:
    """There is no room for more."""
    large = Tensor((3,), "float32", "cpu", count=3, norm=1.0, values=(1.0, 2.0, 3.0))
    assert only(large, large).words(2) == "+ 1 of 2"
    assert only(*[number(1.0)] * 3).words(4) == "+ 3 of 3"


def test_one_gradient_is_no_sum() -> None:
    """Nor is one beside none."""
    assert fan_ins(meeting(number(1.0)), flow_of(number(1.0))) == ()
    assert fan_ins(meeting(number(1.0), None), flow_of(number(1.0), None)) == ()


def test_outputs_are_apart() -> None:
    """Two gradients for two outputs of one node are not added."""
    graph = meeting(number(1.0), number(2.0))
    edges = tuple(Edge(e.source, e.target, e.slot, int(e.source == "n2" and e.target == "w")) for e in graph.edges)
    assert fan_ins(Graph(graph.roots, graph.nodes, edges), flow_of(number(1.0), number(2.0))) == ()


def test_a_leaf_that_does_not_run_sums_up_to_the_end() -> None:
    """`autograd.grad` runs no AccumulateGrad."""
    flow = flow_of(number(1.0), number(2.0))
    (found,) = fan_ins(meeting(number(1.0), number(2.0)), Flow(0, 1, flow.steps[:-1]))
    assert found.taken == 3
