"""The commands keep their contract: what goes to which stream, which exit status, and errors in one paragraph."""

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from desktop.records.run import Run
from desktop.records.training import Recipe

ROOT = Path(__file__).parents[2]

PROGRAM = """
import torch
x = torch.ones(2, 2, requires_grad=True)
y = torch.full((2, 2), 2.0)
loss = (x * y).sum()
print("loss", loss.item())
loss.backward()
"""


def command(*arguments: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run `python main.py …` as a person would, from the checkout."""
    return subprocess.run(
        [sys.executable, ROOT / "main.py", *arguments],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def is_one_paragraph(text: str) -> bool:
    """Say whether an error is one readable paragraph without a traceback of ours."""
    return bool(text.strip()) and "Traceback" not in text and "\n\n" not in text.strip()


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Give the file of a small program."""
    file = tmp_path / "small.py"
    file.write_text(PROGRAM, encoding="utf-8")
    return file


def test_run_prints_what_the_program_prints(program: Path) -> None:
    """Output goes to standard output, and a finished program ends with 0."""
    done = command("run", program)
    assert (done.returncode, done.stdout, done.stderr) == (0, "loss 8.0\n", "")


def test_run_json_leaves_standard_output_to_the_record(program: Path) -> None:
    """With --json - standard output holds one Run and the program's prints go to standard error."""
    done = command("run", program, "--json", "-", "--seed", "7")
    assert done.returncode == 0
    assert done.stderr == "loss 8.0\n"
    outcome = msgspec.json.decode(done.stdout, type=Run)
    assert (outcome.status, outcome.seed, outcome.device, outcome.output) == ("finished", 7, "cpu", "loss 8.0\n")
    assert [node.label for node in outcome.graphs[0].nodes] == ["loss", "", "y", "x"]
    assert json.loads(done.stdout)["flows"][0]["pass"] == 1


def test_run_reads_standard_input() -> None:
    """A program may come through a pipe."""
    done = command("run", "-", text="print(1 + 1)")
    assert (done.returncode, done.stdout) == (0, "2\n")


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("x = (1 +", 1, "stdin:1:5: SyntaxError: '(' was never closed"),
        ("print('a')\n1 / 0", 1, "stdin:2:1: ZeroDivisionError: division by zero"),
        ("raise SystemExit(3)", 1, "stdin:1:1: SystemExit: 3"),
        ("exit()", 0, ""),
        ("", 0, ""),
        ("import torch\ntorch.zeros(10**13)", 4, "stdin:2:1: RuntimeError"),
    ],
)
def test_run_ends_with_the_contracts_status(text: str, status: int, words: str) -> None:
    """An exception is 1, running out of memory 4; the error names the place."""
    done = command("run", "-", text=text)
    assert done.returncode == status
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_time_limit_ends_an_endless_loop_and_keeps_what_came_before() -> None:
    """Status 4, the output and graph before it, and a message that names the limit."""
    text = PROGRAM + "while True: pass\n"
    done = command("run", "-", "--timeout", "4", "--json", "-", text=text)
    assert done.returncode == 4
    assert "4 s" in done.stderr
    outcome = msgspec.json.decode(done.stdout, type=Run)
    assert (outcome.status, outcome.output, len(outcome.flows)) == ("stopped", "loss 8.0\n", 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "no-such-file.py"),
        ("run", "{folder}"),
        ("run", "{binary}"),
        ("run", "{program}", "--device", "cuda:77"),
        ("run", "{program}", "--json", "{folder}/no/such/folder.json"),
        ("run", "{program}", "--json", "{folder}"),
        ("run", "{program}", "--draw", "{folder}/picture.doc"),
        ("open", "no-such-file.py"),
        ("open", "{folder}"),
        ("open", "{folder}/no-such-record.json"),
        ("open", "{other}"),
        ("animate", "{program}", "-o", "{folder}/flow.mp4"),
        ("animate", "{program}", "-o", "{folder}/no/such/folder.gif"),
        ("animate", "no-such-file.py", "-o", "{folder}/flow.gif"),
        ("animate", "{program}", "-o", "{folder}/flow.gif", "--device", "abacus"),
        ("train", "--learning-rate", "-1"),
        ("train", "--device", "abacus"),
        ("train", "--recipe", "{program}"),
        ("train", "--recipe", "no-such-recipe.json"),
        ("train", "--resume", "{program}"),
        ("screenshots",),
    ],
)
def test_wrong_usage_is_one_paragraph_and_status_2(arguments: tuple[str, ...], program: Path) -> None:
    """What cannot be used is said before anything runs."""
    binary = program.with_name("binary.py")
    binary.write_bytes(b"\x7fELF\xff\xfe\x00")
    other = program.with_name("other.json")
    other.write_text('{"neither": 1}')
    places = {"other": other, "folder": program.parent, "binary": binary, "program": program}
    done = command(*(argument.format(**places) for argument in arguments))
    assert done.returncode == 2
    assert is_one_paragraph(done.stderr)
    assert "loss 8.0" not in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("run",),
        ("nonsense",),
        ("run", "x.py", "--seed", "many"),
        ("run", "x.py", "--timeout", "-1"),
        ("run", "x.py", "--timeout", "nan"),
        ("run", "x.py", "--memory", "0"),
        ("train", "--epochs", "few"),
        ("animate", "x.py"),
        ("animate", "x.py", "-o", "flow.gif", "--theme", "pink"),
    ],
)
def test_a_malformed_command_is_status_2(arguments: tuple[str, ...]) -> None:
    """Argparse's own errors keep the contract, too."""
    done = command(*arguments)
    assert done.returncode == 2
    assert "usage:" in done.stderr


@pytest.mark.parametrize(
    ("suffix", "magic"),
    [
        (".svg", b"<?xml"),
        (".png", b"\x89PNG"),
        (".pdf", b"%PDF"),
        (".dot", b"digraph"),
        (".graphml", b"<?xml"),
        (".json", b"{"),
    ],
)
def test_draw_writes_the_graph(program: Path, suffix: str, magic: bytes) -> None:
    """The picture's kind follows from its name; no display is needed."""
    picture = program.with_suffix(suffix)
    done = command("run", program, "--draw", picture)
    assert (done.returncode, done.stderr) == (0, "")
    assert picture.read_bytes().startswith(magic)


def test_a_large_graph_is_drawn_whole(tmp_path: Path) -> None:
    """A thousand nodes: what the window would fold at first is all in the file."""
    text = (
        "import torch\nx = torch.ones(2, requires_grad=True)\nfor _ in range(1000):\n    x = x * 2\nx.sum().backward()"
    )
    done = command("run", "-", "--draw", tmp_path / "large.svg", text=text)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "large.svg").read_text().count(">×</text>") == 1000


def test_a_program_without_a_graph_draws_nothing_and_says_so(tmp_path: Path) -> None:
    """No picture is written, and the words say why."""
    done = command("run", "-", "--draw", tmp_path / "none.svg", text="x = 1")
    assert done.returncode == 0
    assert "no graph" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_wants_more_is_refused_with_status_3() -> None:
    """Nothing runs; the lines say where it wants what; --trust runs it."""
    text = "print('ran')\nimport os\nprint(os.sep)"
    refused = command("run", "-", text=text)
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "stdin:2:8: permission: uses the operating system" in refused.stderr
    assert "--trust" in refused.stderr
    trusted = command("run", "-", "--trust", text=text)
    assert (trusted.returncode, trusted.stdout) == (0, "ran\n/\n")


def test_a_small_memory_limit_stops_a_large_tensor() -> None:
    """A tensor larger than the limit costs status 4."""
    done = command("run", "-", "--memory", "300", text="import torch\nx = torch.ones(200_000_000)")
    assert done.returncode == 4
    assert is_one_paragraph(done.stderr)


def test_a_closed_pipe_ends_quietly(program: Path) -> None:
    """Whoever reads our output may leave early."""
    shell = f"{sys.executable} {ROOT / 'main.py'} schema | true"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False, timeout=60)  # noqa: S607 # bash as found
    assert "Traceback" not in done.stderr


def test_schema_defines_run_outcome_and_recipe() -> None:
    """One JSON Schema holds all three, and a Recipe's defaults."""
    done = command("schema")
    document = json.loads(done.stdout)
    assert {"Run", "Outcome", "Recipe"} <= document["$defs"].keys()
    assert document["$defs"]["Recipe"]["properties"]["learning_rate"]["default"] == Recipe().learning_rate


def test_devices_lists_the_cpu_first() -> None:
    """A line for each device, then what an untrusted program is kept from and what it could not be kept from."""
    lines = command("devices").stdout.splitlines()
    assert lines[0].split()[0] == "cpu"
    assert any(line.endswith((" is confined:", "Not confined here:")) for line in lines)
