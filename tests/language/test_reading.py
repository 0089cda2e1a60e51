"""What is read from a text: names, ways to call, places of definition; and that nothing of it is run."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.language.deadline import TooLongError, deadline
from desktop.language.reading import Reading
from desktop.language.serve import answer
from desktop.records.language import CompleteAt, Completions, DescribeName, Description
from desktop.records.text import Span

TORCH = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\nfrom torch import optim\n"


@pytest.fixture(scope="module")
def reading() -> Reading:
    """Give a reader; it reads PyTorch once for all tests."""
    return Reading()


def names(reading: Reading, text: str, *, after_tensor: bool = False) -> list[str]:
    """Give the names offered at a text's end."""
    lines = text.split("\n")
    found = reading.complete(1, text, len(lines), len(lines[-1]), after_tensor=after_tensor)
    return [each.name for each in found.names]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("torch.", "matmul"),
        ("nn.", "Linear"),
        ("F.", "cross_entropy"),
        ("optim.", "SGD"),
        ("x = torch.randn(2)\nx.", "backward"),
        ("x = torch.randn(2)\n(x @ x).", "requires_grad_"),
        ("layer = nn.Linear(2, 3)\nlayer.", "weight"),
        ("learning_rate = 0.1\nlearn", "learning_rate"),
        ("class A(nn.Module):\n    def forward(self):\n        self.", "parameters"),
        ("class A:\n    size = 3\n    def f(self):\n        self.s", "size"),
        ("import numpy as np\nnp.lins", "linspace"),
    ],
)
def test_names_of_torch_and_of_the_program_are_offered(reading: Reading, end: str, expected: str) -> None:
    """What may stand at the caret is among the names."""
    assert expected in names(reading, TORCH + end)


def test_private_names_are_offered_only_when_asked_for(reading: Reading) -> None:
    """An underscore brings them."""
    assert not [name for name in names(reading, TORCH + "torch.") if name.startswith("_")]
    assert names(reading, TORCH + "nn.Linear(1, 2)._")


def test_what_a_look_knows_helps_where_the_text_does_not(reading: Reading) -> None:
    """After the result of a module, which no text tells the type of, a tensor's names are offered if it is one."""
    text = TORCH + "y = nn.Linear(2, 3)(torch.ones(2))\ny.mea"
    assert names(reading, text) == []
    assert "mean" in names(reading, text, after_tensor=True)


def test_a_name_is_described(reading: Reading) -> None:
    """An offered name has its ways to call and its documentation; one that was not offered has nothing."""
    names(reading, TORCH + "nn.Lin")
    linear = reading.describe(1, "Linear")
    assert linear.signatures[0].startswith("Linear(in_features: int, out_features: int")
    assert "linear transformation" in linear.text
    assert reading.describe(1, "nothing").signatures == ()


def test_parameters_are_told_with_the_one_being_written(reading: Reading) -> None:
    """After the first comma it is the second, and by name it is the named one."""
    text = TORCH + "nn.Linear(3, "
    found = reading.signatures(1, text, 5, 13).signatures
    assert (found[0].name, found[0].current) == ("Linear", 1)
    text = TORCH + "nn.Linear(3, bias="
    found = reading.signatures(1, text, 5, 18).signatures
    assert found[0].parameters[found[0].current or 0] == "bias: bool=True"
    assert reading.signatures(1, "x = 1", 1, 5).signatures == ()


def test_definitions_are_found_behind_hangul(reading: Reading) -> None:
    """Columns count characters; what is defined elsewhere is nowhere."""
    assert reading.define(1, "가 = 1; 나 = 가", 1, 11).span == Span(1, 0, 1, 1)
    assert reading.define(1, "import torch\nx = torch.ones(1)", 2, 12).span is None


def test_an_answer_that_takes_too_long_is_none() -> None:
    """The deadline strikes in the midst of Python code, and an answer is given all the same."""

    class Slow(Reading):
        def complete(self, *_: object, **__: object) -> Completions:
            while True:
                time.monotonic()

    assert answer(Slow(), CompleteAt(3, "x", 1, 1)) == Completions(3, 0, ())
    with pytest.raises(TooLongError), deadline(0.01):
        Slow().complete()


def test_a_place_outside_of_the_text_is_no_harm(reading: Reading) -> None:
    """A question that makes no sense is answered with nothing."""
    assert answer(reading, CompleteAt(3, "x", 9, 9)) == Completions(3, 0, ())
    assert answer(reading, DescribeName(4, "x")) == Description(4, "x", (), "")


def test_nothing_that_is_read_is_run(tmp_path: Path) -> None:
    """Neither torch nor numpy nor a module of the person's comes to be imported by reading a text that imports them."""
    (tmp_path / "mine.py").write_text("raise SystemExit('run')")
    script = (
        "import sys\n"
        "from desktop.language.reading import Reading\n"
        "from desktop.language.walls import refuse_foreign_code\n"
        "refuse_foreign_code()\n"
        "r = Reading()\n"
        "for text in ('import torch\\ntorch._C.', 'import numpy as np\\nnp.random.', 'import mine\\nmine.'):\n"
        "    r.complete(1, text, 2, len(text.split()[-1]))\n"
        "assert not {'torch', 'numpy', 'mine', 'PySide6'} & set(sys.modules), sorted(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2], timeout=100, check=False)
    assert done.returncode == 0
