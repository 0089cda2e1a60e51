"""What a check finds where autograd is not right, and why it says nothing where it has no meaning."""

from collections.abc import Callable

import pytest
import torch

from desktop.records.messages import GradientChecked

Check = Callable[..., GradientChecked]
Reason = Callable[..., str]

CUBE = """
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 3

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        return gradient * {slope}

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = Cube.apply(x * 1.5)
z = y.sum()
z.backward()
"""


def verdicts(answer: GradientChecked) -> list[str]:
    """Give the verdict on each element."""
    return [element.verdict for element in answer.elements]


def test_a_wrong_backward_is_caught(check: Check) -> None:
    """A custom function whose backward is wrong disagrees in what flows through it, and nowhere behind it."""
    wrong = CUBE.format(slope="2 * x ** 2")
    assert verdicts(check(wrong, "x")) == ["disagrees", "disagrees"]
    assert verdicts(check(wrong, "y")) == ["agrees", "agrees"]
    assert check(CUBE.format(slope="3 * x ** 2"), "x").all_agree


def test_the_worst_element_is_named(check: Check) -> None:
    """Of several the one that is furthest beyond its tolerance is the worst, with both derivatives."""
    answer = check(CUBE.format(slope="3 * x ** 2 + torch.tensor([0.0, 1.0])"), "x")
    assert verdicts(answer) == ["agrees", "disagrees"]
    worst = answer.elements[answer.worst]
    assert worst.index == (1,)
    assert worst.autograd == pytest.approx(1.5 * 28)
    assert worst.numeric == pytest.approx(1.5 * 27, rel=1e-8)
    assert worst.error == pytest.approx(1.5, rel=1e-6)
    assert not answer.all_agree
    assert "a backward is wrong" in answer.note


def test_a_backward_that_is_a_little_wrong_is_caught(check: Check) -> None:
    """An error of one in ten thousand is beyond the tolerance; one of one in a million is not."""
    assert not check(CUBE.format(slope="3.0003 * x ** 2"), "x").all_agree
    assert check(CUBE.format(slope="3.000003 * x ** 2"), "x").all_agree


@pytest.mark.parametrize("cut", ["y.detach()", "y.data", "y.clone().detach_()", "torch.tensor(y.tolist())"])
def test_what_goes_past_autograd_is_caught(check: Check, cut: str) -> None:
    """A path that was cut from the graph counts in the root, and not in the gradient."""
    text = f"x = torch.tensor([1.0, 2.0], requires_grad=True)\ny = x * 2\nz = (y * {cut}).sum()\nz.backward()"
    assert verdicts(check(text, "x")) == ["disagrees", "disagrees"]
    assert verdicts(check(text, "y")) == ["disagrees", "disagrees"]


def test_a_leaf_that_goes_past_autograd_is_caught(check: Check) -> None:
    """A leaf whose data is read before its first use in the graph is changed early enough to show it."""
    text = "w = torch.tensor([1.0, 2.0], requires_grad=True)\nsquare = w.data ** 2\n(w * square).sum().backward()"
    assert verdicts(check(text, "w")) == ["disagrees", "disagrees"]


def test_a_hook_that_changes_a_gradient_is_caught(check: Check) -> None:
    """What a hook makes of a gradient is no derivative."""
    text = "x = torch.ones(2, requires_grad=True)\ny = x * 2\ny.register_hook(lambda g: g * 3)\ny.sum().backward()"
    assert verdicts(check(text, "x")) == ["disagrees", "disagrees"]


@pytest.mark.parametrize("function", ["relu()", "abs()", "clamp(min=0)", "maximum(x * 0)"])
def test_a_kink_is_no_disagreement(check: Check, function: str) -> None:
    """At a kink nobody can say; beside it the derivative is checked."""
    text = f"x = torch.tensor([0.0, 1.0, -1.0, 1e-6, -2e-6], requires_grad=True)\nx.{function}.sum().backward()"
    answer = check(text, "x")
    assert verdicts(answer) == [
        "agrees" if function in {"abs()", "maximum(x * 0)"} else "cannot say",
        *(["agrees"] * 4),
    ]
    assert ("kink" in answer.note) == ("cannot say" in verdicts(answer))


def test_the_edge_of_a_domain_cannot_be_decided(check: Check) -> None:
    """Where the root is no number on one side there is no difference."""
    answer = check("x = torch.tensor([0.0, 4.0], requires_grad=True)\nx.sqrt().sum().backward()", "x")
    assert verdicts(answer) == ["cannot say", "agrees"]


def test_a_gradient_that_is_no_number_is_caught(check: Check) -> None:
    """Where the root is smooth and autograd says NaN, it disagrees, and is the worst."""
    text = "x = torch.tensor([0.0, 4.0], requires_grad=True)\ntorch.where(x > 1, x.sqrt(), x * 2).sum().backward()"
    answer = check(text, "x")
    assert verdicts(answer)[1] == "agrees"
    assert answer.elements[answer.worst].autograd == "NaN"


def test_a_root_so_large_that_rounding_hides_all(check: Check) -> None:
    """Where differences drown in the root's rounding the check does not accuse autograd."""
    text = "x = torch.tensor([0.001], requires_grad=True)\n(x.sin() + 1e9).sum().backward()"
    assert verdicts(check(text, "x")) == ["cannot say"]


def test_of_many_elements_a_sample_is_checked(check: Check) -> None:
    """Of a large tensor 64 at most are checked, those with the largest gradients among them, in order."""
    text = (
        "x = torch.zeros(50, 40, requires_grad=True)\nw = torch.arange(2000.0).roll(7).view(50, 40)\n"
        "(x.sin() * w).sum().backward()"
    )
    answer = check(text, "x")
    places = [element.index[0] * 40 + element.index[1] for element in answer.elements]
    assert answer.all_agree
    assert len(places) <= 64
    assert places == sorted(places)
    assert set(range(7)) <= set(places)
    assert max(float(each.autograd) for each in answer.elements) == 1999
    assert "of 2,000 elements" in answer.note


def test_random_weights_are_those_of_the_run(check: Check) -> None:
    """What the run drew in single precision is what is checked in double."""
    text = "m = torch.nn.Linear(3, 2)\nx = torch.randn(2, 3)\n(m.weight * x).sum().backward()"
    torch.manual_seed(0)
    torch.nn.Linear(3, 2)
    expected = torch.randn(2, 3).double().reshape(-1).tolist()
    assert [each.autograd for each in check(text, "m.weight").elements] == expected


def test_a_change_does_not_go_through_an_optimizer(check: Check) -> None:
    """What autograd does not differentiate, the step before, is held still: an input that all passes share agrees."""
    text = """
x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([0.5, -1.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.5)
h = x * 2
for step in range(3):
    optimizer.zero_grad()
    loss = ((h * w).sum() - 1) ** 2
    loss.backward(retain_graph=True)
    optimizer.step()
"""
    for number in (1, 2, 3):
        assert check(text, "x", number).all_agree
        assert check(text, "h", number).all_agree
        assert check(text, "w", number).all_agree


def test_time_that_runs_out_leaves_what_was_done(check: Check) -> None:
    """A check that takes too long gives the elements that were done, and says so."""
    text = (
        "x = torch.ones(60, requires_grad=True)\nfor _ in range(60000):\n    pass\n"
        "for _ in range(200):\n    y = x.sin()\ny.sum().backward()"
    )
    answer = check(text, "x", seconds=0.7)
    assert 0 < len(answer.elements) < 60
    assert f"Time ran out when {len(answer.elements)} of 60" in answer.note


# Where it has no meaning


FAILING = """
class F(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        assert g.dtype is torch.float32, "single"
        return g * 2
x = torch.ones(1, requires_grad=True)
F.apply(x).backward()
"""

EDGE = """
x = torch.ones(1, requires_grad=True)
y = torch.autograd.graph.get_gradient_edge(x * 2)
torch.autograd.backward(y, torch.ones(1))
"""

REFUSED = {
    "no pass": ("x = torch.ones(1, requires_grad=True)\ny = x * 2", "y", "has no pass 1"),
    "an input": (
        "x = torch.ones(1, requires_grad=True)\n(x * torch.ones(1)).backward()",
        "Tensor",
        "needs no gradient",
    ),
    "a complex tensor": (
        "x = torch.ones(1, dtype=torch.complex64, requires_grad=True)\nx.abs().sum().backward()",
        "x",
        "This tensor is complex",
    ),
    "single precision": (
        "x = torch.ones(1, dtype=torch.float32, requires_grad=True)\nx.sum().backward()",
        "x",
        "this tensor is float32",
    ),
    "a root in single precision": (
        "x = torch.ones(1, requires_grad=True)\nx.float().sum().backward()",
        "x",
        "the root of this pass is float32",
    ),
    "an infinite root": (
        "x = torch.zeros(1, requires_grad=True)\nx.log().sum().backward()",
        "x",
        "root of this pass is -inf",
    ),
    "nothing": ("x = torch.ones(0, requires_grad=True)\nx.sum().backward()", "x", "no elements"),
    "an expanded leaf": ("x = torch.ones(1).expand(3).requires_grad_()\nx.sum().backward()", "x", "share memory"),
    "a view that was changed": (
        "x = torch.ones(2, requires_grad=True)\ny = x * 2\nv = y.view(2)\nw = v * 1\ny.add_(1)\n(w + y)[0].backward()",
        "v",
        "is a view, and its memory was changed",
    ),
    "a leaf that was changed": (
        "x = torch.ones(1, requires_grad=True)\ny = x + 1\nwith torch.no_grad(): x.mul_(2)\n(x + y).backward()",
        "x",
        "changed in place between two of its uses",
    ),
    "the time": (
        "import time\nx = torch.ones(1, requires_grad=True)\n(x * time.perf_counter()).backward()",
        "x",
        "Two runs of the program differ",
    ),
    "types that do not fit": (
        "m = torch.nn.Linear(2, 1)\nm(torch.ones(1, 2, dtype=torch.float32)).backward()",
        "m.weight",
        "in double precision, the program does not come to this pass: it raises RuntimeError in line 3",
    ),
    "an edge": (
        EDGE,
        "x",
        "starts from an edge",
    ),
    "half precision on the way": (
        "x = torch.ones(1, requires_grad=True)\n(x.half() * 2).to(x.dtype).sum().backward()",
        "x",
        "computes in float16",
    ),
    "a view that is changed in place": (
        "x = torch.ones(3, requires_grad=True)\ny = x * 2\nv = y[1:]\nv += 1\n(y.prod() + v.sum()).backward()",
        "v",
        "changed in place together",
    ),
    "an inner node": ("m = torch.nn.Linear(2, 1)\nm(torch.ones(1, 2)).backward()", "TBackward0", "inside one call"),
    "another way": (
        "x = torch.ones(1, requires_grad=True)\ny = x * 2 if x.dtype is torch.float32 else x.sin()\ny.backward()",
        "y",
        "takes another way",
    ),
    "a backward that fails": (
        FAILING,
        "x",
        "Autograd itself fails when it is asked for this gradient (AssertionError: single)",
    ),
}


@pytest.mark.parametrize(("text", "name", "words"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_says_why(reason: Reason, text: str, name: str, words: str) -> None:
    """Where differences have no meaning, one paragraph says why."""
    told = reason(text, name)
    assert words in told
    assert told[0].isupper()
    assert told.endswith(".")
