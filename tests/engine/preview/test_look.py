"""A look at a program says what a run of it would show, and nothing that it would not."""

import ast
import collections
import contextlib
import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from desktop.records.preview import LineHint, Preview
from desktop.records.text import Span

Look = Callable[[str], Preview]
TOP = Path(__file__).parents[3]
PROGRAMS = sorted([*(TOP / "tests/programs").glob("*.py"), *(TOP / "resources/programs").glob("*.py")])


def hints(preview: Preview) -> dict[str, tuple[int, ...]]:
    """Give the shape of the last tensor under each name."""
    return {hint.name: hint.tensors[0].shape for hint in preview.lines if hint.tensors}


def bound_once(text: str) -> set[str]:
    """Name what a program binds at exactly one place."""
    stored = (n.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    return {name for name, count in collections.Counter(stored).items() if count == 1}


def executed(text: str) -> dict[str, Any]:
    """Execute a program with plain PyTorch, as far as it goes; give its names."""
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(), contextlib.suppress(Exception):
        warnings.simplefilter("ignore")
        torch.manual_seed(0)
        exec(compile(text, "program.py", "exec"), names)  # noqa: S102 # the oracle
    return names


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.name)
def test_a_look_sees_the_shapes_that_a_run_gives(looked: Look, path: Path) -> None:
    """Each tensor that a program binds once has the shape and the dtype that it has in truth."""
    text = path.read_text(encoding="utf-8")
    preview = looked(text)
    once = bound_once(text)
    names = executed(text)
    told = [hint for hint in preview.lines if hint.name in once and len(hint.tensors) == 1]
    for hint in told:
        real = names.get(hint.name)
        if isinstance(real, torch.Tensor):
            seen = hint.tensors[0]
            assert (hint.name, seen.shape) == (hint.name, tuple(real.shape))
            assert seen.dtype == str(real.dtype).removeprefix("torch.")
    assert not [finding for finding in preview.findings if finding.severity == "error"]


def test_most_programs_are_seen_to_their_end(looked: Look) -> None:
    """Of the programs of the tests all but a few, which decide by values, are looked at as a whole."""
    partial = [path.name for path in PROGRAMS if looked(path.read_text(encoding="utf-8")).status != "complete"]
    assert len(partial) <= len(PROGRAMS) // 20, partial


def test_lines_show_what_they_bind(looked: Look) -> None:
    """Targets, tuples, arguments, attributes, returned values and augmented targets each have their hint."""
    preview = looked(
        "import torch\n"
        "def f(a, *, b=2):\n"
        "    '''Say.'''\n"
        "    return a * b\n"
        "x = y = torch.ones(2, 3)\n"
        "values, places = f(x).max(1)\n"
        "y += torch.ones(3)\n"
        "for row in y:\n"
        "    pass\n"
    )
    told = [(hint.line, hint.name, hint.tensors[0].shape) for hint in preview.lines]
    assert sorted(told) == [
        (2, "a", (2, 3)),
        (4, "", (2, 3)),
        (5, "y", (2, 3)),
        (6, "places", (2,)),
        (6, "values", (2,)),
        (7, "y", (2, 3)),
        (8, "row", (3,)),
    ]


def test_modules_show_their_parameters(looked: Look) -> None:
    """A module's hint counts its parameters."""
    preview = looked("from torch import nn\nmodel = nn.Linear(10, 5)\n")
    assert preview.lines == (LineHint(2, "model", (), (), 55),)


def test_every_expression_is_known_by_its_span(looked: Look) -> None:
    """Behind Hangul and an emoji a sub-expression's span still counts characters."""
    preview = looked('import torch\nx = torch.ones(2); s = "가😀"; y = (x + 1) * x.unsqueeze(1)\n')
    spans = {seen.span: seen.tensors[0].shape for seen in preview.expressions}
    assert spans[Span(2, 34, 2, 39)] == (2,)
    assert spans[Span(2, 43, 2, 57)] == (2, 1)
    assert spans[Span(2, 33, 2, 57)] == (2, 2)


def test_nothing_is_computed_and_no_memory_taken(looked: Look) -> None:
    """Tensors of terabytes cost nothing, and the estimate says what they would."""
    preview = looked(
        "import torch\nx = torch.ones(1_000_000, 1_000_000)\ny = x + x\nz = torch.FloatTensor(10**6, 10**6)\n"
    )
    assert preview.status == "complete"
    assert preview.estimate.memory == 12 * 10**12


def test_operations_are_counted_with_all_rounds_of_a_loop(looked: Look) -> None:
    """A loop that is left early counts as what it would take in full."""
    text = "import torch\nx = torch.ones(8, 8)\nfor _ in range({}):\n    y = x @ x\n"
    few, many = looked(text.format(3)).estimate, looked(text.format(1_000_000)).estimate
    assert few.operations == 3 * 2 * 8**3
    assert many.operations == 1_000_000 * 2 * 8**3
    assert (few.complete, many.complete) == (True, True)


def test_memory_is_given_back_when_tensors_go(looked: Look) -> None:
    """The estimate is of what lives at once: a loop's temporaries do not add up."""
    preview = looked("import torch\nfor _ in range(50):\n    x = torch.ones(1000)\n")
    assert preview.estimate.memory <= 2 * 4_000


def test_an_early_left_loop_does_not_hide_what_follows(looked: Look) -> None:
    """Behind a training loop of millions of rounds, shapes are known; unknown numbers may be added and printed."""
    preview = looked(
        "import torch\n"
        "w = torch.zeros(3, requires_grad=True)\n"
        "total, correct = 0.0, 0\n"
        "for i in range(10**8):\n"
        "    loss = ((w - 1) ** 2).sum()\n"
        "    loss.backward()\n"
        "    total += loss.item()\n"
        "    correct += (w > 0).sum().item()\n"
        'print(f"{total / 10**8:.3f} {correct}")\n'
        "after = w.detach() * total + float(loss)\n"
    )
    assert preview.status == "complete"
    assert hints(preview)["after"] == (3,)


def test_a_loop_in_which_something_grows_ends_the_look(looked: Look) -> None:
    """Where each round makes a list or a tensor longer, nothing is said of what comes after rounds left out."""
    preview = looked(
        "import torch\nrows = []\nfor i in range(10**8):\n    rows.append(torch.ones(3))\nall = torch.stack(rows)\n"
    )
    assert preview.status == "partial"
    assert "all" not in hints(preview)


@pytest.mark.parametrize(
    "loop", ["while True:\n    x = x + 1\n", "while True: pass\n", "while x is not None: x = x * 2\n"]
)
def test_an_endless_loop_ends_the_look(looked: Look, loop: str) -> None:
    """What was seen before and in the loop is told."""
    preview = looked(f"import torch\nx = torch.ones(3)\n{loop}")
    assert hints(preview)["x"] == (3,)


@pytest.mark.parametrize(
    "line",
    [
        "if x.sum() > 1: pass",
        "if x.sum().item() > 1: pass",
        "n = len(x[x > 0])",
        "if x[x > 0].numel() > 1: pass",
        "rows = x[x > 0].tolist()",
        "n = int(x.sum())",
        "range(x.sum().item())",
    ],
)
def test_what_depends_on_values_ends_the_look_quietly(looked: Look, line: str) -> None:
    """No finding and no guess: the look ends at that line, and says so."""
    preview = looked(f"import torch\nx = torch.ones(3)\n{line}\nz = torch.ones(9)\n")
    assert (preview.status, preview.findings) == ("partial", ())
    assert preview.until is not None
    assert preview.until.line == 3
    assert hints(preview) == {"x": (3,)}


def test_deep_copies_do_not_crash(looked: Look) -> None:
    """An encoder, which copies its layers, is looked at twice."""
    text = (
        "from torch import nn\nlayer = nn.TransformerEncoderLayer(8, 2, 8)\nencoder = nn.TransformerEncoder(layer, 2)\n"
    )
    assert [looked(text).status for _ in range(2)] == ["complete", "complete"]


def test_a_text_that_is_no_python_is_not_looked_at(looked: Look) -> None:
    """Half a statement says nothing."""
    assert looked("import torch\nx = torch.ones(").status == "unreadable"
    assert looked("(" * 5_000 + ")" * 5_000).status == "unreadable"


def test_a_program_in_need_of_consent_is_looked_at_only_before_that(looked: Look, tmp_path: Path) -> None:
    """Nothing that needs consent is executed, and what stands above it has its shapes."""
    made = tmp_path / "made"
    assert looked(f"import os\nos.mkdir({str(made)!r})\n").status == "permission"
    preview = looked(f"import torch\nx = torch.ones(2)\nopen({str(made)!r}, 'w')\ny = x\n")
    assert not made.exists()
    assert (preview.status, hints(preview)) == ("partial", {"x": (2,)})
    assert preview.until is not None
    assert preview.until.line == 3


def test_shuffled_batches_and_distributions_have_shapes(looked: Look) -> None:
    """What PyTorch itself decides by values, though no shape depends on them, does not end the look."""
    preview = looked(
        "import torch\n"
        "from torch.utils.data import DataLoader, TensorDataset\n"
        "data = TensorDataset(torch.ones(10, 3), torch.ones(10))\n"
        "for x, y in DataLoader(data, batch_size=5, shuffle=True):\n"
        "    z = x * 2\n"
        "drawn = torch.distributions.Normal(torch.zeros(5), torch.ones(5)).sample()\n"
    )
    assert preview.status == "complete"
    assert hints(preview)["z"] == (5, 3)
    assert hints(preview)["drawn"] == (5,)


def test_prints_go_nowhere(looked: Look, capfd: pytest.CaptureFixture[str]) -> None:
    """A look writes nothing."""
    looked("import torch, warnings\nprint(torch.ones(2))\nwarnings.warn('a')\n")
    assert capfd.readouterr() == ("", "")


def test_several_shapes_of_one_expression_are_all_told(looked: Look) -> None:
    """A function called with different shapes shows them."""
    preview = looked("import torch\ndef f(x):\n    return x * 2\nfor n in (1, 2, 3):\n    f(torch.ones(n))\n")
    argument = next(hint for hint in preview.lines if hint.name == "x")
    assert (argument.tensors[0].shape, argument.others) == ((3,), ((1,), (2,)))


def test_patterns_and_comprehensions_run_as_ever(looked: Look) -> None:
    """What is no expression is left alone by the marks."""
    preview = looked(
        "import torch\n"
        "from dataclasses import dataclass\n"
        "match torch.ones(2).shape:\n    case (2,): x = torch.ones(4)\n    case [int(), *_]:\n        x = None\n"
        "xs = [f'{y.shape}' for y in (x, x) if y is not None]\n"
        "class A:\n    size: int = 3\n    def f(self): return super().__init__()\n"
        "A().f(); a, *b = torch.ones(3); x[0] = 1; del a\n"
        "z = (lambda v: v + 1)(x)\n"
    )
    assert (preview.status, hints(preview)["z"]) == ("complete", (4,))


def test_modules_move_and_take_another_dtype(looked: Look) -> None:
    """A model that goes to a device and to double precision is looked at on; who holds a parameter still holds it."""
    preview = looked(
        "import torch\nfrom torch import nn\n"
        "model = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2)).to('cpu').double()\n"
        "y = model(torch.rand(4, 3).double())\ny.sum().backward()\ng = model[0].weight.grad\n"
    )
    assert preview.status == "complete"
    assert hints(preview) == {"y": (4, 2), "g": (2, 3)}
    assert {hint.tensors[0].dtype for hint in preview.lines if hint.tensors} == {"float64"}


def test_sparse_tensors_cost_what_can_be_counted(looked: Look) -> None:
    """Gradients of a sparse embedding do not end the look."""
    preview = looked(
        "import torch\nfrom torch import nn\ntable = nn.Embedding(6, 3, sparse=True)\n"
        "loss = table(torch.tensor([1, 1, 4])).sum()\nloss.backward()\nafter = torch.ones(2)\n"
    )
    assert preview.status == "complete"
    assert hints(preview)["after"] == (2,)


def test_a_loop_over_modules_that_differ_is_gone_through(looked: Look) -> None:
    """Rounds that are not alike go on for a while, as those over a network's own modules."""
    layers = ", ".join(["nn.Conv2d(3, 3, 1), nn.BatchNorm2d(3), nn.ReLU()"] * 12)
    preview = looked(
        f"import torch\nfrom torch import nn\nnet = nn.Sequential({layers})\nfor each in net.modules():\n"
        "    if isinstance(each, nn.Conv2d):\n        nn.init.kaiming_normal_(each.weight)\n"
        "y = net(torch.rand(2, 3, 4, 4))\n"
    )
    assert preview.status == "complete"
    assert hints(preview)["y"] == (2, 3, 4, 4)


def test_no_text_breaks_a_look(looked: Look) -> None:
    """Programs cut off after any line, or within one, are looked at without an error of ours."""
    for path in PROGRAMS[::9]:
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        cut = ["\n".join(lines[:number]) for number in range(1, len(lines), 3)]
        for each in (*cut, *(text[:at] for at in range(7, len(text), 211))):
            assert looked(each).status in ("complete", "partial", "unreadable", "permission")


def test_a_size_that_depends_on_values_hides_only_itself(looked: Look) -> None:
    """What a mask chose has no shape to show; what comes of it has where no size is open, and all the rest."""
    preview = looked(
        "import torch\nfrom torch import nn\nx = torch.rand(6, 3, requires_grad=True)\nchosen = x[x.sum(1) > 1]\n"
        "places = (x > 0).nonzero()\nloss = nn.Linear(3, 2)(chosen).pow(2).mean() + places.sum()\nloss.backward()\n"
        "after = x.grad\n"
    )
    assert preview.status == "complete"
    assert hints(preview) == {"x": (6, 3), "loss": (), "after": (6, 3)}
    assert not preview.findings
