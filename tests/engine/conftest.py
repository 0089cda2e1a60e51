"""The oracle and the programs, for every test of the engine."""

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

_HERE = Path(__file__).parent
PROGRAMS = sorted((_HERE.parent / "programs").rglob("*.py"))
"""Those in `rare` a look at the text cannot follow to the end: they decide by values, or reach far into torch."""


@dataclass(frozen=True)
class Sample:
    """A line of `samples.txt` as a program, which reads like a file."""

    stem: str
    text: str

    def read_text(self, encoding: str) -> str:  # noqa: ARG002 # as a path's method
        """Give the program's text."""
        return self.text


def one_line_programs() -> list[Sample]:
    """Give each line of `samples.txt`, set into `sample_words.txt`."""
    words = (_HERE / "sample_words.txt").read_text(encoding="utf-8")
    lines = (_HERE / "samples.txt").read_text(encoding="utf-8").splitlines()
    return [Sample(line, words.replace("LINE", line)) for line in lines if line and line[0] != "#"]


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
    """Run each test that asks for a `program` once for all of `tests/programs`, for `any_program` for samples too."""
    wanted: dict[str, list[Path | Sample]] = {"program": [*PROGRAMS], "any_program": [*PROGRAMS, *one_line_programs()]}
    for name, programs in wanted.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, programs, ids=[each.stem for each in programs])
