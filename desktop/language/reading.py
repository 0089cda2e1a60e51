"""What jedi reads from a program's text: names that may follow, ways to call, places of definition."""

import sys
import tempfile
from typing import Any

import jedi  # type: ignore[import-untyped] # it carries no stubs

from desktop.records.language import Completion, Completions, Definition, Description, Signature, Signatures
from desktop.records.text import Span

NAME = "program.py"
MOST_SIGNATURES = 6
LONGEST_TEXT = 4_000
"""Characters of documentation that are passed on."""
_KINDS_LOOKED_UP = 60

_WARM_UP = (
    "import torch\ntorch.",
    "import torch\nx = torch.randn(2, 3)\ny = x @ x\ny.",
    "import torch.nn as nn\nnn.",
    "import torch.nn as nn\nnn.Linear(",
    "import torch.nn.functional as F\nF.cross_entropy(",
    "import torch\ntorch.optim.SGD(",
    "import numpy as np\nnp.ar",
)

_TENSOR = "from torch import Tensor\nx: Tensor\nx."


class Reading:
    """Reads texts, and remembers the names that were offered last. Thread: one."""

    def __init__(self) -> None:
        # No folder of a person's is searched, and no compiled module is loaded that is not allowed.
        self._project = jedi.Project(tempfile.gettempdir(), sys_path=tuple(sys.path), smart_sys_path=False)
        self._environment = jedi.InterpreterEnvironment()
        self._offered: dict[str, Any] = {}

    def warm_up(self) -> None:
        """Read what most programs stand on: the first reading of PyTorch takes seconds."""
        for text in _WARM_UP:
            line, column = text.count("\n") + 1, len(text.rpartition("\n")[2])
            if text.endswith("("):
                self.signatures(0, text, line, column)
            else:
                self.complete(0, text, line, column)

    def complete(self, ticket: int, text: str, line: int, column: int, *, after_tensor: bool = False) -> Completions:
        """Give the names that may stand at a place; the private ones only after an underscore."""
        found = self._script(text).complete(line, column)
        if not found and after_tensor:
            begun = text.split("\n")[line - 1][:column].rpartition(".")[2]
            text, line, column = f"{_TENSOR}{begun}", 3, len(begun) + 2
            found = self._script(text).complete(line, column)
        typed = len(found[0].name_with_symbols) - len(found[0].complete or "") if found else 0
        hidden = "" if _before(text, line, column, typed).startswith("_") else "_"
        names = [each for each in found if not (hidden and each.name.startswith(hidden))]
        self._offered = {each.name: each for each in names}
        known = len(names) <= _KINDS_LOOKED_UP
        offered = tuple(Completion(each.name, each.type if known else "") for each in names)
        return Completions(ticket, typed, offered)

    def describe(self, ticket: int, name: str) -> Description:
        """Say more of a name that was offered last."""
        offered = self._offered.get(name)
        if offered is None:
            return Description(ticket, name, (), "")
        signatures = tuple(each.to_string() for each in offered.get_signatures()[:MOST_SIGNATURES])
        return Description(ticket, name, signatures, offered.docstring(raw=True)[:LONGEST_TEXT])

    def signatures(self, ticket: int, text: str, line: int, column: int) -> Signatures:
        """Give the ways to call the function whose brackets are around a place."""
        found = self._script(text).get_signatures(line, column)
        opened = found[0].bracket_start if found else (0, 0)
        return Signatures(ticket, tuple(map(_signature, found[:MOST_SIGNATURES])), opened)

    def define(self, ticket: int, text: str, line: int, column: int) -> Definition:
        """Give where the name at a place is defined, if that is in the same text."""
        found = self._script(text).goto(line, column, follow_imports=False)
        spans = [_span(each) for each in found if each.line is not None and _is_here(each)]
        return Definition(ticket, spans[0] if spans else None)

    def _script(self, text: str) -> Any:
        return jedi.Script(text, path=NAME, project=self._project, environment=self._environment)


def _before(text: str, line: int, column: int, typed: int) -> str:
    return text.split("\n")[line - 1][column - typed : column]


def _signature(signature: Any) -> Signature:
    parameters = tuple(parameter.to_string() for parameter in signature.params)
    _, arrow, result = signature.to_string().rpartition(") -> ")
    return Signature(signature.name, parameters, signature.index, result if arrow else "")


def _is_here(name: Any) -> bool:
    return name.module_path is not None and name.module_path.name == NAME


def _span(name: Any) -> Span:
    return Span(name.line, name.column, name.line, name.column + len(name.name))
