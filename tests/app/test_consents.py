"""Consent is kept for exact texts, is bounded, and damage to its file trusts nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.consents import MOST_KEPT, Consents, digest
from desktop.app.file_writer import FileWriter


@pytest.fixture
def writer(qtbot: QtBot) -> Iterator[FileWriter]:
    """Give a writer that is done once closed."""
    made = FileWriter()
    yield made
    made.close()


def test_kept_for_the_exact_text(writer: FileWriter, tmp_path: Path) -> None:
    """The same text is trusted in the next session, one with a blank more is not."""
    path = tmp_path / "data" / "consents.txt"
    Consents(path, writer).give("import os\n")
    writer.close()
    kept = Consents(path, writer)
    assert kept.holds("import os\n")
    assert not kept.holds("import os \n")
    assert not kept.holds("")


def test_bounded(writer: FileWriter, tmp_path: Path) -> None:
    """Only the latest consents are kept; one that is given again counts as the latest."""
    path = tmp_path / "consents.txt"
    consents = Consents(path, writer)
    for number in range(MOST_KEPT):
        consents.give(f"{number}")
    consents.give("0")
    consents.give("new")
    writer.close()
    lines = path.read_text().split()
    assert lines[-2:] == [digest("0"), digest("new")]
    assert len(lines) == MOST_KEPT
    assert not Consents(path, writer).holds("1")


def test_two_windows(writer: FileWriter, tmp_path: Path) -> None:
    """What another window was trusted with meanwhile is not lost."""
    path = tmp_path / "consents.txt"
    one, other = Consents(path, writer), Consents(path, writer)
    path.write_text(digest("theirs") + "\n")
    one.give("ours")
    assert not other.holds("ours")
    assert one.holds("theirs")


@pytest.mark.parametrize("content", [b"\x00\xff" * 99, b"yes to all\n", b"", digest("x").encode() + b"0"])
def test_damaged_file(writer: FileWriter, tmp_path: Path, content: bytes) -> None:
    """A file of nonsense trusts nothing and is no obstacle."""
    path = tmp_path / "consents.txt"
    path.write_bytes(content)
    consents = Consents(path, writer)
    assert not consents.holds("x")
    consents.give("x")
    assert consents.holds("x")


def test_forget_all(writer: FileWriter, tmp_path: Path) -> None:
    """Forgotten consents are forgotten here and on the disk."""
    path = tmp_path / "consents.txt"
    consents = Consents(path, writer)
    consents.give("x")
    consents.forget_all()
    writer.close()
    assert not consents.holds("x")
    assert not path.exists()
