"""What listens for the rules never shows in a program: neither in what it raises nor in what it prints."""

import contextlib

import pytest

from desktop.engine.findings.study import Study
from desktop.engine.run import run
from desktop.records.run import Program

PREAMBLE = "import torch\nfrom torch import nn\nfrom torch.func import grad, vmap\n"
UNCHANGED = {
    "in place under vmap": "print(vmap(lambda x: x.clone().add_(1).sum())(torch.ones(2, 3)))",
    "empty under grad": "print(grad(lambda x: (torch.empty(2).fill_(1) * x).sum())(torch.ones(2)))",
    "data under grad": "print(grad(lambda x: (x.data * 2 * x).sum())(torch.ones(2)))",
    "a backward on meta": "x = torch.ones(2, device='meta', requires_grad=True)\nfor _ in range(3): x.sum().backward()",
    "sparse gradients": "e = nn.Embedding(4, 2, sparse=True)\nfor _ in range(3): e(torch.tensor([1])).sum().backward()",
    "a lying class": "class A:\n    def __getattr__(self, name): raise ValueError(name)\na = A()\nx = torch.ones(1)",
}


@pytest.mark.parametrize("text", UNCHANGED.values(), ids=UNCHANGED)
def test_strange_tensors_pass(text: str) -> None:
    """Tensors without memory, wrapped ones and lying objects run as they would alone."""
    done = run(Program(PREAMBLE + text, trusted=True))
    assert done.error is None
    assert "Traceback" not in done.output
    assert "could not be noted" not in done.output


def test_a_module_without_its_construction_fails_as_it_would_alone() -> None:
    """PyTorch's own words are those of a bare interpreter where a half-made module is switched to eval."""
    text = PREAMBLE + "class A(nn.Module):\n    def __init__(self): self.x = 1\nA().eval()"
    with pytest.raises(AttributeError) as alone:
        exec(compile(text, "alone.py", "exec"), {"__name__": "alone"})  # noqa: S102 # the program is ours
    done = run(Program(text, trusted=True))
    assert done.error is not None
    assert done.error.message == str(alone.value)


def test_torch_says_itself_that_nothing_needs_a_gradient() -> None:
    """A backward from a tensor without history raises what PyTorch raises alone."""
    done = run(Program("import torch\ntorch.ones(2).sum().backward()"))
    assert done.error is not None
    assert done.error.message == "element 0 of tensors does not require grad and does not have a grad_fn"


WARNING = {
    "a rebound weight": "w = torch.tensor(1.0, requires_grad=True)\nfor _ in range(2):\n    ((w - 3) ** 2).backward()\n"
    "    w = w - 0.1 * w.grad\n",
    "a gradient of a result": "y = torch.ones(2, requires_grad=True) * 2\ny.sum().backward()\nprint(y.grad)\n",
    "a failing read": "y = torch.ones(2, requires_grad=True) * 2\nprint(y)\ny.grad.zero_()\n",
    "a warning of its own": "import warnings\nwarnings.warn('mine')\nfor _ in range(2): warnings.warn('twice')\n",
}


@pytest.mark.parametrize("text", WARNING.values(), ids=WARNING)
def test_nothing_is_warned_of_that_the_program_does_not_cause(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a program prints and warns of is the same, whether or not anything listens and asks."""
    with_findings = run(Program(PREAMBLE + text, trusted=True))
    monkeypatch.setattr(Study, "observing", lambda _: contextlib.nullcontext())
    monkeypatch.setattr(Study, "findings", lambda *_: ())
    assert run(Program(PREAMBLE + text, trusted=True)).output == with_findings.output


def test_an_optimizer_made_late_is_heard() -> None:
    """Steps are heard again of a second optimizer, after the first one's were enough."""
    text = """
first, second = nn.Linear(2, 1), nn.Linear(2, 1)
optimizer = torch.optim.SGD(first.parameters(), lr=0.1)
for _ in range(12):
    optimizer.zero_grad()
    first(torch.ones(1, 2)).sum().backward()
    optimizer.step()
late = torch.optim.SGD(second.parameters(), lr=0.1)
late.step()
for _ in range(3):
    second(torch.ones(1, 2)).sum().backward()
    late.step()
"""
    done = run(Program(PREAMBLE + text, trusted=True))
    assert done.error is None
    assert done.output == ""
