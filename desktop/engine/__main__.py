"""`python -m desktop.engine [--confined]`: the engine process. All is set apart before torch is imported."""

import faulthandler
import sys

from desktop.engine.confinement import Confinement, confine
from desktop.engine.limits import be_expendable
from desktop.engine.streams import Streams, ignore_interrupts
from desktop.engine.watchdog import watch_parent


def main(arguments: list[str]) -> None:
    """Serve until the input ends; with `--confined`, confined as far as the operating system can."""
    watch_parent()
    be_expendable()
    confinement = confine() if "--confined" in arguments else Confinement()
    streams = Streams()
    ignore_interrupts()
    faulthandler.enable()
    from desktop.engine.serve import Engine  # noqa: PLC0415 # torch is imported only once the streams are safe

    Engine(streams, confinement).serve()


if __name__ == "__main__":
    main(sys.argv[1:])
