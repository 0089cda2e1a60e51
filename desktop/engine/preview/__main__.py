"""`python -m desktop.engine.preview`: ToPreview frames on standard input, FromPreview frames on standard output.

Ends with status 0 where the input ends (or nobody reads the answers any more), with 2 at a damaged frame.
"""

import gc
import os
import sys

from desktop.engine.limits import be_expendable
from desktop.records.wire import WireError


def main() -> int:
    """Serve previews on the standard streams; whatever else is printed goes to standard error."""
    be_expendable()
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    try:
        _serve(requests, answers)
    except BrokenPipeError:
        return 0
    except WireError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _serve(requests: int, answers: int) -> None:
    import torch  # noqa: PLC0415 # torch is imported only once the streams are safe

    from desktop.engine.preview.fake import prepare, warm_up  # noqa: PLC0415 # it imports torch
    from desktop.engine.preview.serve import Server  # noqa: PLC0415 # it imports torch

    torch.set_num_threads(1)  # nothing is computed, and a process with threads cannot be copied
    prepare()
    warm_up()
    gc.collect()
    gc.freeze()
    Server(requests, answers).serve()


if __name__ == "__main__":
    sys.exit(main())
