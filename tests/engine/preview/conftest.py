"""Looks at programs, taken in this process."""

from collections.abc import Callable

import pytest

from desktop.engine.preview import look as sight
from desktop.engine.preview.fake import prepare
from desktop.engine.preview.look import look
from desktop.records.preview import Preview, PreviewProgram
from desktop.records.run import Program

PATIENCE_S = 60.0


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Preview]:
    """Give what a look at a text sees, however busy the machine is."""
    monkeypatch.setattr(sight, "LONGEST_S", PATIENCE_S)
    prepare()
    return lambda text: look(PreviewProgram(7, Program(text)))
