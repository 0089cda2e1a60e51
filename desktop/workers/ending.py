"""How a child process ended, in one readable paragraph."""

import signal


def ending(what: str, returncode: int | None, report: str) -> str:
    """Say how `what` ("The engine") ended: by which signal or exit status, and the last line it wrote."""
    return f"{what} {_manner(returncode)}.{_last_words(report)}"


def _manner(returncode: int | None) -> str:
    if returncode is None:
        return "ended, and nothing is known of why"
    if returncode >= 0:
        return f"ended by itself with exit status {returncode}"
    try:
        name = signal.Signals(-returncode).name
    except ValueError:
        return f"was ended by signal {-returncode}"
    return f"was ended by {name} ({signal.strsignal(-returncode)})"


def _last_words(report: str) -> str:
    lines = [line.strip() for line in report.splitlines() if line.strip()]
    return f" Its last words: {lines[-1]}" if lines else ""
