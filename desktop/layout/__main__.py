"""`python -m desktop.layout`: ToLayout frames on standard input, FromLayout frames on standard output.

Ends with status 0 where the input ends (or nobody reads the answers any more), with 2 at a damaged frame.
"""

import os
import sys

from desktop.layout.serve import serve
from desktop.records.wire import WireError


def main() -> int:
    """Serve layouts on the standard streams; whatever else is printed goes to standard error."""
    answers = os.dup(1)
    os.dup2(2, 1)
    try:
        with os.fdopen(0, "rb", 0, closefd=False) as requests, os.fdopen(answers, "wb") as stream:
            serve(requests, stream)
    except BrokenPipeError:
        return 0
    except WireError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
