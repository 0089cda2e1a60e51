"""Bounds on a program: that they hold, that they are lifted again, that the one which struck is named."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from desktop.engine import limits
from desktop.engine.limits import memory_allowed, memory_bound, memory_message

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is bound on Linux only")

TOP = Path(__file__).parents[2]
MIB = 1024 * 1024


def test_default_leaves_some_of_what_is_free() -> None:
    """Without a wish a program gets most of what is free, and never all of it."""
    free_mb = limits._free() // MIB
    allowed = memory_allowed(None)
    assert allowed is not None
    assert 0.4 * free_mb < allowed < 0.9 * free_mb


def test_a_wish_is_granted_as_it_is() -> None:
    """What a person asks for is the bound."""
    assert memory_allowed(123) == 123


@pytest.mark.parametrize(("free_mb", "allowed"), [(20_000, 16_000), (3_000, 1_976), (1_500, 750), (10, 5)])
def test_the_last_of_the_machine_stays(monkeypatch: pytest.MonkeyPatch, free_mb: int, allowed: int) -> None:
    """Four fifths of much, all but a GiB of little, half of very little."""
    monkeypatch.setattr(limits, "_free", lambda: free_mb * MIB)
    assert memory_allowed(None) == allowed


def test_control_groups_bound_what_is_free(tmp_path: Path) -> None:
    """What a container may still take is its limit less its use; copies of files it keeps do not count."""
    (tmp_path / "memory.max").write_text("1000\n")
    (tmp_path / "memory.current").write_text("900\n")
    (tmp_path / "memory.stat").write_text("anon 500\ninactive_file 300\nfile 400\n")
    assert limits._left_in(tmp_path, "memory.max", "memory.current", "inactive_file") == 400
    (tmp_path / "memory.max").write_text("max\n")
    assert limits._left_in(tmp_path, "memory.max", "memory.current", "inactive_file") > 2**50
    assert limits._left_in(tmp_path / "nowhere", "memory.max", "memory.current", "inactive_file") > 2**50


def test_bound_holds_for_torch_and_is_lifted() -> None:
    """Inside the bound a tensor that does not fit is refused; afterwards the same tensor is made."""
    with memory_bound(100), pytest.raises(RuntimeError, match="can't allocate memory"):
        torch.empty(60 * MIB)
    assert torch.empty(60 * MIB).numel() == 60 * MIB


def test_bound_holds_for_python() -> None:
    """Python's own objects are bound too, and what fits is given."""
    with memory_bound(100):
        assert len(bytearray(50 * MIB)) == 50 * MIB
        with pytest.raises(MemoryError):
            bytearray(200 * MIB)


def test_bound_is_lifted_after_an_exception() -> None:
    """An error inside leaves the limits as they were."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with pytest.raises(MemoryError), memory_bound(50):
        bytearray(200 * MIB)
    assert resource.getrlimit(resource.RLIMIT_DATA) == before


def fill_memory() -> None:
    """Take memory in the smallest pieces until there is none."""
    chain: object = None
    while True:
        chain = (chain,)


def test_bound_is_lifted_with_no_memory_left() -> None:
    """A program that took the last byte in small pieces is got out of: lifting the bound needs none."""
    with pytest.raises(MemoryError), memory_bound(30):
        fill_memory()
    assert len(bytearray(50 * MIB)) == 50 * MIB


def test_no_bound() -> None:
    """None binds nothing."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with memory_bound(None):
        assert resource.getrlimit(resource.RLIMIT_DATA) == before


def test_threads_start_within_a_small_bound() -> None:
    """Torch's threads, which reserve far more addresses than they use, start within a bound of some MiB."""
    script = (
        "import torch; from desktop.engine.limits import memory_bound\n"
        "with memory_bound(150):\n"
        "    torch.set_num_threads(6); x = torch.randn(400, 400); print((x @ x).shape)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "400, 400" in done.stdout


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("", "The program may take 1,500 MiB more than the engine has; that limit was reached."),
        ("no", "no\nThe program may take 1,500 MiB more than the engine has; that limit was reached."),
    ],
)
def test_message_names_the_limit(message: str, told: str) -> None:
    """The error's own words are kept and the limit is named with its figure."""
    assert memory_message(message, 1500) == told
    assert memory_message(message, None) == message


def test_expendable() -> None:
    """The engine offers itself first where memory runs out, and leaves no dump of its memory behind."""
    script = (
        "import resource; from desktop.engine.limits import be_expendable; be_expendable()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), open('/proc/self/oom_score_adj').read())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=TOP, env=dict(os.environ), capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["(0,", "0)", "1000"]
