"""Remarks that follow from shapes, before anything is run."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
import torch

from desktop.engine.preview.calls import FailedTorchCall
from desktop.engine.preview.foresight import FROM_SHAPES
from desktop.engine.run import run
from desktop.records.finding import Finding
from desktop.records.preview import Preview
from desktop.records.run import Program
from desktop.records.text import Span

Look = Callable[[str], Preview]


def program(first: str, second: str, expression: str) -> str:
    """Write a program that does something to two tensors."""
    return f"import torch\nx = {first}\ny = {second}\nz = {expression}\n"


@pytest.mark.parametrize(
    ("first", "second", "expression", "rule"),
    [
        ("torch.ones(16, 5)", "torch.ones(16)", "x - y", "broadcast-mismatch"),
        ("torch.ones(5, 2, 4, 1)", "torch.FloatTensor(3, 1, 1)", "x + y", "broadcast-mismatch"),
        ("torch.ones(2)", "torch.ones(3)", "x.mul(y)", "broadcast-mismatch"),
        ("torch.ones(2)", "torch.ones(3)", "x > y", "broadcast-mismatch"),
        ("torch.ones(16, 10)", "torch.ones(5, 10)", "x @ y", "matmul-mismatch"),
        ("torch.ones(16, 10)", "torch.ones(5, 10)", "torch.mm(x, y)", "matmul-mismatch"),
        ("torch.ones(2, 3, 4)", "torch.ones(5)", "torch.matmul(x, y)", "matmul-mismatch"),
    ],
)
def test_shapes_that_do_not_fit_are_told_as_pytorch_tells_them(
    looked: Look, first: str, second: str, expression: str, rule: str
) -> None:
    """The finding stands at the expression, with both shapes, in PyTorch's own words."""
    preview = looked(program(first, second, expression))
    (found,) = preview.findings
    assert (found.rule, found.severity) == (rule, "error")
    assert found.span == Span(4, 4, 4, 4 + len(expression))
    names = {"x": eval(first), "y": eval(second), "torch": torch}  # noqa: S307 # the oracle
    with pytest.raises(RuntimeError) as raised:
        eval(expression, names)  # noqa: S307 # the oracle
    assert found.message == str(raised.value)
    sizes = [str(size) for name in "xy" for size in names[name].shape]
    told = re.findall(r"\d+", found.explanation.partition("must equal")[0])
    assert told[: len(sizes)] == sizes or sizes == re.findall(r"\d+", found.explanation.partition(":")[2])


@pytest.mark.parametrize(
    ("first", "second", "expression"),
    [
        ("torch.ones(5, 1, 4, 1)", "torch.ones(3, 1, 1)", "x + y"),
        ("torch.ones(3)", "torch.ones(3)", "x + y"),
        ("torch.ones(4, 1)", "torch.ones(1, 4)", "x - y"),
        ("torch.ones(4, 1)", "torch.ones(3)", "x - y"),
        ("torch.ones(1, 1)", "torch.ones(1)", "x - y"),
        ("torch.ones(3)", "2.0", "x * y"),
        ("torch.ones(3, 4)", "torch.ones(4)", "x @ y"),
        ("[1, 2]", "torch.ones(3)", "x + [3]"),
    ],
)
def test_shapes_that_fit_are_no_news(looked: Look, first: str, second: str, expression: str) -> None:
    """What broadcasts as meant, or is no arithmetic of tensors, raises no finding."""
    assert looked(program(first, second, expression)).findings == ()


def test_a_column_and_a_vector_make_a_square(looked: Look) -> None:
    """The silent N×N is warned of where it arises, also in a method's words."""
    for expression in ("x - y", "y * x.requires_grad_()", "x.sub(y)"):
        (found,) = looked(program("torch.ones(16, 1)", "torch.ones(16)", expression)).findings
        assert (found.rule, found.severity) == ("broadcast-both-expand", "warning")
        assert "(16, 16)" in found.message


@pytest.mark.parametrize(
    ("first", "second", "expression"),
    [
        ("torch.ones(16)", "torch.ones(16)", "x[:, None] - y"),
        ("torch.ones(16)", "torch.ones(16)", "x.unsqueeze(1) == y"),
        ("torch.ones(16).view(-1, 1)", "torch.ones(16)", "x - y"),
        ("torch.ones(16, 1)", "torch.ones(16)", "x * y"),
    ],
)
def test_what_is_stretched_on_purpose_is_no_accident(looked: Look, first: str, second: str, expression: str) -> None:
    """Where the text says that a column is wanted, the square is wanted too."""
    preview = looked(program(first, second, expression))
    assert (preview.findings, preview.lines[-1].tensors[0].shape) == ((), (16, 16))


PREAMBLE = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"


ONLY_BY_VALUES = (
    "np.ones((2, 2))",  # a look's products and losses take unlike dtypes
    "dtype=torch.long)\nc = a @ b",
    "t = torch.tensor([1, 0])",
    "num_embeddings=2",  # indices are values
    "range(5)",
    "q.gather",
    "x[y == 1]",
    "F.softmax(scores, dim=1)",  # a look's softmax takes any dimension
)
"""Parts of the programs whose mistakes a look cannot see."""


def hits() -> Iterator[tuple[str, str]]:
    """Give the programs that a rule must speak of, for the rules which a look asks."""
    for file in sorted((Path(__file__).parents[2] / "findings" / "rules").glob("*.txt")):
        for section in file.read_text(encoding="utf-8").split("##### ")[1:]:
            rule, _, rest = section.partition("\n")
            parts = [part.partition("\n") for part in rest.split("=== ")[1:]] if rule in FROM_SHAPES else []
            yield from ((rule, PREAMBLE + text) for head, _, text in parts if head == "hit")


def correct_programs() -> Iterator[tuple[str, str]]:
    """Give the programs in the manner of tutorials, by name."""
    for file in sorted((Path(__file__).parents[2] / "findings" / "correct").glob("*.txt")):
        for part in file.read_text(encoding="utf-8").split("=== ")[1:]:
            name, _, text = part.partition("\n")
            yield name, PREAMBLE + text


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in correct_programs()])
def test_correct_programs_are_left_in_peace(looked: Look, text: str) -> None:
    """No false alarm on programs in the manner of tutorials."""
    assert looked(text).findings == ()


def test_other_errors_are_left_to_the_run(looked: Look) -> None:
    """A look that fails for a reason of the program's own, or of values, says nothing."""
    for line in ("raise ValueError('a')", "missing", "x.foo", "float('a')", "x.numpy()"):
        assert looked(f"import torch\nx = torch.ones(3)\n{line}\n").findings == ()


def test_a_loss_and_a_layer_are_told_of_before_anything_runs(looked: Look) -> None:
    """A target of another size and a layer made for another one have the fix that they have after a run."""
    model = "net = nn.Linear(3, 1)\ny = torch.rand(8)\n"
    (loss,) = looked(f"{PREAMBLE}{model}loss = nn.MSELoss()(net(torch.rand(8, 3)), y)\n").findings
    assert loss.fix is not None
    assert (loss.rule, loss.severity, loss.fix.edits[0].text) == ("broadcast-both-expand", "warning", "y.unsqueeze(1)")
    (layer,) = looked(f"{PREAMBLE}net = nn.Conv2d(3, 8, 3)\nnet(torch.rand(1, 1, 9, 9))\n").findings
    assert layer.fix is not None
    assert (layer.rule, layer.fix.edits[0].text) == ("matmul-mismatch", "1")


def test_an_error_that_only_fake_tensors_have_is_not_told(looked: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """What true tensors of the same shapes do without complaint is no finding, whatever the look met."""
    monkeypatch.setattr(FailedTorchCall, "error", lambda _: None)
    assert looked("import torch\ntorch.ones(2) + torch.ones(3)\n").findings == ()


def told(text: str) -> list[Finding]:
    """Give what a run says, without its nodes: before a run there are none."""
    return [msgspec.structs.replace(each, nodes=()) for each in run(Program(text, trusted=True)).findings]


@pytest.mark.parametrize(("rule", "text"), [pytest.param(*each, id=f"{each[0]}-{n}") for n, each in enumerate(hits())])
def test_before_a_run_is_said_what_is_said_after_it(looked: Look, rule: str, text: str) -> None:
    """Rule, place, words and fix are those of the run; what only values tell is left to it."""
    before, after = list(looked(text).findings), told(text)
    assert [each for each in before if each not in after] == []
    if not any(part in text for part in ONLY_BY_VALUES):
        assert [each for each in after if each.rule == rule and each not in before] == []
