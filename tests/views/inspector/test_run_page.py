"""A run at a glance."""

from desktop.records.flow import Flow
from desktop.records.graph import Graph, Node
from desktop.records.run import Failure, Run
from desktop.views.inspector.run_page import run_page


def _passes(*numbers: int) -> str:
    graph = Graph(("n0",), (Node("n0", "MulBackward0", "operation"),), ())
    flows = tuple(Flow(0, number, ()) for number in numbers)
    page = run_page(Run(1, "finished", "cpu", 0, 1.0, "", graphs=(graph,), flows=flows))
    return next(fact.text for fact in page.sections[0].facts if fact.name == "backward passes")


def _failed(kind: str, elapsed_ms: float) -> str:
    return run_page(Run(1, "failed", "cpu", 0, elapsed_ms, "", error=Failure(kind, "", None, ""))).subtitle


def test_passes_that_were_not_recorded_are_counted() -> None:
    """Of twelve passes nine were recorded; of two both; of none it is said what to do."""
    assert _passes(1, 2, 3, 4, 5, 6, 7, 8, 12) == "9 of 12"
    assert _passes(1, 2) == "2"
    assert _passes().startswith("none yet")


def test_a_text_that_is_no_python_never_began() -> None:
    """A program that could not be read did not end before its graph; one that raised the same error did."""
    assert "could not be read" in _failed("SyntaxError", 0.0)
    assert "ended before" in _failed("SyntaxError", 0.4)
    assert "ended before" in _failed("MemoryError", 0.0)
