"""`python -m desktop.engine`: the engine process. Its streams are set apart before torch can print anything."""

import faulthandler

from desktop.engine.streams import Streams, ignore_interrupts


def main() -> None:
    """Serve until the input ends."""
    streams = Streams()
    ignore_interrupts()
    faulthandler.enable()
    from desktop.engine.serve import Engine  # noqa: PLC0415 # torch is imported only once the streams are safe

    Engine(streams).serve()


if __name__ == "__main__":
    main()
