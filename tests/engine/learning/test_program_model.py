"""A model class from a person's program: what of the text is executed, what is checked, what is drawn."""

import pytest
import torch

from desktop.engine.learning.program_model import ConsentNeededError
from desktop.engine.learning.program_text import arguments_of, defining_text
from desktop.engine.training import Training
from desktop.records.files import UsageError
from desktop.records.recipe import Function, ProgramModel
from desktop.records.training import Recipe

HEAD = "import torch\nfrom torch import nn\n"
NET = HEAD + (
    "class Net(nn.Module):\n"
    "    def __init__(self, inputs=3, outputs=1):\n"
    "        super().__init__()\n"
    "        self.linear = nn.Linear(inputs, outputs)\n"
    "    def forward(self, x):\n"
    "        return self.linear(x)\n"
)


def trained(text: str, name: str = "Net", arguments: str = "", *, trusted: bool = False, **fields: object) -> Training:
    """Set a training of a class of a text up."""
    recipe = Recipe(model=ProgramModel(text, name, arguments), **fields)  # type: ignore[arg-type] # fields of a recipe
    return Training(recipe, trusted=trusted)


def test_only_what_defines_is_executed() -> None:
    """Imports, functions, classes and assignments without calls remain, decorators with them; nothing runs."""
    text = (
        '"""A program."""\n' + HEAD + "WIDTH = 2 * 4\nMODEL: int = 3\nx = torch.rand(3)\nprint(x)\n"
        "for i in range(3):\n    pass\n@torch.no_grad()\ndef f():\n    return 1\nif True:\n    y = 2\n"
    )
    assert defining_text(text) == (HEAD + "WIDTH = 2 * 4\nMODEL: int = 3\n@torch.no_grad()\ndef f():\n    return 1")


def test_a_program_is_not_run_for_its_model(capsys: pytest.CaptureFixture[str]) -> None:
    """What stands beside the class neither prints nor fails."""
    trained(NET + "print('run')\nraise SystemExit\n").advance(3)
    assert capsys.readouterr().out == ""


def test_the_chapters_class_trains_as_our_linear_model_does_from_its_weights() -> None:
    """From equal weights a person's layer and ours meet the same losses on the same examples."""
    ours, theirs = Training(Recipe()), trained(NET)
    tensors = ours.tensors()
    theirs.load(theirs.tensors() | tensors)
    assert theirs.advance(50).losses == ours.advance(50).losses


def test_initial_weights_are_those_of_the_seeded_program() -> None:
    """They are what the class draws right after `torch.manual_seed`, and the global stream goes on undisturbed."""
    torch.manual_seed(3)
    expected = torch.nn.Linear(3, 1)
    state = torch.get_rng_state()
    tensors = trained(NET, seed=3).tensors()
    assert torch.equal(tensors["linear.weight"], expected.weight)
    assert torch.equal(tensors["linear.bias"], expected.bias)
    assert torch.equal(torch.get_rng_state(), state)


def test_dropout_is_the_runs_own_and_leaves_the_global_stream() -> None:
    """What the model draws from the global generator depends on the recipe alone, and moves nothing outside."""
    text = NET.replace("self.linear(x)", "nn.functional.dropout(self.linear(x), 0.5, self.training)")
    first, second = trained(text, batch_size=8), trained(text, batch_size=8)
    torch.manual_seed(1)
    state = torch.get_rng_state()
    losses = first.advance(20).losses
    assert torch.equal(torch.get_rng_state(), state)
    torch.manual_seed(2)
    assert second.advance(20).losses == losses


def test_a_parameter_without_a_gradient_stays() -> None:
    """A layer that forward does not use, or a frozen one, is no error."""
    unused = "        self.other = nn.Linear(2, 2)\n        self.linear.bias.requires_grad_(False)\n"
    text = NET.replace("    def forward", unused + "    def forward")
    training = trained(text)
    before = training.tensors()
    step = training.advance(10)
    assert step.gradients.keys() == {"linear.weight"}
    after = training.tensors()
    assert torch.equal(after["other.weight"], before["other.weight"])
    assert torch.equal(after["linear.bias"], before["linear.bias"])
    assert not torch.equal(after["linear.weight"], before["linear.weight"])


WANTING = NET.replace("import torch\n", "import os\nimport torch\n").replace(
    "        super", "        os.system('true')\n        super"
)


def test_what_wants_more_than_to_compute_needs_consent() -> None:
    """Nothing is executed without consent; with it the class is used."""
    with pytest.raises(ConsentNeededError, match="needs consent, so nothing was run") as caught:
        trained(WANTING)
    assert caught.value.findings
    assert trained(WANTING, trusted=True).advance(1).losses


@pytest.mark.parametrize(
    ("text", "name", "arguments", "said"),
    [
        (NET, "Nett", "", r"no model class 'Nett'. It defines: Net\."),
        (NET, "torch", "", "no model class 'torch'"),
        (HEAD, "Net", "", "defines no class that derives"),
        ("class Net(:", "Net", "", "cannot be read: line 1"),
        (NET, "Net", "x", r"arguments cannot be used: \(x\)"),
        (NET, "Net", "3, 1); print(1", "arguments cannot be used"),
        (NET, "Net", "*[3, 1]", "arguments cannot be used"),
        (NET, "Net", "1, 2, 3", r"Net\(1, 2, 3\) could not be made: TypeError"),
        (NET, "Net", "3, 2", r"gives shape \(4, 2\) for inputs of shape \(4, 3\); training needs shape \(4, 1\)"),
        (NET, "Net", "2, 1", r"failed on inputs of shape \(4, 3\): RuntimeError"),
        (NET.replace("self.linear(x)", "x[:, :1]"), "Net", "", "nothing to train"),
        (NET.replace("self.linear(x)", "[x]"), "Net", "", "gives a list"),
        (NET.replace("self.linear(x)", "self.linear(x).double()"), "Net", "", "computes in torch.float64"),
        (NET + "import nowhere_at_all\n", "Net", "", "could not be made: ModuleNotFoundError"),
    ],
)
def test_what_is_no_such_model_is_said(text: str, name: str, arguments: str, said: str) -> None:
    """One paragraph says what is wrong, before anything is trained."""
    with pytest.raises(UsageError, match=said) as caught:
        trained(text, name, arguments, trusted=True)
    assert "\n" not in str(caught.value)


def test_arguments_are_literals() -> None:
    """Numbers, texts, lists and names of parameters are read; what is read is what Python reads."""
    assert arguments_of("3, [1, 2], width=-4, name='a'") == ([3, [1, 2]], {"width": -4, "name": "a"})
    assert arguments_of("") == ([], {})


def test_outputs_are_as_many_as_classes() -> None:
    """Under cross entropy a model gives an output for each class."""
    training = trained(NET, "Net", "2, 2", target=Function("moons"), loss="cross_entropy", batch_size=4)
    assert training.advance(5).losses
