"""Check lines: what they mean, and whether a run shows it."""

import msgspec
import pytest

from desktop.records.files import UsageError
from desktop.records.finding import Finding
from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Graph, Node
from desktop.records.lesson import GradientIs, NodeIs, VariableIs
from desktop.records.run import Failure, Module, Run, Variable
from desktop.records.tensor import NamedTensor, Tensor
from desktop.views.lessons.conditions import EXAMPLES, check
from desktop.views.lessons.verdict import verdict


def tensor(*values: float | str, shape: tuple[int, ...], **facts: bool) -> Tensor:
    """Make a tensor's record from its values."""
    return msgspec.convert(
        {"shape": shape, "dtype": "float32", "device": "cpu", "values": values, **facts}, type=Tensor, strict=False
    )


GRAPH = Graph(
    ("n0",),
    (
        Node("n0", "AddBackward0", "operation", "z"),
        Node("n1", "AccumulateGrad", "leaf", "w"),
        Node("n2", "Mul", "operation"),
    ),
    (),
)
RUN = Run(
    schema=1,
    status="finished",
    device="cpu",
    seed=0,
    elapsed_ms=1.0,
    output="loss: 1.0\nall is well\n",
    variables=(
        Variable("loss", "number", text="1.0000001"),
        Variable("epochs", "number", text="3"),
        Variable("whole", "number", text="1j"),
        Variable("one", "tensor", tensor(4.0, shape=(1, 1))),
        Variable("x", "tensor", tensor(1, 2, 3, 4, 5, 6, shape=(2, 3), requires_grad=True, is_leaf=True)),
        Variable("lost", "tensor", tensor("NaN", shape=())),
        Variable("huge", "tensor", tensor("Infinity", 1.0, shape=(2,))),
        Variable("model", "module", module=Module("Net()", (NamedTensor("w", None), NamedTensor("b", None)))),
        Variable("names", "other", text="['a']"),
    ),
    graphs=(GRAPH,),
    flows=(
        Flow(0, 1, (FlowStep("n1", 0, 1.0, (tensor(9.0, 9.0, shape=(2,)),), ()),)),
        Flow(0, 2, (FlowStep("n0", 0, 1.0, (None,), ()), FlowStep("n1", 1, 1.0, (tensor(1.5, -2.0, shape=(2,)),), ()))),
    ),
    findings=(Finding("legacy-variable", "hint", "", "", None),),
)
FAILED = msgspec.structs.replace(RUN, status="failed", error=Failure("ValueError", "no", None, ""))

SHOWN = """
variable loss = 1 ± 1e-6
variable epochs = 3
variable one = 4
variable one = [[4.0]]
variable x = [[1, 2, 3], [4, 5, 6]]
variable x.shape = [2, 3]
variable x.dtype = float32
variable x.device = cpu
variable x.requires_grad = true
variable x.is_leaf = true
variable lost = NaN
variable huge = ["Infinity", 1]
gradient of w = [1.5, -2]
gradient of w = [1.4, -2.1] ± 0.11
output contains all is well
output lacks all is lost
finding legacy-variable appears
finding data-bypass is gone
node AddBackward0 appears
node z appears 1 time
node SubBackward0 is gone
node SubBackward0 appears 0 times
module model has 2 parameters
backward runs 2 times
run finishes
"""
NOT_SHOWN = """
variable loss = 1
variable loss = [1.0]
variable lossy = 1
variable whole = 1
variable names = 1
variable one = [4]
variable x = [1, 2, 3, 4, 5, 6]
variable x = [[1, 2, 3], [4, 5, 7]]
variable x = 1
variable x.shape = [3, 2]
variable x.shape = []
variable x.dtype = float64
variable x.requires_grad = false
variable loss.requires_grad = false
variable lost = 1
variable huge = [1, 1]
gradient of w = [9, 9]
gradient of x = [1]
output contains All is well
output lacks loss
finding legacy-variable is gone
finding data-bypass appears
node AddBackward0 is gone
node AddBackward0 appears 2 times
module model has 3 parameters
module x has 2 parameters
backward runs 1 time
run fails with ValueError
"""
NONSENSE = """
variable loss is 1
variable = 1
variable loss = one
variable loss = [1, [2]]
variable loss = {"a": 1}
variable loss = "1"
variable loss = 1 ± few
variable loss.colour = red
variable loss = __import__("os")
gradient of w
output contains
finding x
node AddBackward0 appears often
module model has two parameters
run succeeds
"""


@pytest.mark.parametrize("line", SHOWN.split("\n")[1:-1])
def test_a_run_shows_what_is_true_of_it(line: str) -> None:
    """Each kind of check holds of a run that shows it."""
    assert verdict((check(line),), RUN) == (True,)


@pytest.mark.parametrize("line", NOT_SHOWN.split("\n")[1:-1])
def test_a_run_does_not_show_what_is_false_of_it(line: str) -> None:
    """Each kind of check fails of a run that does not show it."""
    assert verdict((check(line),), RUN) == (False,)


@pytest.mark.parametrize("line", NONSENSE.split("\n")[1:-1])
def test_what_is_no_check_is_said(line: str) -> None:
    """A line that means nothing is an error of one paragraph, and nothing in it is evaluated."""
    with pytest.raises(UsageError, match=r"no |nothing|neither"):
        check(line)


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_is_a_check(line: str) -> None:
    """What the error offers can be written."""
    assert check(line).text == line


def test_a_failed_run_fails_with_its_error() -> None:
    """A run that raised shows the error that is asked for, and does not finish."""
    lines = ("run fails with ValueError", "run fails with KeyError", "run finishes")
    assert verdict([check(line) for line in lines], FAILED) == (True, False, False)


def test_a_gradient_needs_a_backward() -> None:
    """Without a pass no leaf got a gradient."""
    still = msgspec.structs.replace(RUN, flows=())
    assert verdict((check("gradient of w = [1.5, -2]"),), still) == (False,)


def test_checks_are_plain_values() -> None:
    """Numbers, shapes and tolerances are read apart."""
    assert check("variable x = [[1], [2]] ± 0.5").condition == VariableIs(
        "x", "value", (1.0, 2.0), (2, 1), tolerance=0.5
    )
    assert check("gradient of net.0.weight = -3").condition == GradientIs("net.0.weight", (-3.0,), ())
    assert check("node MmBackward0 appears").condition == NodeIs("MmBackward0", None)
