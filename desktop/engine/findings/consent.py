"""A program that ran without consent and met the confinement."""

from collections.abc import Iterator

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.rule import Rule


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
    if isinstance(case.error, FileNotFoundError | FileExistsError | IsADirectoryError | NotADirectoryError):
        return False
    if isinstance(case.error, OSError):
        return True
    is_named = type(case.error).__name__ in ("SubprocessError", "InductorError", "BackendCompilerFailed")
    words = ("Operation not permitted", "Permission denied", "No usable temporary directory")
    return is_named or (isinstance(case.error, RuntimeError) and any(word in case.message for word in words))


RULES = (Rule("needs-consent", "error", needs_consent),)
