"""`python -m desktop.language`: ToLanguage frames on standard input, FromLanguage frames on standard output.

Ends with status 0 where the input ends (or nobody reads the answers any more), with 2 at a damaged frame.
"""

import os
import sys

from desktop.language.serve import serve
from desktop.language.walls import refuse_foreign_code
from desktop.records.wire import WireError


def main() -> int:
    """Serve language help on the standard streams; whatever else is printed goes to standard error."""
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    refuse_foreign_code()
    try:
        with os.fdopen(requests, "rb", 0) as incoming, os.fdopen(answers, "wb") as outgoing:
            serve(incoming, outgoing)
    except BrokenPipeError:
        return 0
    except WireError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
