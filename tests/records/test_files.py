"""Files a person names: read with a plain word on what is wrong, written whole or not at all."""

import os
import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.records.files import UsageError, check_writable, read_text, write_atomically

NOBODY = 65534


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Go on as a user whom permission bits bind, as they do not bind root."""
    if os.geteuid() != 0:
        yield
        return
    try:
        os.setresuid(NOBODY, NOBODY, 0)
    except OSError as error:
        pytest.skip(f"root cannot become an ordinary user here: {error}")
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file grow past ten bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """Give a folder that every user of the machine can reach, which pytest's own is not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"x = 1\n", "x = 1\n"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        ("기울기 = 1\n".encode(), "기울기 = 1\n"),
    ],
)
def test_a_text_is_read_as_python_would(tmp_path: Path, data: bytes, text: str) -> None:
    """An empty file, a byte order mark, line ends of every system and Korean names are read as one text."""
    path = tmp_path / "program.py"
    path.write_bytes(data)
    assert read_text(path) == text


@pytest.mark.parametrize(
    ("data", "word"), [(b"x = '\xff'\n", "UTF-8"), (b"x\0y", "binary"), (b"\x89PNG\r\n\x1a\n\0\0", "UTF-8")]
)
def test_a_file_that_is_no_text_is_said_to_be_none(tmp_path: Path, data: bytes, word: str) -> None:
    """Bytes that are no UTF-8 and bytes with zeros in them are refused in words, with the file's name."""
    path = tmp_path / "picture.py"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=word) as caught:
        read_text(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    """Both are usage errors, each in its own words."""
    with pytest.raises(UsageError, match="no file"):
        read_text(tmp_path / "missing.py")
    with pytest.raises(UsageError, match="folder"):
        read_text(tmp_path)


def test_a_file_that_may_not_be_read_is_a_usage_error(public_folder: Path) -> None:
    """Want of permission is said in the system's words."""
    path = public_folder / "secret.py"
    path.write_bytes(b"x = 1\n")
    path.chmod(0)
    with ordinary_user(), pytest.raises(UsageError, match="Permission denied"):
        read_text(path)


def test_a_place_that_can_be_written_is_found_so_without_a_trace(tmp_path: Path) -> None:
    """Asking creates nothing and changes nothing."""
    old = tmp_path / "old.json"
    old.write_bytes(b"old")
    check_writable(old)
    check_writable(tmp_path / "new.json")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("old.json", b"old")]


def test_a_place_that_cannot_be_written_is_told_beforehand(tmp_path: Path) -> None:
    """A folder, and a file in a folder that is not there, cannot be written."""
    with pytest.raises(UsageError, match="is a folder"):
        check_writable(tmp_path)
    with pytest.raises(UsageError, match="no folder"):
        check_writable(tmp_path / "missing" / "run.json")


def test_a_read_only_folder_is_told_beforehand_and_keeps_its_file(public_folder: Path) -> None:
    """Where nothing can be written both the question and the attempt say so, and the old file stands."""
    path = public_folder / "run.json"
    path.write_bytes(b"old")
    path.chmod(0o666)
    public_folder.chmod(0o555)
    with ordinary_user():
        with pytest.raises(UsageError, match="Choose another name or folder"):
            check_writable(path)
        with pytest.raises(UsageError, match="cannot be written"):
            write_atomically(path, b"new")
    public_folder.chmod(0o755)
    assert path.read_bytes() == b"old"


def test_a_read_only_file_is_told_beforehand(public_folder: Path) -> None:
    """A file that is kept from being changed is not replaced behind its owner's back."""
    path = public_folder / "run.json"
    path.write_bytes(b"old")
    path.chmod(0o444)
    public_folder.chmod(0o777)
    with ordinary_user(), pytest.raises(UsageError, match="read-only"):
        check_writable(path)


def test_a_new_file_has_what_was_written_and_the_usual_permissions(tmp_path: Path) -> None:
    """A new file comes with the permissions the umask leaves, not those of a temporary file."""
    mask = os.umask(0o027)
    try:
        write_atomically(tmp_path / "run.json", b"new")
    finally:
        os.umask(mask)
    assert (tmp_path / "run.json").read_bytes() == b"new"
    assert (tmp_path / "run.json").stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    """Saving over a private file does not make it public."""
    path = tmp_path / "program.py"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_is_written_through(tmp_path: Path) -> None:
    """Saving to a link changes the file it stands for; the link remains."""
    target = tmp_path / "target.py"
    target.write_bytes(b"old")
    link = tmp_path / "link.py"
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_reader_of_the_old_file_goes_on_reading_it(tmp_path: Path) -> None:
    """Who has the old file open sees no half of the new one."""
    path = tmp_path / "run.json"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        write_atomically(path, b"something new")
        assert reader.read() == b"old"


def test_a_device_is_written_to_and_stays_one() -> None:
    """`--json /dev/null` does not turn the device into a file."""
    null = Path(os.devnull)
    check_writable(null)
    write_atomically(null, b"new")
    assert null.is_char_device()


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    """Whoever reads a named pipe gets what is written to it."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    check_writable(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_atomically(pipe, b"new")
    assert os.read(reader, 10) == b"new"
    os.close(reader)
    assert pipe.is_fifo()


def test_a_folder_is_told_when_it_is_written_to(tmp_path: Path) -> None:
    """A folder is no place to write to, and stands as it was."""
    folder = tmp_path / "run.json"
    folder.mkdir()
    with pytest.raises(UsageError, match=r"run\.json cannot be written"):
        write_atomically(folder, b"new")
    assert list(tmp_path.iterdir()) == [folder]


def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    """Where the new file does not fit the old one stands, whole."""
    path = tmp_path / "run.json"
    path.write_bytes(b"old")
    with full_disk(), pytest.raises(UsageError, match="cannot be written"):
        write_atomically(path, b"far too long for this disk")
    assert path.read_bytes() == b"old"


def test_a_full_disk_is_left_without_a_half_written_file(tmp_path: Path) -> None:
    """Where the new file does not fit, what was written of it is removed."""
    with full_disk(), pytest.raises(UsageError):
        write_atomically(tmp_path / "run.json", b"far too long for this disk")
    assert not list(tmp_path.iterdir())


def test_a_name_too_long_is_told_beforehand(tmp_path: Path) -> None:
    """A name that no file can have is a usage error."""
    with pytest.raises(UsageError):
        check_writable(tmp_path / ("long" * 100))


def test_a_folder_that_may_not_be_entered_is_told_beforehand(public_folder: Path) -> None:
    """A place in somebody else's private folder is a usage error."""
    private = public_folder / "private"
    private.mkdir(mode=0o700)
    with ordinary_user(), pytest.raises(UsageError):
        check_writable(private / "run.json")
