"""`animate`: a program run without a window, its gradient flow in a file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]

PROGRAM = """
import torch
w = torch.ones(2, requires_grad=True)
loss = (w * 3).sum()
print("loss", loss.item())
loss.backward()
"""


def animate(text: str, output: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """Run `python main.py animate - -o …` without a display."""
    names = {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"}
    return subprocess.run(
        [sys.executable, ROOT / "main.py", "animate", "-", "-o", output, *flags],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        env={name: value for name, value in os.environ.items() if name not in names},
    )


@pytest.mark.parametrize(
    ("suffix", "magic"),
    [(".gif", b"GIF89a"), (".webp", b"RIFF"), (".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")],
)
def test_the_flow_is_written_in_every_form(tmp_path: Path, suffix: str, magic: bytes) -> None:
    """The program's output goes to standard output, nothing to standard error, the picture to its file."""
    done = animate(PROGRAM, tmp_path / f"flow{suffix}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "loss 6.0\n", "")
    assert (tmp_path / f"flow{suffix}").read_bytes().startswith(magic)


def test_the_theme_may_be_dark(tmp_path: Path) -> None:
    """The paper is the theme's."""
    assert animate(PROGRAM, tmp_path / "flow.gif", "--theme", "dark").returncode == 0
    with Image.open(tmp_path / "flow.gif") as image:
        assert max(image.convert("RGB").getpixel((0, 0))) < 40  # type: ignore[arg-type] # three numbers


def test_a_program_in_which_nothing_flowed_writes_nothing_and_says_so(tmp_path: Path) -> None:
    """Status 1: what was asked for is not there."""
    done = animate("x = 1", tmp_path / "flow.gif")
    assert done.returncode == 1
    assert "no backward()" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_fails_after_its_backward_is_animated_all_the_same(tmp_path: Path) -> None:
    """Its error is told, and its status is that of `run`."""
    done = animate(PROGRAM + "1 / 0\n", tmp_path / "flow.gif")
    assert done.returncode == 1
    assert done.stderr == "stdin:7:1: ZeroDivisionError: division by zero\n"
    assert (tmp_path / "flow.gif").exists()


def test_a_program_that_wants_more_is_refused_until_it_is_trusted(tmp_path: Path) -> None:
    """Status 3, and nothing ran."""
    text = "import os\n" + PROGRAM
    refused = animate(text, tmp_path / "flow.svg")
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "--trust" in refused.stderr
    assert animate(text, tmp_path / "flow.svg", "--trust").returncode == 0
    assert (tmp_path / "flow.svg").exists()
