"""The oracle and the programs, for every test of the engine."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

_HERE = Path(__file__).parent
PROGRAMS = sorted((_HERE.parent / "programs").rglob("*.py"))
"""Those in `rare` a look at the text cannot follow to the end: they decide by values, or reach far into torch."""


@pytest.fixture(scope="session")
def oracle() -> ModuleType:
    """Give the module `oracle.py` beside this file."""
    specification = importlib.util.spec_from_file_location("chainrule_oracle", _HERE / "oracle.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that asks for a `program` once for every program in `tests/programs`."""
    if "program" in metafunc.fixturenames:
        metafunc.parametrize("program", PROGRAMS, ids=[path.stem for path in PROGRAMS])
