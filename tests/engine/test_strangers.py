"""Passes in the program's other threads: they run as ever, and no record of another pass holds anything of them."""

import textwrap

import pytest

from desktop.engine.run import run
from desktop.records.run import Program, Run

BESIDE = """
    import threading, torch
    w = torch.ones(2, requires_grad=True)
    class Beside(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2
        @staticmethod
        def backward(ctx, g):
            other = threading.Thread(target=lambda: (w * 3).sum().backward())
            other.start()
            other.join()
            return g * 2
    for step in range({passes}):
        loss = (w * 1).sum() if step < {quiet} else Beside.apply(w).sum()
        loss.backward()
    print(w.grad.tolist())
"""


def ran(text: str) -> Run:
    """Run a program that may start threads, and expect it to finish."""
    outcome = run(Program(textwrap.dedent(text), trusted=True))
    assert outcome.error is None, outcome.error.traceback
    return outcome


@pytest.mark.parametrize("passes", [1, 3])
def test_a_pass_beside_a_pass_is_not_heard(passes: int) -> None:
    """A leaf that both reach gets in the record what the recorded one sends, once; its .grad gets both."""
    outcome = ran(BESIDE.format(passes=passes, quiet=0))
    assert outcome.output == f"[{5.0 * passes}, {5.0 * passes}]\n"
    for flow in outcome.flows:
        assert [step.incoming[0].values for step in flow.steps if step.incoming[0]] == [(1.0,), (1.0, 1.0), (2.0, 2.0)]


def test_a_late_pass_that_heard_another_is_not_recorded() -> None:
    """What is held cheaply until it turns out to be the last cannot tell them apart, so nothing is said of it."""
    assert [flow.number for flow in ran(BESIDE.format(passes=11, quiet=10)).flows] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [flow.number for flow in ran(BESIDE.format(passes=11, quiet=11)).flows] == [1, 2, 3, 4, 5, 6, 7, 8, 11]


def test_a_pass_in_a_thread_leaves_its_gradients_and_no_flow() -> None:
    """Only the program's own thread is followed; what stands at the end is drawn nevertheless."""
    outcome = ran("""
        import threading, torch
        w = torch.ones(2, requires_grad=True)
        loss = (w * 3).sum()
        other = threading.Thread(target=loss.backward)
        other.start()
        other.join()
        print(w.grad.tolist())
    """)
    assert outcome.output == "[3.0, 3.0]\n"
    assert outcome.flows == ()
    assert [node.label for node in outcome.graphs[0].nodes if node.kind == "leaf"] == ["w"]
