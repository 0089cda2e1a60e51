"""`python -m desktop.export`: a job (`desktop.export.job`) on standard input, its picture on standard output.

For those who have no room for Qt in their own process, and windows that must not wait. Ends with status 2, and one
paragraph on standard error, where it cannot be drawn.
"""

import sys

import msgspec

from desktop.export.drawing_job import draw
from desktop.export.job import decode
from desktop.records.files import UsageError


def main() -> int:
    """Draw one picture."""
    try:
        sys.stdout.buffer.write(draw(*decode(sys.stdin.buffer.read())))
    except (UsageError, msgspec.MsgspecError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
