"""The oracle, and every operation that is compared with its formula."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

_HERE = Path(__file__).parent
EXPRESSIONS = [
    line
    for line in (_HERE / "operations.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="session")
def oracle() -> ModuleType:
    """Give the module `oracle.py` beside this file."""
    specification = importlib.util.spec_from_file_location("chainrule_formula_oracle", _HERE / "oracle.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def expressions() -> list[str]:
    """Give every expression of `operations.txt`."""
    return EXPRESSIONS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that asks for an `expression` once for every line of `operations.txt`."""
    if "expression" in metafunc.fixturenames:
        metafunc.parametrize("expression", EXPRESSIONS)
