"""What an installed Chainrule consists of, and what a bare checkout needs."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

import desktop
from desktop.locate import resource

TOP = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
PINS = dict(
    line.split("==")
    for line in (TOP / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)


def canonical(name: str) -> str:
    """Write a package's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, with nothing from the network."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-index", "--no-build-isolation", "--quiet", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(TOP)], check=True, timeout=100)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_every_module_and_every_resource(wheel: Path) -> None:
    """Each module of the house is in the wheel, and each resource inside the package; no test is."""
    modules = {path.relative_to(TOP).as_posix() for path in (TOP / "desktop").rglob("*.py")}
    files = (path for path in (TOP / "resources").rglob("*") if path.is_file())
    resources = {f"desktop/{path.relative_to(TOP).as_posix()}" for path in files}
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert carried == modules | resources


def test_the_wheel_has_both_ways_in_and_its_license(wheel: Path) -> None:
    """A terminal and a desktop find their command, and the license comes along."""
    with zipfile.ZipFile(wheel) as archive:
        (entry_points,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        text = archive.read(entry_points).decode()
        assert any(name.endswith("/licenses/LICENSE") for name in archive.namelist())
    assert "[console_scripts]\nchainrule = desktop.cli:main\n" in text
    assert "[gui_scripts]\nchainrule-desktop = desktop.cli:main\n" in text


def test_resources_are_found_beside_the_package_in_a_checkout() -> None:
    """In a checkout a resource is the file under `resources/`."""
    assert resource("pictures", "mylinear.png") == TOP / "resources" / "pictures" / "mylinear.png"


def test_resources_are_found_inside_the_package_in_an_installation(wheel: Path, tmp_path: Path) -> None:
    """Installed from the wheel, Chainrule finds its resources inside its own package."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "desktop/resources").mkdir(exist_ok=True)
    script = "import desktop.locate; print(desktop.locate.resource('pictures'), end='')"
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONSAFEPATH": "1"}
    found = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert found.stdout == str(tmp_path / "desktop" / "resources" / "pictures")


def test_the_version_is_said_once() -> None:
    """The package and the project file agree on the version."""
    assert desktop.__version__ == PROJECT["project"]["version"]


def test_everything_the_project_names_is_pinned() -> None:
    """Whatever the project needs, to run or to be worked on, has one exact version."""
    wanted = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    names = {canonical(re.split(r"[<>=;\s]", requirement, maxsplit=1)[0]) for requirement in wanted}
    assert names <= set(map(canonical, PINS))


def test_no_file_that_installs_names_a_package_index() -> None:
    """Where packages come from is the machine's business: no index, and no build of torch, is named."""
    for name in ("pyproject.toml", "constraints.txt", "Makefile", ".ci/run", ".ci/make-venv", ".ci/system-libraries"):
        text = (TOP / name).read_text(encoding="utf-8")
        assert not re.search(r"https?://|index-url|find-links|\+(cpu|cu\d)", text), name


def test_calls_into_qt_leave_the_count_of_none_alone() -> None:
    """The pinned PySide6 suits this Python: a version that drops references to None aborts after some thousand calls.

    Two hundred calls that return None; a faulty build is two hundred references short afterwards.
    """
    from PySide6.QtCore import QObject  # noqa: PLC0415 - the other tests here need no Qt

    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(200):
        thing.setObjectName("thing")
    assert abs(sys.getrefcount(None) - before) < 50
