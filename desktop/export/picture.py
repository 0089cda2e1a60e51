"""What a window shows of a graph, written to a file as it stands there."""

from pathlib import Path

from desktop.export.draw import PICTURES, check_suffix
from desktop.export.forms import FORMS
from desktop.export.view import View
from desktop.records.files import check_writable, write_atomically
from desktop.views.theme import Theme


def write_view(view: View, path: Path, theme: Theme, *, ratio: float = 2.0) -> None:
    """Write a view of a graph that is placed already to a .svg, .pdf or .png, with the painters of the screen.

    `View(picture, sight, light, position)` is what is seen, `View.whole(picture, light, position)` all of it. `ratio`
    (1 to 4) is how many pixels of a .png stand for one. Raises UsageError. Thread: any, under a QGuiApplication.
    """
    check_suffix(path, PICTURES)
    check_writable(path)
    write_atomically(path, FORMS[path.suffix.lower()](view, theme, ratio))
