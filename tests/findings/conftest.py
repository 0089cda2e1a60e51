"""The programs that rules are tested by, as they stand in text files beside this one."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

_HERE = Path(__file__).parent
PREAMBLE = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"


class Sample(NamedTuple):
    """A program that a rule must speak of (`is_hit`) or be silent about."""

    rule: str
    name: str
    is_hit: bool
    trusted: bool
    text: str


def samples() -> Iterator[Sample]:
    """Give all programs of all rules."""
    for file in sorted((_HERE / "rules").glob("*.txt")):
        for section in file.read_text(encoding="utf-8").split("##### ")[1:]:
            rule, _, rest = section.partition("\n")
            for number, part in enumerate(rest.split("=== ")[1:], 1):
                head, _, text = part.partition("\n")
                yield Sample(
                    rule,
                    f"{rule}-{number}-{head.split()[0]}",
                    head.startswith("hit"),
                    "untrusted" not in head,
                    f"{PREAMBLE}{text}",
                )


def correct_programs() -> Iterator[tuple[str, str]]:
    """Give the programs in the manner of tutorials, by name."""
    for file in sorted((_HERE / "correct").glob("*.txt")):
        for part in file.read_text(encoding="utf-8").split("=== ")[1:]:
            name, _, text = part.partition("\n")
            yield name.strip(), f"{PREAMBLE}{text}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that asks for a `sample` or a `correct` program once for every one there is."""
    if "sample" in metafunc.fixturenames:
        found = list(samples())
        metafunc.parametrize("sample", found, ids=[each.name for each in found])
    if "correct" in metafunc.fixturenames:
        programs = list(correct_programs())
        metafunc.parametrize("correct", [text for _, text in programs], ids=[name for name, _ in programs])
