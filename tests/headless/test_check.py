"""`check` prints findings as a linter does, ends with the contract's status, and mends what is mechanical."""

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from desktop.records.run import Run

ROOT = Path(__file__).parents[2]
CLEAN = "import torch\nx = torch.ones(2, requires_grad=True)\nx.sum().backward()\nprint(x.grad)\n"
TWICE = "import torch\nx = torch.ones(2, requires_grad=True)\ny = x.exp().sum()\ny.backward()\ny.backward()\n"
WARNED = """import torch
net = torch.nn.Linear(2, 1)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(3):
    net(torch.rand(4, 2)).mean().backward()
    opt.step()
"""


def check(*arguments: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run `python main.py check …` as a person would."""
    return subprocess.run(
        [sys.executable, ROOT / "main.py", "check", *arguments],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a place for a program."""
    return tmp_path / "program.py"


def test_nothing_to_say_is_silence_and_0(file: Path) -> None:
    """A correct program's prints go to standard error, and standard output stays empty."""
    file.write_text(CLEAN)
    done = check(file)
    assert (done.returncode, done.stdout) == (0, "")
    assert "tensor" in done.stderr


def test_an_error_is_one_line_and_1(file: Path) -> None:
    """An error finding is told as file:line:column: rule: message, columns from 1."""
    file.write_text(TWICE)
    done = check(file)
    assert done.returncode == 1
    assert done.stdout.startswith(f"{file}:5:1: backward-twice: Trying to backward through the graph a second time")
    assert done.stdout.count("\n") == 1


def test_a_warning_alone_is_told_and_0(file: Path) -> None:
    """What is no error does not fail the check."""
    file.write_text(WARNED)
    done = check(file)
    assert done.returncode == 0
    assert f"{file}:5:5: missing-zero-grad: " in done.stdout


@pytest.mark.parametrize("text", ["x = (\n", "raise ValueError('mine')\n"])
def test_an_exception_without_a_rule_is_told_too(file: Path, text: str) -> None:
    """A syntax error, and an exception that no rule knows, are lines with their type, and 1."""
    file.write_text(text)
    done = check(file)
    assert done.returncode == 1
    assert done.stdout.startswith(f"{file}:1:")
    assert "Error: " in done.stdout


def test_a_program_that_wants_more_is_refused(file: Path) -> None:
    """Without consent nothing runs: 3, and what it wants is told."""
    file.write_text("open('x', 'w')\n")
    done = check(file)
    assert done.returncode == 3
    assert f"{file}:1:1: " in done.stdout


def test_json_on_standard_output_is_the_run_alone(file: Path) -> None:
    """With --json - standard output is one Run that holds the findings."""
    file.write_text(WARNED)
    done = check(file, "--json", "-")
    run = msgspec.json.decode(done.stdout, type=Run)
    assert [each.rule for each in run.findings] == ["missing-zero-grad"]
    assert json.loads(done.stdout)["findings"][0]["fix"]["edits"]


def test_fix_mends_the_file_and_says_what_it_did(file: Path) -> None:
    """Two rounds mend an error and what stood behind it; the line ends stay as they were."""
    file.write_bytes((WARNED + "print(net(torch.rand(1, 2)).mean().data[0])\n").replace("\n", "\r\n").encode())
    done = check(file, "--fix")
    assert (done.returncode, done.stdout) == (0, "")
    assert "fixed" in done.stderr
    mended = file.read_bytes().decode()
    assert "    opt.zero_grad()\r\n    net(" in mended
    assert ".mean().item())\r\n" in mended


def test_fix_leaves_a_file_that_needs_none(file: Path) -> None:
    """A file without anything to mend keeps its time and bytes."""
    file.write_text(CLEAN)
    before = file.stat()
    check(file, "--fix")
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_fix_of_standard_input_prints_the_mended_text() -> None:
    """What came in goes out mended, and the findings go to standard error."""
    done = check("--fix", "-", text=TWICE)
    assert done.returncode == 0
    assert done.stdout == TWICE.replace("y.backward()\ny.backward()", "y.backward(retain_graph=True)\ny.backward()")


def test_an_unreadable_file_is_wrong_usage(file: Path) -> None:
    """What cannot be read is 2 before anything runs."""
    assert check(file).returncode == 2
