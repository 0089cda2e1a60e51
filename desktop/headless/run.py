"""`run` without a window: the program's output, its record as JSON, its graph as a picture, an exit status."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import msgspec

from desktop.export import check_drawable, draw_graph
from desktop.records.files import UsageError, check_writable, decode_text, read_text, write_atomically
from desktop.records.finding import Finding
from desktop.records.graph import Graph
from desktop.records.run import Failure, Program, Run
from desktop.workers.run_once import run_once

FINISHED, FAILED, REFUSED, STOPPED = 0, 1, 3, 4
_STATUS = {"finished": FINISHED, "failed": FAILED, "refused": REFUSED, "stopped": STOPPED}


def run(program: Program, *, timeout_s: float | None, json: str | None, draw: Path | None) -> int:
    """Run a program in an engine of its own and give the command's exit status.

    `json` is a path or "-" (standard output, which then holds nothing else). Raises UsageError, before the program
    runs, where the device or an output cannot be used.
    """
    _check_outputs(json, draw)
    outcome = run_printing(program, timeout_s, sys.stderr if json == "-" else sys.stdout)
    if json is not None:
        write_json(outcome, json)
    if draw is not None:
        _draw(outcome, draw)
    return conclude(outcome, program)


def run_printing(program: Program, timeout_s: float | None, stream: TextIO) -> Run:
    """Run a program, its output to a stream as it comes; raise UsageError where the device cannot be used."""
    outcome = run_once(program, timeout_s=timeout_s, printed=_printer(stream))
    if outcome.error is not None and outcome.error.type == "UsageError":
        raise UsageError(outcome.error.message)
    return outcome


def conclude(outcome: Run, program: Program) -> int:
    """Say on standard error what ended a run before its end, and give the exit status."""
    if outcome.status == "refused":
        sys.stderr.write(_refusal(outcome, program))
    elif outcome.error is not None:
        sys.stderr.write(describe(outcome.error, program) + "\n")
    return _STATUS[outcome.status]


def read_program(file: str) -> str:
    """Read a program's text from a file, or from standard input where `file` is "-"; raise UsageError."""
    if file == "-":
        return decode_text(sys.stdin.buffer.read(), "Standard input")
    return read_text(Path(file))


def describe(error: Failure, program: Program) -> str:
    """Say in one paragraph what ended the program, and where."""
    if error.span is None:
        return f"{program.name}: {error.type}: {error.message}"
    return f"{program.name}:{error.span.line}:{error.span.column + 1}: {error.type}: {error.message}"


def _refusal(outcome: Run, program: Program) -> str:
    places = [finding_line(finding, program.name) for finding in outcome.findings]
    return "\n".join([*places, "Nothing was run. If you trust this program, run it again with --trust.", ""])


def finding_line(finding: Finding, file: str) -> str:
    """Write a finding as a linter does: file, line and column (both from 1), rule, message."""
    line, column = (finding.span.line, finding.span.column + 1) if finding.span is not None else (1, 1)
    return f"{file}:{line}:{column}: {finding.rule}: {finding.message}"


def graph_to_draw(run: Run) -> Graph | None:
    """Choose the graph of the last backward, or else of the last variable that has one."""
    if run.flows:
        return run.graphs[run.flows[-1].graph]
    nodes = [variable.node for variable in run.variables if variable.node is not None]
    for node in reversed(nodes):
        for graph in run.graphs:
            if any(each.id == node for each in graph.nodes):
                return graph
    return run.graphs[-1] if run.graphs else None


def _check_outputs(json: str | None, draw: Path | None) -> None:
    if json not in (None, "-"):
        check_writable(Path(str(json)))
    if draw is not None:
        check_drawable(draw)


def _printer(stream: TextIO) -> Callable[[str], None]:
    def printed(text: str) -> None:
        stream.write(text)
        stream.flush()

    return printed


def write_json(run: Run, target: str) -> None:
    """Write a Run to a path, or to standard output where `target` is "-"."""
    data = msgspec.json.encode(run) + b"\n"
    if target == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        write_atomically(Path(target), data)


def _draw(run: Run, target: Path) -> None:
    graph = graph_to_draw(run)
    if graph is None:
        sys.stderr.write(f"There is no graph to draw, so {target} was not written: nothing needed a gradient.\n")
    else:
        draw_graph(graph, target)
