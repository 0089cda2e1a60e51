"""Language help as a process."""

import subprocess
import sys

import pytest

from desktop.records.language import CheckText, FromLanguage, LanguageReady, Mistakes
from desktop.records.wire import FrameReader, frame

COMMAND = [sys.executable, "-m", "desktop.language"]


@pytest.mark.parametrize(("end", "status"), [(b"", 0), (b"\0\0\0\4junk", 2)])
def test_the_process_ends_as_its_input_ends(end: bytes, status: int) -> None:
    """With status 0 at the input's end, with 2 at a damaged frame; of several questions the latest is answered."""
    said = frame(CheckText(1, "x")) + frame(CheckText(2, "x = 1")) + end
    done = subprocess.run(COMMAND, input=said, capture_output=True, timeout=100, check=False)
    reader: FrameReader[FromLanguage] = FrameReader(FromLanguage)
    answers = list(reader.feed(done.stdout))
    assert done.returncode == status
    assert answers == [LanguageReady(), Mistakes(2, ())]
