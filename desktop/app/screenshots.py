"""`screenshots`: pictures of the real window, taken without a screen. Qt is imported only where it can be."""

from collections.abc import Sequence
from pathlib import Path

from desktop.app.launch import prepare
from desktop.app.scene_names import picture_names
from desktop.records.files import UsageError


def names() -> tuple[str, ...]:
    """Name the pictures there are."""
    return picture_names()


def screenshots(folder: Path, only: Sequence[str]) -> int:
    """Write the pictures of `only` (all where it is empty) into a folder, which is made if need be; give 0.

    Raise UsageError for a name there is not, or a folder that cannot be written. Each is 1440 by 900 pixels, and
    equal calls give equal pixels.
    """
    for name in only:
        if name not in names():
            raise UsageError(f"There is no picture {name!r}. There are: {', '.join(names())}.")
    prepare(offscreen=True)
    from desktop.app.scenes import picture_scenes  # noqa: PLC0415 # Qt is imported only where it can be

    picture_scenes(folder, only or names())
    return 0
