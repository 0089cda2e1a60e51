"""Imports that inserted code needs."""

import pytest

from desktop.views.editor.imports import import_line, missing_imports


@pytest.mark.parametrize(
    ("code", "program", "expected"),
    [
        ("x = torch.ones(2)", "", ("import torch",)),
        ("x = torch.ones(2)", "import torch", ()),
        ("x = torch.ones(2)", "import torch as t", ("import torch",)),
        ("l = nn.Linear(2, 2)", "import torch\nfrom torch import nn", ()),
        ("l = nn.Linear(2, 2)", "import torch", ("import torch.nn as nn",)),
        ("y = F.relu(torch.ones(1))", "x = (", ("import torch", "import torch.nn.functional as F")),
        ("y = F.relu(x)", "import torch.nn.functional as F", ()),
        ("x = model.nn.weight", "", ()),
        ("x = torch.ones(2)", "import os, torch", ()),
        ("x = torch.ones(2)", "import torch.nn", ()),
    ],
)
def test_missing_imports(code: str, program: str, expected: tuple[str, ...]) -> None:
    """Only names that are used and not yet bound are imported, in a program that may be broken."""
    assert missing_imports(code, program) == expected


@pytest.mark.parametrize(
    ("program", "line"),
    [
        ("", 0),
        ("x = 1", 0),
        ("import torch\nx = 1", 1),
        ("# about\n\nimport os\nimport torch\n\nx = 1\nimport late", 4),
        ('"""Doc\nmore\n"""\n\nx = 1', 3),
        ("from torch import (\n    nn,\n)\nx = 1", 3),
        ('"""Never closed\nx = 1', 1),
    ],
)
def test_import_line(program: str, line: int) -> None:
    """An import goes below the docstring and the imports at the top, and above the first statement."""
    assert import_line(program) == line
