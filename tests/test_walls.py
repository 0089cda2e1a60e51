"""The walls between the rooms: that import-linter's contracts stand, and what those contracts cannot say."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
HOUSE = TOP / "desktop"
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
ROOMS = ("records", "engine", "layout", "language", "views", "workers", "export", "headless", "app", "scripting")
FRONT = ("__init__", "cli", "locate")

QT = "PySide6."
MAY_IMPORT = {
    "records": {"msgspec"},
    "engine": {"msgspec", "numpy", "safetensors", "torch"},
    "layout": {"msgspec", "networkx", "numpy"},
    "language": {"jedi", "msgspec", "pyflakes"},
    "views": {
        "msgspec",
        "numpy",
        "pygments",
        "pyqtgraph",
        "superqt",
        "PySide6.QtCore",
        "PySide6.QtGui",
        "PySide6.QtWidgets",
    },
    "workers": {"msgspec", "numpy", "PySide6.QtCore"},
    "export": {"msgspec", "networkx", "PIL", "PySide6.QtCore", "PySide6.QtGui", "PySide6.QtSvg"},
    "headless": {"msgspec", "tqdm"},
    "scripting": {"msgspec", "torch"},
    "app": {"msgspec", "numpy", "PySide6", "PySide6.QtCore", "PySide6.QtGui", "PySide6.QtSvg", "PySide6.QtWidgets"},
}
"""What each room may import from outside the house and the standard library."""

OFFENCES = [
    ("floors", "records", "import desktop.views.room"),
    ("floors", "layout", "import desktop.views.room"),
    ("floors", "views", "import desktop.layout.room"),
    ("floors", "views", "from desktop.engine import room"),
    ("floors", "views", "import desktop.workers.room"),
    ("floors", "engine", "def late() -> None:\n    import desktop.layout.room"),
    ("floors", "workers", "import desktop.export.room"),
    ("floors", "export", "import desktop.app.room"),
    ("floors", "headless", "import desktop.app.room"),
    ("floors", "engine", "import desktop.scripting.room"),
    ("floors", "scripting", "import desktop.app.room"),
    ("floors", "records", "import desktop.cli"),
    ("workers-start-they-do-not-import", "workers", "import desktop.engine.room"),
    ("workers-start-they-do-not-import", "workers", "import desktop.layout.room"),
    ("workers-start-they-do-not-import", "workers", "import desktop.views.room"),
    ("workers-start-they-do-not-import", "workers", "import torch"),
    ("export-runs-nothing", "export", "import desktop.engine.room"),
    ("export-runs-nothing", "export", "import torch"),
    ("records-are-nouns", "records", "import torch"),
    ("records-are-nouns", "records", "from PySide6.QtCore import QObject"),
    ("records-are-nouns", "records", "import networkx"),
    ("engine-has-no-window", "engine", "import PySide6"),
    ("engine-has-no-window", "engine", "import networkx"),
    ("layout-is-geometry", "layout", "import torch"),
    ("language-runs-nothing", "language", "import torch"),
    ("floors", "language", "import desktop.engine.room"),
    ("layout-is-geometry", "layout", "from PySide6 import QtCore"),
    ("window-without-torch", "views", "import torch"),
    ("window-without-torch", "app", "import torch.nn"),
    ("window-without-torch", "app", "import desktop.engine.room"),
]


@pytest.fixture(scope="module")
def bare_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build every room with nothing in it but one module, under the contracts of the real house."""
    top = tmp_path_factory.mktemp("house")
    shutil.copy(TOP / "pyproject.toml", top)
    for room in ROOMS:
        (top / "desktop" / room).mkdir(parents=True)
        for name in ("__init__", "room"):
            (top / "desktop" / room / f"{name}.py").touch()
    for name in FRONT:
        (top / "desktop" / f"{name}.py").touch()
    # The engine knows torch; who reaches the engine reaches it too.
    (top / "desktop/engine/room.py").write_text("import torch\n")
    (top / "desktop/layout/room.py").write_text("import networkx\n")
    return top


def broken(top: Path, *arguments: str) -> str:
    """Run the contracts on a house; give their complaints, or "" where all are kept."""
    command = [str(LINT_IMPORTS), "--no-cache", *arguments]
    done = subprocess.run(command, cwd=top, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def test_a_house_without_offence_keeps_every_contract(bare_house: Path) -> None:
    """The contracts hold for rooms that import nothing they may not."""
    assert not broken(bare_house)


@pytest.mark.parametrize(("contract", "room", "offence"), OFFENCES)
def test_a_contract_is_broken_when_its_wall_is_crossed(
    bare_house: Path, tmp_path: Path, contract: str, room: str, offence: str
) -> None:
    """Each wall complains about an import that crosses it, wherever in the module the import stands."""
    top = tmp_path / "house"
    shutil.copytree(bare_house, top)
    (top / "desktop" / room / "intruder.py").write_text(f"{offence}\n")
    assert f"desktop.{room}.intruder" in broken(top, "--contract", contract)


def test_a_module_outside_the_rooms_is_an_offence(bare_house: Path, tmp_path: Path) -> None:
    """Whoever adds a module to the house must say which room it lives in."""
    top = tmp_path / "house"
    shutil.copytree(bare_house, top)
    (top / "desktop/utils.py").touch()
    assert "utils" in broken(top, "--contract", "floors")


def test_the_house_has_these_rooms_and_no_other() -> None:
    """Beside its front door, the house holds the rooms of the plan and nothing else."""
    found = {path.stem for path in HOUSE.iterdir() if path.suffix == ".py" or any(path.glob("*.py"))}
    assert found <= {*ROOMS, *FRONT}


def modules() -> Iterator[tuple[Path, ast.Module]]:
    """Give each module of the house with its syntax tree."""
    for path in sorted(HOUSE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    """Give the dotted names that a tree imports, anywhere in it; those of Qt with their submodule."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"Line {node.lineno}: rooms name each other in full."
            assert node.module is not None
            if node.module in {"PySide6", "desktop"}:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                yield node.module


def outside(name: str) -> str | None:
    """Name the package from outside that an import needs (for Qt its submodule), or None."""
    package = name.split(".", maxsplit=1)[0]
    if package == "desktop" or package in sys.stdlib_module_names:
        return None
    return ".".join(name.split(".")[:2]) if name.startswith(QT) else package


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_packages_it_may(room: str) -> None:
    """Each room keeps to its list of packages, and of Qt to its submodules."""
    found = {
        (str(path.relative_to(TOP)), package)
        for path, tree in modules()
        if path.relative_to(HOUSE).parts[0] == room
        for name in imported(tree)
        if (package := outside(name)) is not None and package not in MAY_IMPORT[room]
    }
    assert not found


def test_importing_the_house_opens_no_room() -> None:
    """`import desktop` is free: its `__init__` imports no room, at the top or anywhere else a module runs."""
    tree = ast.parse((HOUSE / "__init__.py").read_text(encoding="utf-8"))
    run_on_import = [node for node in tree.body if not isinstance(node, ast.FunctionDef)]
    assert not [name for node in run_on_import for name in imported(node) if name.startswith("desktop")]


def test_the_front_door_opens_no_room_before_it_knows_which() -> None:
    """`desktop.cli` imports, as it is imported itself, nothing that takes long: of the house at most records."""
    tree = ast.parse((HOUSE / "cli.py").read_text(encoding="utf-8"))
    run_on_import = [node for node in tree.body if not isinstance(node, ast.FunctionDef)]
    names = {name for node in run_on_import for name in imported(node)}
    slow = tuple(f"desktop.{room}" for room in ROOMS if room != "records")
    assert not {name for name in names if name.startswith(slow) or outside(name) not in {None, "msgspec"}}


def test_no_module_has_grown_past_three_hundred_lines() -> None:
    """A module past 300 lines of code has two ideas."""
    sizes = {str(path.relative_to(TOP)): lines_of_code(path) for path, _ in modules()}
    assert not {path: size for path, size in sizes.items() if size > 300}


def lines_of_code(path: Path) -> int:
    """Count the lines that are neither empty nor comments only."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return sum(1 for line in lines if line and not line.startswith("#"))


def test_no_function_has_grown_past_forty_five_lines() -> None:
    """A function past 45 lines, its docstring included, works on two levels."""
    sizes = {
        f"{path.relative_to(TOP)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert not {name: size for name, size in sizes.items() if size > 45}


def test_the_rooms_without_a_window_are_tested_without_qt() -> None:
    """The tests of records pass, and those of layout and engine are whole, where Qt cannot be imported."""
    script = "import sys, pytest; sys.modules['PySide6'] = None; sys.exit(pytest.main(sys.argv[1:]))"
    command = [sys.executable, "-c", script, "-q", "-p", "no:pytest-qt", "-p", "no:cacheprovider"]
    rooms = [["tests/records"], ["--collect-only", "tests/layout", "tests/engine"]]
    for arguments in rooms:
        done = subprocess.run([*command, *arguments], cwd=TOP, capture_output=True, text=True, timeout=110, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
