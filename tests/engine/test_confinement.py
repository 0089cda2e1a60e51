"""What a confined engine cannot do, as the user who runs the tests and, where that is root, as nobody too.

Each attempt is made by an unconfined engine as well: there it succeeds, so that a refusal is the confinement's doing.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from desktop.records.messages import EngineReady, FromEngine, RunEnded, RunProgram
from desktop.records.run import Program, Run
from desktop.records.wire import FrameReader, frame

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no confinement elsewhere")

TOP = Path(__file__).parents[2]
ATTEMPTS = {
    "create": "open(folder + '/new', 'w').close()",
    "overwrite": "open(folder + '/victim', 'w').close()",
    "append": "open(folder + '/victim', 'a').close()",
    "update": "open(folder + '/victim', 'r+').close()",
    "truncate": "os.truncate(folder + '/victim', 1)",
    "truncate on opening": "os.close(os.open(folder + '/victim', os.O_RDONLY | os.O_TRUNC))",
    "rename": "os.rename(folder + '/victim', folder + '/victim2'); os.rename(folder + '/victim2', folder + '/victim')",
    "link": "os.link(folder + '/victim', folder + '/link')",
    "symbolic link": "os.symlink('victim', folder + '/symbolic')",
    "make a folder": "os.mkdir(folder + '/made')",
    "remove": "open(folder + '/short', 'w').close(); os.remove(folder + '/short')",
    "make a pipe": "os.mkfifo(folder + '/pipe')",
    "change the mode": "os.chmod(folder + '/owned', 0o600)",
    "change the times": "os.utime(folder + '/owned')",
    "temporary file": "import tempfile; tempfile.TemporaryFile().close()",
    "fork": "if os.fork() == 0: os._exit(0)",
    "start a command": "import subprocess; subprocess.run(['true'], check=True)",
    "spawn": "os.waitpid(os.posix_spawn('/bin/true', ['true'], os.environ), 0)",
    "open a socket": "import socket; socket.socket().close()",
    "open a local socket": "import socket; socket.socket(socket.AF_UNIX).close()",
    "signal the parent": "os.kill(os.getppid(), 0)",
    "write its own memory": "open('/proc/self/mem', 'wb').close()",
    "anonymous file": "descriptor = os.memfd_create('a'); os.write(descriptor, b'x'); os.close(descriptor)",
    "load with two workers": "list(torch.utils.data.DataLoader(torch.ones(4, 2), num_workers=2))",
}
ALLOWED = {
    "read": "print(open('/etc/hostname').read() is not None, os.listdir('/'))",
    "throw away": "with open('/dev/null', 'w') as nowhere: nowhere.write('x')",
    "thread": "import threading; t = threading.Thread(target=print, args=('from a thread',)); t.start(); t.join()",
    "many threads": "torch.set_num_threads(4); x = torch.randn(300, 300); assert (x @ x).isfinite().all()",
    "local pair": "import socket; a, b = socket.socketpair(); a.send(b'x'); b.recv(1); a.close(); b.close()",
    "event loop": "import asyncio; asyncio.run(asyncio.sleep(0))",
    "load without workers": "list(torch.utils.data.DataLoader(torch.ones(4, 2)))",
    "encoder": "layer = torch.nn.TransformerEncoderLayer(32, 4, 64)\n"
    "model = torch.nn.TransformerEncoder(layer, 12)\nmodel(torch.randn(5, 2, 32)).sum().backward()",
    "lstm": "outputs, _ = torch.nn.LSTM(4, 8, 2)(torch.randn(6, 2, 4)); outputs.sum().backward()",
    "optimizer": "w = torch.ones(2, requires_grad=True); o = torch.optim.Adam([w]); w.sum().backward(); o.step()",
    "checkpoint": "import torch.utils.checkpoint as c; x = torch.ones(2, requires_grad=True)\n"
    "c.checkpoint(torch.sin, x, use_reentrant=False).sum().backward()",
    "compile": "print(torch.compile(torch.sin, backend='eager')(torch.ones(2)))",
    "save in memory": "import io; b = io.BytesIO(); torch.save(torch.ones(2), b); b.seek(0); torch.load(b)",
    "abort with a word to itself": "import signal; signal.signal(signal.SIGUSR1, signal.SIG_IGN)\n"
    "os.kill(os.getpid(), signal.SIGUSR1)",
}
REFUSALS = {"PermissionError", "OSError", "SubprocessError"}


class Engine:
    """One engine's answers to all attempts, taken down at once."""

    def __init__(self, folder: Path, texts: Sequence[str], *arguments: str, prefix: Sequence[str] = ()) -> None:
        opening = f"import os, torch\nfolder = {str(folder)!r}\n"
        frames = [frame(RunProgram(number, Program(opening + text, trusted=True))) for number, text in enumerate(texts)]
        process = subprocess.Popen(
            [*prefix, sys.executable, "-P", "-m", "desktop.engine", *arguments],
            cwd=TOP,
            env={**os.environ, "PYTHONPATH": str(TOP), "TMPDIR": str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"".join(frames))
        process.stdin.flush()
        self.ready: EngineReady | None = None
        self.runs: dict[str, Run] = {}
        self._listen(process.stdout.fileno(), texts)
        process.stdin.close()
        process.stdout.close()
        process.wait(60)

    def _listen(self, descriptor: int, texts: Sequence[str]) -> None:
        reader = FrameReader[FromEngine](FromEngine)
        while len(self.runs) < len(texts) and (data := os.read(descriptor, 65_536)):
            for message in reader.feed(data):
                if isinstance(message, EngineReady):
                    self.ready = message
                elif isinstance(message, RunEnded):
                    self.runs[texts[message.ticket]] = message.run


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Give a folder with files in it that everybody may change."""
    path = Path(tempfile.mkdtemp(prefix="chainrule-confinement-"))
    path.chmod(0o777)
    (path / "victim").write_text("precious")
    (path / "victim").chmod(0o666)
    (path / "owned").touch()
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module", params=["as we are", "as nobody"])
def confined(request: pytest.FixtureRequest, folder: Path) -> Engine:
    """Give the answers of a confined engine."""
    prefix = _as_nobody() if request.param == "as nobody" else []
    return Engine(folder, [*ATTEMPTS.values(), *ALLOWED.values()], "--confined", prefix=prefix)


@pytest.fixture(scope="module")
def unconfined() -> Iterator[Engine]:
    """Give the answers of an unconfined engine, which worked in a folder of its own."""
    path = Path(tempfile.mkdtemp(prefix="chainrule-unconfined-"))
    for name in ("victim", "owned"):
        (path / name).write_text("worthless")
    yield Engine(path, list(ATTEMPTS.values()))
    shutil.rmtree(path)


def _as_nobody() -> list[str]:
    """Give the command before a command that runs it as nobody, its interpreter within reach; skip where impossible."""
    tools = [shutil.which(tool) for tool in ("unshare", "setpriv", "mount")]
    if os.geteuid() != 0 or None in tools:
        pytest.skip("only root can become nobody, with unshare, setpriv and mount")
    setpriv = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    base = Path(sys.base_prefix).resolve()
    closed = next((each for each in reversed(base.parents) if not each.stat().st_mode & 0o001), None)
    if closed is None:
        return setpriv
    # In a mount namespace of its own the closed folder holds nothing but the interpreter.
    script = (
        'mount --bind "$0" /mnt && mount -t tmpfs -o mode=755 none "$1" && mkdir -p "$0" && mount --bind /mnt "$0" && '
        'shift && exec "$@"'
    )
    return ["unshare", "--mount", "sh", "-c", script, str(base), str(closed), *setpriv]


def test_says_what_it_is_kept_from(confined: Engine) -> None:
    """A confined engine names what the system keeps it from, and here that is everything it can ask for."""
    assert confined.ready is not None
    assert confined.ready.confined == (
        "files: may be read, not written, renamed or removed",
        "network: none",
        "processes: none may be started or signalled",
    )
    assert confined.ready.unconfined == ()


def test_unconfined_says_nothing(unconfined: Engine) -> None:
    """An engine that was not asked to be confined claims nothing."""
    assert unconfined.ready is not None
    assert unconfined.ready.confined == unconfined.ready.unconfined == ()


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_attempt_is_refused(confined: Engine, attempt: str) -> None:
    """What would change a file, reach another process or the network is an ordinary error in the program's own line."""
    run = confined.runs[ATTEMPTS[attempt]]
    assert run.status == "failed"
    assert run.error is not None
    assert run.error.type in REFUSALS, run.error
    assert run.error.span is not None
    assert run.error.span.line >= 3


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_attempt_succeeds_unconfined(unconfined: Engine, attempt: str) -> None:
    """Without confinement each attempt succeeds: what stops it is nothing else."""
    run = unconfined.runs[ATTEMPTS[attempt]]
    assert run.status == "finished", run.error


@pytest.mark.parametrize("what", ALLOWED)
def test_ordinary_program_runs(confined: Engine, what: str) -> None:
    """Reading, threads, models, optimizers and data run confined as they do anywhere."""
    run = confined.runs[ALLOWED[what]]
    assert run.status == "finished", run.error


def test_nothing_was_changed(confined: Engine, folder: Path) -> None:
    """After all attempts the folder holds what it held."""
    assert len(confined.runs) == len(ATTEMPTS) + len(ALLOWED)
    assert sorted(path.name for path in folder.iterdir()) == ["owned", "victim"]
    assert (folder / "victim").read_text() == "precious"
