"""The chain rule of recorded programs, by the program's own names and numbers."""

from pathlib import Path
from typing import Any

import pytest

from desktop.engine.run import run
from desktop.records.flow import FlowStep
from desktop.records.graph import Edge, Graph, Node
from desktop.records.run import Program, Run
from desktop.records.tensor import Tensor
from desktop.views.formulas.derivation import Derivation, Part, derivation

PROGRAMS = sorted((Path(__file__).parents[2] / "programs").glob("*.py"))
WORKED = """
import torch
x = torch.tensor(2.0)
w = torch.tensor(3.0, requires_grad=True)
b = torch.tensor(1.0, requires_grad=True)
product = w * x
prediction = product + b
error = prediction - 9
loss = error ** 2
loss.backward()
"""


def recorded(text: str) -> Run:
    """Run a program that needs no permission."""
    outcome = run(Program(text, trusted=True))
    assert outcome.error is None, outcome.error
    return outcome


def derived(outcome: Run, name: str, settings: dict[str, Any] | None = None) -> Derivation:
    """Derive the node that has this label or autograd name."""
    graph = outcome.graphs[0]
    node = next(node for node in graph.nodes if name in {node.label, node.name})
    step = next((step for flow in outcome.flows for step in flow.steps if step.node == node.id), None)
    return derivation(graph, node, step, settings=settings)


def lines(found: Derivation) -> list[str]:
    """Write each part in one line."""
    return [_line(part) for part in found.parts]


def _line(part: Part) -> str:
    equals = "+=" if part.is_share else "="
    return f"{part.left} {equals} {part.right}" + (f" = {part.numbers}" if part.numbers else "")


@pytest.fixture(scope="module")
def worked() -> Run:
    """Run the worked fixture: x = 2, w = 3, b = 1, target 9; prediction 7, loss 4."""
    return recorded(WORKED)


def test_the_worked_fixture_holds(worked: Run) -> None:
    """Gradients −8 and −4 come out of formulas with the program's names and the recorded numbers."""
    assert lines(derived(worked, "loss", {"exponent": 2})) == [
        "∂loss/∂error = 2 · error · ∂loss/∂loss = 2 · −2 · 1 = −4"
    ]
    assert lines(derived(worked, "error", {"alpha": 1})) == ["∂loss/∂prediction = ∂loss/∂error = −4"]
    assert lines(derived(worked, "prediction", {"alpha": 1})) == [
        "∂loss/∂product = ∂loss/∂prediction = −4",
        "∂loss/∂b = ∂loss/∂prediction = −4",
    ]
    assert lines(derived(worked, "product")) == ["∂loss/∂w = x · ∂loss/∂product = 2 · −4 = −8"]
    assert lines(derived(worked, "w")) == ["w.grad += ∂loss/∂w = −8"]


def test_a_setting_that_was_not_recorded_is_a_symbol(worked: Run) -> None:
    """The formula is still true, but without arithmetic, which would need the number."""
    assert lines(derived(worked, "loss")) == ["∂loss/∂error = p · error^(p − 1) · ∂loss/∂loss"]


def test_arithmetic_that_does_not_give_the_gradient_is_left_out(worked: Run) -> None:
    """A wrong number is worse than none: here the exponent is not what the program took."""
    assert lines(derived(worked, "loss", {"exponent": 3})) == ["∂loss/∂error = 3 · error² · ∂loss/∂loss"]


def test_an_input_sends_nothing(worked: Run) -> None:
    """It has no formula, and no complaint either."""
    assert derived(worked, "x") == Derivation()


def test_without_a_flow_there_are_names_and_no_numbers() -> None:
    """A graph that nothing flowed through still has its chain rule."""
    outcome = recorded(WORKED.replace("loss.backward()", ""))
    assert lines(derived(outcome, "product")) == ["∂loss/∂w = x · ∂loss/∂product"]


def test_a_linear_layer_is_told_by_its_weight() -> None:
    """The nameless transpose of the weight is called so; transposed again it is the weight."""
    outcome = recorded(
        "import torch\nx = torch.rand(4, 3, requires_grad=True)\nmodel = torch.nn.Linear(3, 2)\n"
        "y = model(x)\nloss = y.sum()\nloss.backward()\n"
    )
    assert lines(derived(outcome, "y", {"alpha": 1, "beta": 1}))[:2] == [
        "∂loss/∂model.bias = Σ over dim 0 of ∂loss/∂y",
        "∂loss/∂x = ∂loss/∂y · model.weight",
    ]
    assert lines(derived(outcome, "y", {"alpha": 1, "beta": 1}))[2] == "∂loss/∂(model.weightᵀ) = xᵀ · ∂loss/∂y"


def test_a_tensor_that_is_used_twice_gets_a_sum() -> None:
    """Each of its uses tells its own share, with the sign of adding to."""
    outcome = recorded("import torch\nx = torch.tensor(3.0, requires_grad=True)\nloss = x * x\nloss.backward()\n")
    assert lines(derived(outcome, "loss")) == ["∂loss/∂x += x · ∂loss/∂loss = 3 · 1 = 3"] * 2


def test_a_broadcast_is_summed_back() -> None:
    """The formula says over which dimensions, and the numbers show it."""
    outcome = recorded(
        "import torch\na = torch.tensor([[1.0], [2.0]], requires_grad=True)\n"
        "b = torch.tensor(5.0, requires_grad=True)\n"
        "y = a * b\nloss = y.sum()\nloss.backward()\n"
    )
    assert lines(derived(outcome, "y")) == [
        "∂loss/∂a = b · ∂loss/∂y = 5 · [[1], [1]] = [[5], [5]]",
        "∂loss/∂b = Σ over dims 0, 1 of (a ⊙ ∂loss/∂y) = Σ over dims 0, 1 of ([[1], [2]] ⊙ [[1], [1]]) = 3",
    ]


def test_a_number_in_the_program_is_a_number_in_the_formula() -> None:
    """It is no letter that a reader would have to look up."""
    outcome = recorded(
        "import torch\nx = torch.rand(2, 3, requires_grad=True)\ny = 2.5 * x\nloss = y.sum()\nloss.backward()\n"
    )
    assert lines(derived(outcome, "y")) == ["∂loss/∂x = 2.5 · ∂loss/∂y"]


def test_letters_are_explained_and_are_none_of_the_programs_names() -> None:
    """A nameless result is a letter; x is taken, so it is another one."""
    outcome = recorded(
        "import torch\nx = torch.rand(2, requires_grad=True)\nloss = x.exp().sin().sum()\nloss.backward()\n"
    )
    found = derived(outcome, "SinBackward0")
    assert found.parts[0].right == "cos(u) ⊙ ∂loss/∂y"
    assert found.letters == (("u", "the result of exp in line 3"), ("y", "the result"))


def test_a_large_tensor_has_a_formula_and_no_arithmetic() -> None:
    """More than four numbers would not be read."""
    outcome = recorded(
        "import torch\nx = torch.rand(5, requires_grad=True)\ny = x.exp()\nloss = y.sum()\nloss.backward()\n"
    )
    assert lines(derived(outcome, "y")) == ["∂loss/∂x = y ⊙ ∂loss/∂y"]


def test_a_nan_shows_where_it_was_born() -> None:
    """Zero over zero is told as it happened."""
    outcome = recorded(
        "import torch\nx = torch.tensor(0.0, requires_grad=True)\nroot = x.sqrt()\nloss = root * 0\nloss.backward()\n"
    )
    assert lines(derived(outcome, "root")) == ["∂loss/∂x = 1/(2 · root) · ∂loss/∂root = 1/(2 · 0) · 0 = NaN"]


def test_what_abbreviations_stand_for_is_told() -> None:
    """A layer norm's formula would be unreadable without them."""
    outcome = recorded(
        "import torch\nx = torch.rand(4, 3, requires_grad=True)\nnorm = torch.nn.LayerNorm(3)\n"
        "y = norm(x)\nloss = y.pow(2).sum()\nloss.backward()\n"
    )
    part = derived(outcome, "y").parts[0]
    assert part.right == "r ⊙ (g − mean(g, dim −1) − ẑ ⊙ mean(g ⊙ ẑ, dim −1))"
    assert derived(outcome, "y").letters == (("r", "one over the standard deviation"), ("μ", "the mean"))
    assert part.where == (("g", "norm.weight ⊙ ∂loss/∂y"), ("ẑ", "(x − μ) ⊙ r"))


def test_an_operation_without_a_rule_says_so_and_gives_the_numbers() -> None:
    """The honest words, and the gradient that was recorded."""
    tensor = Tensor((), "float32", "cpu", count=1, values=(2.0,), norm=2.0)
    many = Tensor((9,), "float32", "cpu", count=9, values=(1.0,) * 9, norm=3.0)
    nodes = (
        Node("n0", "NobodysBackward0", "operation", "loss", tensor),
        Node("n1", "AccumulateGrad", "leaf", "w", tensor),
        Node("n2", "AccumulateGrad", "leaf", "v", many),
    )
    graph = Graph(("n0",), nodes, (Edge("n0", "n1", 0, 0), Edge("n0", "n2", 1, 0)))
    step = FlowStep("n0", 0, 1.0, (tensor,), (tensor, many))
    found = derivation(graph, nodes[0], step)
    assert lines(found) == ["∂loss/∂w = no formula yet = 2", "∂loss/∂v = no formula yet = norm 3"]
    assert found.sentence == ""


def test_a_formula_that_depends_on_what_is_missing_says_on_what() -> None:
    """With the setting it stands there; a mean of losses has its share."""
    outcome = recorded(
        "import torch\nx = torch.rand(5, requires_grad=True)\nt = torch.rand(5)\n"
        "loss = torch.nn.functional.mse_loss(x, t)\nloss.backward()\n"
    )
    (part,) = derived(outcome, "loss").parts
    assert (part.right, part.note) == ("no formula yet", "It depends on “reduction”, which was not recorded.")
    assert derived(outcome, "loss", {"reduction": 1}).parts[0].right == "2/5 · (x − t) · ∂loss/∂loss"


@pytest.mark.parametrize(
    ("end", "name"),
    [("loss = y.sum()\nloss.backward()", "loss"), ("y.sum().backward()", "L"), ("y.backward(torch.ones(5))", "L")],
)
def test_what_is_differentiated_has_its_own_name(end: str, name: str) -> None:
    """A nameless root is L; so is the number behind a vector that was given a gradient."""
    outcome = recorded(f"import torch\nx = torch.rand(5, requires_grad=True)\ny = x.exp()\n{end}\n")
    assert derived(outcome, "y").parts[0].left == f"∂{name}/∂x"


def test_the_gradients_of_several_results_are_told_apart() -> None:
    """A piece that nobody used sends zeros."""
    outcome = recorded(
        "import torch\nx = torch.rand(2, 3, requires_grad=True)\nfirst, second = x.unbind()\n"
        "loss = second.sum()\nloss.backward()\n"
    )
    (part,) = derived(outcome, "UnbindBackward0", {"dim": 0}).parts
    assert part.right.startswith("stack(0, ∂loss/∂")
    assert part.right.endswith("₁, dim 0)")


def test_complex_numbers_have_no_formula_yet() -> None:
    """Their derivatives are conjugated, which the formulas do not say."""
    outcome = recorded(
        "import torch\nx = torch.tensor(1 + 2j, requires_grad=True)\ny = x * x\nloss = y.abs()\nloss.backward()\n"
    )
    assert {part.note for part in derived(outcome, "y").parts} == {"For complex numbers there is no formula yet."}


def test_a_gradient_that_a_hook_changed_has_no_arithmetic() -> None:
    """The formula is the operation's own; numbers that it does not give are not shown as if it did."""
    outcome = recorded(
        "import torch\nx = torch.tensor(3.0, requires_grad=True)\nloss = 2 * x\n"
        "loss.grad_fn.register_hook(lambda sent, come: (sent[0] * 5, None))\nloss.backward()\n"
    )
    assert lines(derived(outcome, "loss")) == ["∂loss/∂x = 2 · ∂loss/∂loss"]


def test_the_last_pass_of_a_long_loop_can_be_told() -> None:
    """By then its tensors are freed: what was not kept stands by autograd's name for it."""
    outcome = recorded(
        "import torch\ntable = torch.nn.Embedding(5, 3)\nfor step in range(11):\n"
        "    rows = table(torch.tensor([0, 3, 3]))\n    rows.sum().backward()\n"
    )
    for graph in outcome.graphs:
        for each in graph.nodes:
            found = derivation(graph, each, None, settings={setting.name: setting.value for setting in each.settings})
            assert all(part.right for part in found.parts)
            assert all(letter and meaning for letter, meaning in found.letters)


@pytest.mark.parametrize(
    ("call", "formula"),
    [
        ("torch.clamp(x, min=low)", "1[x ≥ low] ⊙ ∂L/∂y"),
        ("torch.clamp(x, max=low)", "1[x ≤ low] ⊙ ∂L/∂y"),
        ("torch.clamp(x, low, low + 1)", "1[low ≤ x ≤ high] ⊙ ∂L/∂y"),
    ],
)
def test_a_bound_that_was_not_given_is_not_spoken_of(call: str, formula: str) -> None:
    """Of a clamp by tensors one may be missing; nothing is compared with it."""
    text = f"import torch\nx = torch.randn(3, requires_grad=True)\nlow = torch.zeros(3)\ny = {call}\n"
    (part,) = derived(recorded(text), "y").parts
    assert part.right == formula


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("y = x.cumprod(0)", "CumprodBackward0"),
        ("y = torch.dist(x, torch.ones(()))", "DistBackward0"),
        ("y = sum(p.sum() for p in torch.native_group_norm(x.view(1, 3), None, None, 1, 3, 1, 1, 0))", "NativeGroup"),
    ],
)
def test_where_a_formula_does_not_hold_none_is_given(line: str, name: str) -> None:
    """A factor of 0, a difference that was broadcast, what flows into a mean: each has its sentence."""
    outcome = recorded(
        f"import torch\nx = torch.tensor([1.0, 0.0, 2.0], requires_grad=True)\n{line}\ny.sum().backward()\n"
    )
    graph, (flow,) = outcome.graphs[0], outcome.flows
    node = next(node for node in graph.nodes if node.name.startswith(name))
    step = next(step for step in flow.steps if step.node == node.id)
    (part,) = derivation(graph, node, step, settings={each.name: each.value for each in node.settings}).parts
    assert (part.right, part.note[-1:]) == ("no formula yet", ".")


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_every_node_of_every_program_can_be_told(program: Path) -> None:
    """Whatever autograd builds, a page stands; where a gradient is sent there is a formula or the honest words."""
    outcome = run(Program(program.read_text(encoding="utf-8"), trusted=True))
    for index, graph in enumerate(outcome.graphs):
        steps = {step.node: step for flow in outcome.flows if flow.graph == index for step in flow.steps}
        for node in graph.nodes:
            for part in derivation(graph, node, steps.get(node.id)).parts:
                assert part.left
                assert part.right
