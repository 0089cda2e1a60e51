"""Every template runs."""

import json
import subprocess
import sys

from desktop.views.editor.assignments import assignment, fill
from desktop.views.templates import TEMPLATES

_PRELUDE = """
import torch
import torch.nn as nn
import torch.nn.functional as F
x = torch.randn(2, 3, requires_grad=True)
model = nn.Linear(3, 1)
target = torch.rand(2, 3)
labels = torch.tensor([0, 2])
loss = x.pow(2).sum()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
"""


def test_every_template_runs_in_torch() -> None:
    """What the palette writes runs as it stands, given what its blanks name."""
    programs = [_PRELUDE + fill(assignment(template.text, _PRELUDE)).text for template in TEMPLATES]
    script = "import sys, json\nfor text in json.loads(sys.stdin.read()): exec(text, {})"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        input=json.dumps(programs),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_templates_are_told_apart() -> None:
    """Names are given once, groups stand together, and every tooltip is a sentence."""
    names = [template.name for template in TEMPLATES]
    groups = [template.group for template in TEMPLATES]
    assert len(set(names)) == len(names) >= 45
    assert groups == sorted(groups, key=groups.index)
    assert all(template.tooltip.endswith(".") for template in TEMPLATES)
