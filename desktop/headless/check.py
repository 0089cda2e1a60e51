"""`check`: run a program and print what there is to say of it, as a linter does; `--fix` mends what is mechanical."""

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from desktop.headless.run import (
    FAILED,
    FINISHED,
    REFUSED,
    conclude,
    describe,
    finding_line,
    run_printing,
    write_json,
)
from desktop.records.edits import apply_edits, compatible
from desktop.records.files import check_writable, write_atomically
from desktop.records.finding import Finding
from desktop.records.run import Program, Run

_MOST_ROUNDS = 10
"""Times that a program is mended and run again at most: a fix may bring to light what stood behind it."""


def check(program: Program, *, timeout_s: float | None, json: str | None, fix: bool) -> int:
    """Check a program and give the command's exit status.

    Findings go to standard output, what the program prints to standard error. `json` is a path or "-" (standard output,
    which then holds the Run and nothing else; findings go to standard error). With `fix` the mended text replaces the
    file once nothing more can be mended; of a program from standard input ("-") it goes to standard output, and the
    findings that are left to standard error. Raises UsageError where the device or an output cannot be used.
    """
    is_piped = program.name == "stdin"
    _check_outputs(program, json, fix=fix and not is_piped)
    outcome = run_printing(program, timeout_s, sys.stderr)
    if fix:
        mending = _Mending(program, outcome, timeout_s)
        mending.mend()
        is_mended = mending.program is not program
        program, outcome = mending.program, mending.outcome
        if is_piped and json != "-":
            sys.stdout.write(program.text)
        elif not is_piped and is_mended:
            _replace_text(program)
    stream = sys.stderr if json == "-" or (fix and is_piped) else sys.stdout
    stream.write("".join(f"{line}\n" for line in _lines(outcome, program)))
    if json is not None:
        write_json(outcome, json)
    return _status(outcome, program)


def _check_outputs(program: Program, json: str | None, *, fix: bool) -> None:
    if json not in (None, "-"):
        check_writable(Path(str(json)))
    if fix:
        check_writable(Path(program.name))


class _Mending:
    """Mends a program round by round; a fix after which it no longer finishes is taken back and not tried again."""

    def __init__(self, program: Program, outcome: Run, timeout_s: float | None) -> None:
        self.program = program
        self.outcome = outcome
        self._timeout_s = timeout_s
        self._given_up: set[tuple[str, str]] = set()

    def mend(self) -> None:
        """Apply fixes that do not overlap and run again, until there is nothing more to mend."""
        for _ in range(_MOST_ROUNDS):
            chosen = _chosen([each for each in self.outcome.findings if _key(each) not in self._given_up])
            if self.outcome.status == "refused" or not chosen:
                return
            if not self._apply(chosen):
                self._apply_singly(chosen)

    def _apply_singly(self, findings: Sequence[Finding]) -> None:
        """Apply the first fix that does no harm; the places of the others have moved then."""
        for each in findings:
            if len(findings) > 1 and self._apply([each]):
                return
            self._given_up.add(_key(each))

    def _apply(self, findings: Sequence[Finding]) -> bool:
        edits = [edit for each in findings if each.fix is not None for edit in each.fix.edits]
        program = msgspec.structs.replace(self.program, text=apply_edits(self.program.text, edits))
        outcome = run_printing(program, self._timeout_s, sys.stderr)
        if self.outcome.status == "finished" and outcome.status != "finished":
            return False
        for each in findings:
            sys.stderr.write(f"fixed {_line(each, program)}\n      {each.fix.title if each.fix is not None else ''}\n")
        self.program, self.outcome = program, outcome
        return True


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.message


def _chosen(findings: Sequence[Finding]) -> list[Finding]:
    """Choose fixes that do not overlap: those of errors, if there are any, as what follows was not run."""
    errors = [each for each in findings if each.severity == "error" and each.fix is not None]
    chosen: list[Finding] = []
    for each in errors or findings:
        if each.fix is not None and compatible(each.fix, [other.fix for other in chosen if other.fix is not None]):
            chosen.append(each)
    return chosen


def _replace_text(program: Program) -> None:
    """Write the mended text over the file, with the line ends that it had."""
    target = Path(program.name)
    text = program.text.replace("\n", "\r\n") if b"\r\n" in target.read_bytes() else program.text
    write_atomically(target, text.encode())


def _lines(outcome: Run, program: Program) -> list[str]:
    """Give a line for each finding; what ended the program too, where no finding stands for it."""
    lines = [_line(each, program) for each in outcome.findings]
    if outcome.status == "failed" and not any(each.severity == "error" for each in outcome.findings):
        lines += [] if outcome.error is None else [describe(outcome.error, program).partition("\n")[0]]
    return lines


def _line(finding: Finding, program: Program) -> str:
    """Write a finding on one line; of PyTorch's longer messages that is the first."""
    return finding_line(finding, program.name).partition("\n")[0]


def _status(outcome: Run, program: Program) -> int:
    if outcome.status == "refused":
        sys.stderr.write("Nothing was run. If you trust this program, check it again with --trust.\n")
        return REFUSED
    if outcome.status == "stopped":
        return conclude(outcome, program)
    has_error = outcome.status == "failed" or any(each.severity == "error" for each in outcome.findings)
    return FAILED if has_error else FINISHED
