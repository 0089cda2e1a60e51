"""Parts come in, one Run comes out, also when the rest never comes."""

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node, Scope
from desktop.records.messages import FlowPart, GraphPart, Printed, RunEnded
from desktop.records.run import Failure, Program, Run
from desktop.workers.run_joiner import RunJoiner

PROGRAM = Program("z = x + y", device="cpu", seed=3)
NODES = tuple(Node(f"n{number}", "AddBackward0", "operation") for number in range(4))
EDGES = tuple(Edge(f"n{number}", f"n{number + 1}", 0, 0) for number in range(3))
STEPS = tuple(FlowStep(f"n{number}", number, 1.0, (), ()) for number in range(4))
FAILURE = Failure("Stopped", "You stopped it.", None, "")


def test_whole_run() -> None:
    """Parts of two graphs and a flow, interleaved, become the Run that the engine had."""
    joiner = RunJoiner(7, PROGRAM)
    assert joiner.take(GraphPart(7, 0, ("n0",), NODES[:2], EDGES[:2])) is None
    assert joiner.take(GraphPart(7, 1, ("m0",), (Node("m0", "MulBackward0", "operation"),), ())) is None
    assert joiner.take(GraphPart(7, 0, ("n0", "n3"), NODES[2:], EDGES[2:])) is None
    assert joiner.take(FlowPart(7, 0, 0, 1, STEPS[:3])) is None
    assert joiner.take(FlowPart(7, 0, 0, 1, STEPS[3:])) is None
    bare = Run(1, "finished", "cpu", 3, 2.5, "printed")
    whole = Run(
        1,
        "finished",
        "cpu",
        3,
        2.5,
        "printed",
        graphs=(
            Graph(("n0", "n3"), NODES, EDGES),
            Graph(("m0",), (Node("m0", "MulBackward0", "operation"),), ()),
        ),
        flows=(Flow(0, 1, STEPS),),
    )
    assert joiner.take(RunEnded(7, bare)) == whole


def test_second_backward_over_the_same_graph() -> None:
    """A piece that reaches into an earlier one is part of that one's graph, and its flow plays there."""
    joiner = RunJoiner(7, PROGRAM)
    joiner.take(GraphPart(7, 0, ("n0",), NODES[:2], EDGES[:1]))
    joiner.take(FlowPart(7, 0, 0, 1, STEPS[:2]))
    joiner.take(GraphPart(7, 1, ("n2",), NODES[2:3], (Edge("n2", "n1", 0, 0),)))
    joiner.take(FlowPart(7, 1, 1, 2, STEPS[1:3]))
    run = joiner.take(RunEnded(7, Run(1, "finished", "cpu", 0, 1.0, "")))
    assert run is not None
    assert run.graphs == (Graph(("n0", "n2"), NODES[:3], (EDGES[0], Edge("n2", "n1", 0, 0))),)
    assert [(flow.graph, flow.number) for flow in run.flows] == [(0, 1), (0, 2)]


def test_scopes_and_what_is_retained_cross_too() -> None:
    """Scopes that come in parts, and again with another piece, are there once; a flow still retains."""
    joiner = RunJoiner(7, PROGRAM)
    scopes = tuple(Scope(f"s{number}", "", "function", "f") for number in range(3))
    joiner.take(GraphPart(7, 0, ("n0",), NODES[:1], (), scopes[:1]))
    joiner.take(GraphPart(7, 0, ("n0",), NODES[1:2], EDGES[:1], scopes[1:2]))
    joiner.take(GraphPart(7, 1, ("n2",), NODES[2:3], (Edge("n2", "n1", 0, 0),), scopes[1:]))
    joiner.take(FlowPart(7, 0, 1, 1, STEPS[:2], retains=True))
    run = joiner.take(RunEnded(7, Run(1, "finished", "cpu", 0, 1.0, "")))
    assert run is not None
    assert run.graphs[0].scopes == scopes
    assert run.flows == (Flow(0, 1, STEPS[:2], retains=True),)


def test_other_tickets_are_dropped() -> None:
    """A stale answer changes nothing."""
    joiner = RunJoiner(7, PROGRAM)
    assert joiner.take(Printed(6, "stale")) is None
    assert joiner.take(RunEnded(6, Run(1, "finished", "cpu", 0, 1.0, ""))) is None
    assert joiner.stopped(FAILURE).output == ""


def test_printed_text_is_told_once() -> None:
    """What is unread is given once, and all of it is in a stopped run's output."""
    joiner = RunJoiner(7, PROGRAM)
    joiner.take(Printed(7, "one "))
    joiner.take(Printed(7, "two "))
    assert joiner.unread() == "one two "
    joiner.take(Printed(7, "three"))
    assert joiner.unread() == "three"
    assert joiner.unread() == ""
    assert joiner.stopped(FAILURE).output == "one two three"


def test_only_the_first_unread_text_is_announced() -> None:
    """Text is announced once until it is read, so that a flood of it is one event."""
    joiner = RunJoiner(7, PROGRAM)
    assert [joiner.hear(Printed(7, text)) for text in "abc"] == [True, False, False]
    assert joiner.unread() == "abc"
    assert joiner.hear(Printed(7, "d"))
    assert not joiner.hear(Printed(6, "stale"))
    assert joiner.unread() == "d"


def test_stopped_between_two_parts() -> None:
    """A run composed here holds no edge, root, step or flow whose node or graph never came."""
    joiner = RunJoiner(7, PROGRAM)
    joiner.take(GraphPart(7, 0, ("n0", "n3"), NODES[:2], EDGES))
    joiner.take(FlowPart(7, 0, 0, 1, STEPS))
    joiner.take(FlowPart(7, 1, 1, 1, STEPS))
    run = joiner.stopped(FAILURE)
    assert run.graphs == (Graph(("n0",), NODES[:2], EDGES[:1]),)
    assert run.flows == (Flow(0, 1, STEPS[:2]),)
    assert (run.status, run.device, run.seed, run.error) == ("stopped", "cpu", 3, FAILURE)
