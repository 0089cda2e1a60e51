"""A run under study: what listens while the program runs, and what is said of it afterwards."""

import re
import warnings
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from desktop.engine.findings.case import Case
from desktop.engine.findings.examine import examine
from desktop.engine.findings.leaves import Leaves
from desktop.engine.findings.log import Log
from desktop.engine.findings.syntax import Syntax, parsed
from desktop.engine.findings.taps import Observation
from desktop.engine.findings.uninitialized import raw_constructors
from desktop.engine.findings.witness import Witness
from desktop.engine.source import Source
from desktop.records.finding import Finding
from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.run import Failure, Program

_UNCOUNTED = re.compile(r"\bdata\b|numpy|vector_to_parameters|\bset_\b")
"""What a program's text has in it where it may change a leaf past its count of changes."""


class Study:
    """One run's study. Thread: the program's."""

    def __init__(self, program: Program, source: Source) -> None:
        self._program = program
        self._tree = parsed(program.text)
        self._log = Log(source, Leaves(copies=_UNCOUNTED.search(program.text) is not None))
        self._witness = Witness(self._log, has_raw_constructors=bool(raw_constructors(self._tree)))

    def observing(self) -> AbstractContextManager[Any]:
        """Give the context that the program runs in, within that of its recording."""
        return Observation(self._log, self._witness)

    def findings(
        self,
        namespaces: Sequence[Mapping[str, Any]],
        error: BaseException | None,
        failure: Failure | None,
        graphs: Sequence[Graph],
        flows: Sequence[Flow],
    ) -> tuple[Finding, ...]:
        """Say what there is to say, while everything that the program left still lives; warn nobody by looking."""
        syntax = Syntax(self._program.text, self._tree)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return examine(Case(self._program, syntax, self._log, namespaces, error, failure, graphs, flows))
