"""The engine's streams, in a process of their own: what a program does to descriptors never reaches the frames."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.engine.streams import STREAMS_CLOSED
from desktop.records.messages import FromEngine, Printed
from desktop.records.wire import FrameReader

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="descriptors are lent differently there")

TOP = Path(__file__).parents[2]
OPENING = """
import os, sys
from desktop.engine.streams import Streams
from desktop.records.messages import Printed, RunEnded
from desktop.records.run import Run
streams = Streams()
heard = []
def say(text):
    streams.send(Printed(1, text))
def stray(text):
    streams.send(Printed(2, text))
"""


def spoken(script: str) -> tuple[int, list[tuple[int, str]], str]:
    """Run a script; give its exit status, the texts it sent with their tickets (2: strays), and its errors."""
    done = subprocess.run(
        [sys.executable, "-c", OPENING + script], cwd=TOP, input=b"", capture_output=True, check=False
    )
    messages = list(FrameReader[FromEngine](FromEngine).feed(done.stdout))
    texts = [(each.ticket, each.text) for each in messages if isinstance(each, Printed)]
    return done.returncode, texts, done.stderr.decode()


def test_strays_are_passed_on_before_the_loan_ends() -> None:
    """What is written to descriptor 1 comes as text, all of it before what is sent afterwards."""
    status, texts, _ = spoken("with streams.lent(stray):\n    os.write(1, 'über'.encode())\nsay('after')")
    assert (status, texts) == (0, [(2, "über"), (1, "after")])


def test_no_stray_is_lost() -> None:
    """A megabyte of junk arrives whole."""
    _, texts, _ = spoken("with streams.lent(stray):\n    for _ in range(1000): os.write(1, b'y' * 1000)")
    assert "".join(text for _, text in texts) == "y" * 1_000_000


def test_input_is_at_its_end() -> None:
    """A program reads nothing from the stream that brings the engine's messages."""
    _, texts, _ = spoken("with streams.lent(stray):\n    say(repr(os.read(0, 1)) + repr(sys.stdin.read()))")
    assert texts == [(1, "b''''")]


def test_errors_stay_where_they_are() -> None:
    """Descriptor 2 is the error stream, whose tail tells of a crash."""
    _, _, errors = spoken("with streams.lent(stray):\n    os.write(2, b'last words')")
    assert errors == "last words"


@pytest.mark.parametrize("close", ["os.close(0); os.close(1); os.close(2)", "os.closerange(0, 100)"])
def test_closed_streams_are_lent_anew(close: str) -> None:
    """A program that closes the streams it was lent silences neither the engine nor the next program."""
    status, texts, errors = spoken(
        f"with streams.lent(stray):\n    {close}\n"
        "say('still')\n"
        "with streams.lent(stray):\n    os.write(1, b'again'); os.write(2, b'errors')"
    )
    assert (status, texts, errors) == (0, [(1, "still"), (2, "again")], "errors")


def test_engine_that_cannot_speak_ends() -> None:
    """When a program closes the private descriptors too, the engine ends with a status of its own."""
    status, texts, _ = spoken("say('before')\nos.closerange(0, 10**6)\nsay('lost')\nos._exit(99)")
    assert (status, texts) == (STREAMS_CLOSED, [(1, "before")])


def test_engine_says_why_where_it_can() -> None:
    """When only the stream of frames is closed, the last words say so."""
    status, _, errors = spoken("os.close(streams._output)\nsay('lost')")
    assert status == STREAMS_CLOSED
    assert "were closed" in errors


def test_forked_process_prints_and_ends_with_the_program() -> None:
    """A process that a program forks sends no frames: its prints are strays, and it ends where the program ends."""
    status, texts, _ = spoken(
        "with streams.lent(stray):\n"
        "    child = os.fork()\n"
        "    if not child:\n"
        "        say('child')\n"
        "        streams.send(RunEnded(1, Run(1, 'failed', 'cpu', 0, 1.0, '')))\n"
        "        os._exit(99)\n"
        "    _, ended = os.waitpid(child, 0)\n"
        "say(str(os.waitstatus_to_exitcode(ended)))"
    )
    assert (status, texts) == (0, [(2, "child"), (1, "1")])


def test_process_left_behind_delays_nothing_for_long() -> None:
    """A process that a program leaves behind with the pipe in its hand does not hold the engine up."""
    status, texts, _ = spoken(
        "with streams.lent(stray):\n"
        "    if not os.fork():\n"
        "        import time; time.sleep(2); os._exit(0)\n"
        "    os.write(1, b'parent')\n"
        "say('after')"
    )
    assert status == 0
    assert set(texts) == {(2, "parent"), (1, "after")}


def test_interrupt_never_cuts_a_frame() -> None:
    """An interrupt that comes while a frame is written is raised after it, and only once."""
    status, texts, _ = spoken(
        "import signal, threading\n"
        "signal.signal(signal.SIGINT, streams.interrupt)\n"
        "raised = 0\n"
        "for number in range(200):\n"
        "    try:\n"
        "        threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGINT)).start()\n"
        "        say(str(number) + 'x' * 100_000)\n"
        "        while True: pass\n"
        "    except KeyboardInterrupt:\n"
        "        raised += 1\n"
        "say(f'raised {raised}')"
    )
    assert status == 0
    assert texts[-1] == (1, "raised 200")
    assert all(len(text) >= 100_001 for _, text in texts[:-1])


def test_private_descriptors_are_out_of_the_way() -> None:
    """Programs that count or close descriptors from 3 on meet none of ours."""
    _, texts, _ = spoken("say(str(sorted(int(each) for each in os.listdir('/dev/fd'))))")
    numbers = [int(each) for each in texts[0][1].strip("[]").split(",")]
    assert [number for number in numbers if 3 < number < os.sysconf("SC_OPEN_MAX") // 2 < 500] == []
    assert sum(1 for number in numbers if number > 100) == 3
