"""What a window shows of a graph, written to a file as it stands there."""

from pathlib import Path

from desktop.export.forms import FORMS
from desktop.export.suffixes import PICTURES, check_place
from desktop.export.view import View
from desktop.records.files import write_atomically


def write_view(view: View, path: Path, *, ratio: float = 2.0) -> None:
    """Write a view of a graph that is placed already to a .svg, .pdf or .png, with the painters of the screen.

    `View(picture, theme, sight, light, position)` is what is seen, `View.whole(picture, theme, light, position)` all.
    `ratio` (1 to 4) is how many pixels of a .png stand for one. Raises UsageError. Thread: the GUI's.
    """
    check_place(path, PICTURES)
    write_atomically(path, FORMS[path.suffix.lower()](view, ratio))
