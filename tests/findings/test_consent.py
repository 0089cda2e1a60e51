"""What the confinement refuses for real is told as a want of consent, in an engine that is confined."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from desktop.records.finding import Finding

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no confinement elsewhere")

TOP = Path(__file__).parents[2]
CONFINED = """
import sys
import msgspec
from desktop.engine.confinement import confine
confine()
from desktop.engine import run as engine
from desktop.records.run import Program
engine.wants = lambda *_: ()  # the check of the text stands before the confinement: here it is left out
sys.stdout.write(msgspec.json.encode(engine.run(Program(sys.argv[1])).findings).decode())
"""
REFUSED = {
    "a file is saved": "import torch\ntorch.save(torch.ones(2), 'weights.pt')",
    "a file is written": "open('log.txt', 'w')",
    "two workers load": "import torch\nlist(torch.utils.data.DataLoader(torch.ones(4, 2), num_workers=2))",
    "a command is started": "import subprocess\nsubprocess.run(['true'])",
    "a socket is opened": "import socket\nsocket.socket().connect(('localhost', 80))",
    "memory is shared": "import torch\ntorch.ones(3).share_memory_()",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_refusal_of_the_confinement_is_told(text: str, tmp_path: Path) -> None:
    """The program's error is a finding of its own, at the line that met the wall, and says how to allow it."""
    done = subprocess.run(
        [sys.executable, "-c", CONFINED, text],
        cwd=tmp_path,
        env={"PYTHONPATH": str(TOP)},
        capture_output=True,
        timeout=100,
        check=False,
    )
    findings = msgspec.json.decode(done.stdout, type=tuple[Finding, ...])
    told = [each for each in findings if each.rule == "needs-consent"]
    assert [each.severity for each in told] == ["error"], (findings, done.stderr)
    assert told[0].span is not None
    assert told[0].span.line == text.count("\n") + 1
    assert "--trust" in told[0].explanation
    assert list(tmp_path.iterdir()) == []
