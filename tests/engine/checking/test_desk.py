"""Checks as they are asked for: of the run that is held, one after the other, until somebody stops them."""

import threading

import pytest
import torch

from desktop.engine.checking.desk import CheckDesk
from desktop.engine.holdings import Holdings
from desktop.engine.run import run
from desktop.records.messages import CheckGradient, GradientChecked, GradientChecking, GradientUnchecked, HeldTensor
from desktop.records.run import Program, Run

LOOP = "import torch\nx = torch.ones(2, requires_grad=True)\ny = x * 2\nprint('heard')\n{then}\ny.sum().backward()"


def a_desk(program: Program) -> tuple[CheckDesk, Run, list[object]]:
    """Run a program as number 1; give the desk that holds it, its record, and what the desk will have sent."""
    record = run(program)
    sent: list[object] = []
    desk = CheckDesk(sent.append, seconds=100)
    desk.expect(1)
    desk.hold(1, program, record)
    return desk, record, sent


def test_the_held_run_is_not_disturbed() -> None:
    """After a check the tensors of the run are there as they were, and torch and Python are as before."""
    then = "if torch.get_default_dtype() is torch.float64:\n    torch.relu = print"
    program = Program(LOOP.format(then=then), trusted=True)
    holdings = Holdings()
    record = run(program, holdings=holdings)
    kept = HeldTensor("incoming", record.flows[0].steps[-1].node, number=1)
    before = (holdings.find(kept).clone(), torch.get_num_threads(), torch.get_default_dtype())
    apply, relu = torch.autograd.Function.__dict__["apply"].__func__, torch.relu
    sent: list[object] = []
    desk = CheckDesk(sent.append)
    desk.expect(3)
    desk.hold(3, program, record)
    desk.answer(CheckGradient(1, 3, record.flows[0].steps[-1].node, 1))
    assert isinstance(sent[-1], GradientChecked)
    assert torch.equal(holdings.find(kept), before[0])
    assert (torch.get_num_threads(), torch.get_default_dtype()) == before[1:]
    assert torch.autograd.Function.__dict__["apply"].__func__ is apply
    assert torch.relu is relu


def test_one_of_another_run_is_refused() -> None:
    """A check of a run that is no longer held, or that another was asked for after, is not begun."""
    desk, _, sent = a_desk(Program(LOOP.format(then="")))
    desk.answer(CheckGradient(1, 0, "n0", 1))
    desk.expect(4)
    desk.answer(CheckGradient(2, 1, "n0", 1))
    assert [type(each) for each in sent] == [GradientUnchecked] * 2
    assert all("another has begun" in each.reason for each in sent if isinstance(each, GradientUnchecked))


def test_a_check_that_is_stopped_before_it_begins() -> None:
    """A stop that comes before its check's turn ends it, and no other."""
    desk, _, sent = a_desk(Program(LOOP.format(then="")))
    desk.stop(5)
    desk.answer(CheckGradient(4, 1, "n0", 1))
    desk.answer(CheckGradient(5, 1, "n0", 1))
    assert isinstance(sent[0], GradientChecked)
    assert sent[1] == GradientUnchecked(5, "The check was stopped.")


@pytest.mark.parametrize("end", ["stop", "expect"])
def test_a_check_is_broken_off_whatever_the_program_does(end: str) -> None:
    """A stop, or another run that is asked for, ends a program that spins without a torch call."""
    spin = "while torch.get_default_dtype() is torch.float64:\n    pass"
    desk, record, sent = a_desk(Program(LOOP.format(then=spin)))
    timer = threading.Timer(0.3, lambda: desk.stop(4) if end == "stop" else desk.expect(2))
    timer.start()
    desk.answer(CheckGradient(4, 1, record.flows[0].steps[-1].node, 1))
    timer.join()
    (answer,) = sent
    assert isinstance(answer, GradientUnchecked)
    assert ("stopped" if end == "stop" else "another has begun") in answer.reason


def test_progress_is_told() -> None:
    """A check that takes its time tells how far it is."""
    text = LOOP.format(then="for _ in range(1000):\n    y = x.sin()").replace("ones(2", "ones(40")
    desk, record, sent = a_desk(Program(text))
    desk.answer(CheckGradient(4, 1, record.flows[0].steps[-1].node, 1))
    told = [each for each in sent if isinstance(each, GradientChecking)]
    assert isinstance(sent[-1], GradientChecked)
    assert sent[:-1] == told
    assert [each.done for each in told] == sorted({each.done for each in told})
    assert all(each.total == 40 for each in told)


def test_what_needs_consent_is_not_run() -> None:
    """The check runs nothing that the run itself would not have."""
    sent: list[object] = []
    desk = CheckDesk(sent.append)
    program = Program("import os\nos.getcwd()")
    desk.expect(1)
    desk.hold(1, program, run(program))
    desk.answer(CheckGradient(4, 1, "n0", 1))
    (answer,) = sent
    assert isinstance(answer, GradientUnchecked)
    assert "consent" in answer.reason
