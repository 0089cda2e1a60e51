"""Shapes while a person types: after a pause the engine for previews looks at the text, the editor shows it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.records.preview import Estimate, Preview
from desktop.records.run import Program
from desktop.views.editor import CodeEditor
from desktop.workers.preview_process import PreviewProcess

PAUSE_MS = 250
"""How long no key is pressed before the text is looked at."""
LONGEST_TEXT = 200_000
"""In characters: beyond, nobody reads the ends of lines, and a look costs more than it tells."""

HEAVY_MEMORY = 4 * 1024**3
"""Bytes alive at once from which a run is called heavy: half of what a small laptop has."""
HEAVY_OPERATIONS = 1_000_000_000_000
"""Floating-point operations from which a run is called heavy: some twenty seconds on a laptop's processor."""


_MANY = 100
"""From here on a number is told without its fraction."""


class PreviewSession(QObject):
    """Connects one editor with one engine for previews. Thread: GUI.

    `program` gives the program as it stands. `estimate_changed` tells what a run of it will take, as far as that is
    known; of a text that cannot be looked at, an empty estimate. Nothing is looked at before `set_on`.
    """

    estimate_changed = Signal(Estimate)

    def __init__(
        self, previews: PreviewProcess, editor: CodeEditor, program: Callable[[], Program], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._previews = previews
        self._editor = editor
        self._program = program
        self._is_on = False
        self._looked_at = ""
        self.estimate = Estimate()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._look)
        editor.document().contentsChanged.connect(self._follow_edit)
        previews.previewed.connect(self._show)

    def set_on(self, *, on: bool) -> None:
        """Look at programs and show their shapes, or do neither."""
        self._is_on = on
        self._editor.shapes.set_shown(shown=on)
        if on:
            self._looked_at = ""
            self._follow_edit()
        else:
            self._pause.stop()
            self._editor.shapes.clear()
            self._editor.show_findings((), "preview")
            self._take(Estimate())

    def warning(self, text: str) -> str:
        """Say in a sentence why a run of a text is heavy, or "": also where it was not looked at yet."""
        return heavy(self.estimate) if text == self._looked_at else ""

    def _follow_edit(self) -> None:
        if self._is_on:
            self._pause.start()

    def _look(self) -> None:
        """Show the text, if it is another than before: Qt tells a change also where only colours changed."""
        program = self._program()
        if program.text == self._looked_at or len(program.text) > LONGEST_TEXT:
            return
        self._looked_at = program.text
        self._previews.start()
        self._previews.show(program)

    def _show(self, preview: Preview) -> None:
        """Show what was seen, unless the text is another by now: then the next look is on its way."""
        if not self._is_on or self._editor.toPlainText() != self._looked_at:
            return
        self._editor.shapes.show(preview)
        if preview.status != "unreadable":
            self._editor.show_findings(preview.findings, "preview")
            self._take(preview.estimate)

    def _take(self, estimate: Estimate) -> None:
        if estimate != self.estimate:
            self.estimate = estimate
            self.estimate_changed.emit(estimate)


def heavy(estimate: Estimate) -> str:
    """Say in a sentence why a run that takes so much is heavy, or ""."""
    at_least = "" if estimate.complete else "at least "
    parts = []
    if estimate.memory >= HEAVY_MEMORY:
        parts.append(f"{at_least}{estimate.memory / 1024**3:,.1f} GiB for its tensors")
    if estimate.operations >= HEAVY_OPERATIONS:
        parts.append(f"{at_least}{estimate.operations / 1e12:,.1f} trillion floating-point operations")
    return f"This run takes {' and '.join(parts)}." if parts else ""


def account(estimate: Estimate) -> str:
    """Say in a sentence what a run takes, or "" of one that computes nothing."""
    if not estimate.memory and not estimate.operations:
        return ""
    at_least = "about" if estimate.complete else "at least"
    operations = _scaled(estimate.operations, 1000, ("", " thousand", " million", " billion", " trillion"))
    memory = _scaled(estimate.memory, 1024, (" bytes", " KiB", " MiB", " GiB", " TiB"))
    return f"It takes {at_least} {memory} for its tensors and {operations} floating-point operations."


def _scaled(number: float, step: int, units: tuple[str, ...]) -> str:
    """Write a number with at most three digits before the point, and its unit."""
    place = 0
    while number >= step and place < len(units) - 1:
        number, place = number / step, place + 1
    return f"{number:,.0f}{units[place]}" if not place or number >= _MANY else f"{number:,.1f}{units[place]}"
