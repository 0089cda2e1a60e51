"""What listens for the rules never shows in a program: neither in what it raises nor in what it prints."""

import pytest

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
