"""An engine does not outlive its parent, whatever its program does; nor does the watchdog outlive the engine."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these tests find processes by /proc")

TOP = Path(__file__).parents[2]
DEAF = """
import os, signal, sys
from desktop.engine.watchdog import watch_parent
watch_parent()
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.write(1, b"%d\\n" % os.getpid())
10 ** 10 ** 9
"""
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdin=subprocess.PIPE, start_new_session=True)
time.sleep(600)
"""
PATIENCE_S = 60


def group_of(leader: int) -> list[int]:
    """Give a handle on each process of a group."""
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    return [os.pidfd_open(pid) for pid in pids if _group(pid) == leader]


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return -1


def wait_until_gone(handles: list[int]) -> None:
    """Wait until each of the processes has ended; fail after a generous while."""
    for handle in handles:
        assert select.select([handle], [], [], PATIENCE_S)[0]
        os.close(handle)


def test_engine_dies_with_its_parent() -> None:
    """After kill -9 of the parent an engine in a C loop that holds the interpreter lock is killed, and all is gone."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, DEAF], cwd=TOP, stdout=subprocess.PIPE, start_new_session=True
    )
    assert parent.stdout is not None
    engine = int(parent.stdout.readline())
    group = group_of(engine)
    assert len(group) == 2
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until_gone(group)


def test_watchdog_dies_with_its_engine_and_holds_no_stream() -> None:
    """When the engine is killed its parent hears the end of its output at once, and the watchdog goes too."""
    engine = subprocess.Popen(
        [sys.executable, "-c", DEAF],
        cwd=TOP,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert engine.stdout is not None
    assert engine.stderr is not None
    assert engine.stdin is not None
    engine.stdout.readline()
    group = group_of(engine.pid)
    engine.send_signal(signal.SIGKILL)
    assert engine.stdout.read() == b""
    assert engine.stderr.read() == b""
    engine.wait()
    wait_until_gone(group)
    engine.stdin.close()
    engine.stdout.close()
    engine.stderr.close()


def test_watchdog_is_no_child_of_the_engine() -> None:
    """A program that waits for its children has none but its own."""
    script = "from desktop.engine.watchdog import watch_parent; watch_parent(); import os; os.wait()"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=TOP, input="", capture_output=True, text=True, check=False
    )
    assert "ChildProcessError" in done.stderr
