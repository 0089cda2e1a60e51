"""What a pass adds to gradients, and an optimizer to values, is recorded before and after."""

from desktop.engine.run import run
from desktop.records.flow import Change, Flow
from desktop.records.run import Program, Run

STEP = """
import torch
x = torch.tensor(2.0)
w = torch.tensor(3.0, requires_grad=True)
b = torch.tensor(1.0, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.05)
for _ in range(2):
    optimizer.zero_grad()
    loss = (w * x + b - 9) ** 2
    loss.backward()
    optimizer.step()
"""


def ran(text: str) -> Run:
    """Run a program and expect it to finish."""
    outcome = run(Program(text, trusted=True))
    assert outcome.error is None, outcome.error.traceback
    return outcome


def numbers(outcome: Run, changes: tuple[Change, ...]) -> dict[str, tuple[float, float]]:
    """Give each changed scalar by its label, to four digits."""
    labels = {node.id: node.label for graph in outcome.graphs for node in graph.nodes}
    found = {}
    for change in changes:
        assert change.before.values is not None
        assert change.after.values is not None
        before, after = change.before.values[0], change.after.values[0]
        assert isinstance(before, float)
        assert isinstance(after, float)
        found[labels[change.node]] = (round(before, 4), round(after, 4))
    return found


def test_a_step_moves_the_leaves() -> None:
    """The worked fixture: gradients of -8 and -4, a step of 0.05, and w is 3.4, b 1.2."""
    outcome = ran(STEP)
    assert numbers(outcome, outcome.flows[0].updated) == {"w": (3.0, 3.4), "b": (1.0, 1.2)}
    assert numbers(outcome, outcome.flows[1].updated)["w"][0] == 3.4
    assert [flow.accumulated for flow in outcome.flows] == [(), ()]


def increment(outcome: Run, flow: Flow) -> float:
    """Give what reached the first leaf of a pass."""
    leaves = {node.id for graph in outcome.graphs for node in graph.nodes if node.kind == "leaf"}
    arrived = next(step.incoming[0] for step in flow.steps if step.node in leaves)
    assert arrived is not None
    assert arrived.values is not None
    value = arrived.values[0]
    assert isinstance(value, float)
    return value


def test_before_and_increment_make_after() -> None:
    """A second pass adds to what the first left; a pass by `grad` adds nothing."""
    outcome = ran("""
import torch
w = torch.tensor(3.0, requires_grad=True)
(w * w).backward()
(w * 5).backward()
torch.autograd.grad(w * 2, w)
""")
    first, second, third = outcome.flows
    assert (first.accumulated, third.accumulated) == ((), ())
    assert numbers(outcome, second.accumulated) == {"w": (6.0, 11.0)}
    assert increment(outcome, second) == 5.0


def test_what_does_not_move_is_no_change() -> None:
    """A leaf that no gradient reached, or whose step is nothing, is not among the changes."""
    outcome = ran(STEP.replace("lr=0.05", "lr=0.0") + "unused = torch.optim.SGD([torch.ones(1, requires_grad=True)])\n")
    assert [flow.updated for flow in outcome.flows] == [(), ()]


def test_the_hooks_are_gone_after_the_run() -> None:
    """What watched optimizers in one run is not there in the next."""
    text = "from torch.optim.optimizer import _global_optimizer_pre_hooks as hooks\nprint(len(hooks))\n"
    passed = f"import torch\ntorch.ones(1, requires_grad=True).sum().backward()\n{text}"
    before, during, after = (int(ran(each).output) for each in (text, passed, text))
    assert (before, during) == (after, after + 1)
