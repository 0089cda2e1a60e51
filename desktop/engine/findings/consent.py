"""A program that ran without consent and met the confinement."""

from collections.abc import Iterator

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.rule import Rule

_WORDS = (
    "Operation not permitted",
    "Permission denied",
    "No usable temporary directory",
    "File too large",
    "Read-only file system",
    "unable to open shared memory",
)


def needs_consent(case: Case) -> Iterator[Remark]:
    """Find an end that the confinement brought about."""
    if case.failure is None or case.program.trusted or not _is_refused(case):
        return
    yield Remark(
        case.failure.span,
        case.message,
        "A program that was not allowed more may compute and nothing else: no worker processes (DataLoader with "
        "num_workers above 0), no compiler (torch.compile), no files, no network. Allow it this (--trust), or do "
        "without: num_workers=0 loads the same data.",
    )


def _is_refused(case: Case) -> bool:
    if case.error is None:
        return False
    if type(case.error).__name__ in ("SubprocessError", "InductorError", "BackendCompilerFailed"):
        return True
    return isinstance(case.error, OSError | RuntimeError) and any(word in case.message for word in _WORDS)


RULES = (Rule("needs-consent", "error", needs_consent),)
