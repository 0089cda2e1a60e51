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


class PreviewSession(QObject):
    """Connects one editor with one engine for previews. Thread: GUI.

    `program` gives the program as it stands. `estimate_changed` tells what a run of it will take, as far as that is
    known; of a text that cannot be looked at, an empty estimate.
    """

    estimate_changed = Signal(Estimate)

    def __init__(
        self, previews: PreviewProcess, editor: CodeEditor, program: Callable[[], Program], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._previews = previews
        self._editor = editor
        self._program = program
        self._is_on = True
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

    def warning(self) -> str:
        """Say in a sentence why a run of the program as it stands is heavy, or ""."""
        return heavy(self.estimate)

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
