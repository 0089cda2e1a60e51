"""The engine for previews as a process, and as it is where a process cannot be copied."""

import os
import subprocess
import sys

import pytest

from desktop.engine.preview.fake import prepare
from desktop.engine.preview.serve import Server
from desktop.records.preview import FromPreview, Preview, PreviewProgram, PreviewReady
from desktop.records.run import Program
from desktop.records.wire import FrameReader, frame

COMMAND = [sys.executable, "-m", "desktop.engine.preview"]


def spoken(data: bytes) -> list[FromPreview]:
    """Read what an engine said."""
    reader: FrameReader[FromPreview] = FrameReader(FromPreview)
    return list(reader.feed(data))


def request(text: str) -> bytes:
    """Write a request."""
    return frame(PreviewProgram(5, Program(text)))


@pytest.mark.skipif(sys.platform == "win32", reason="select knows no pipes there")
def test_without_copies_looks_are_taken_in_the_process_itself() -> None:
    """It answers, and what a program changed is put back."""
    prepare()
    requests, asks = os.pipe()
    hears, answers = os.pipe()
    os.write(asks, request("import torch\ntorch.set_printoptions(precision=2)\nx = torch.ones(2, 3)\n"))
    os.close(asks)
    argv = list(sys.argv)
    Server(requests, answers, copies=False).serve()
    os.close(answers)
    ready, preview = spoken(os.read(hears, 1 << 16))
    assert ready == PreviewReady()
    assert isinstance(preview, Preview)
    assert (preview.ticket, preview.status, preview.lines[0].tensors[0].shape) == (5, "complete", (2, 3))
    assert sys.argv == argv
    for descriptor in (requests, hears):
        os.close(descriptor)


@pytest.mark.parametrize(("said", "status"), [(b"", 0), (b"\0\0\0\4junk", 2)])
def test_the_process_ends_as_its_input_ends(said: bytes, status: int) -> None:
    """With status 0 at the input's end, with 2 at a damaged frame; on standard output there are frames only."""
    done = subprocess.run(COMMAND, input=said, capture_output=True, timeout=100, check=False)
    assert (done.returncode, spoken(done.stdout)) == (status, [PreviewReady()])
