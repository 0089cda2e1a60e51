"""Language help for the editor: its questions go to the language process, the answers come back to it."""

import re

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.records.finding import Finding
from desktop.records.language import Completions, Definition, Description, Mistakes, Signatures
from desktop.records.text import Span
from desktop.views.editor import CodeEditor
from desktop.workers.language_process import LanguageProcess

PAUSE_MS = 600
"""How long no key is pressed before mistakes are looked for: a statement half written is no mistake yet."""
LONGEST_TEXT = 500_000
"""In characters. Longer texts are edited without help."""

_BEFORE_DOT = re.compile(r"([^\W\d][\w.]*)\.\w*$")
NOWHERE = "That is not defined in this program"


class EditorSession(QObject):
    """Connects one editor with language help. Thread: GUI.

    `told` brings a sentence for the status line.
    """

    told = Signal(str)

    def __init__(self, language: LanguageProcess, editor: CodeEditor, parent: QObject) -> None:
        super().__init__(parent)
        self._language = language
        self._editor = editor
        self._checked: str | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._check)
        assistance = editor.assistance
        assistance.completion_requested.connect(self._complete)
        assistance.description_requested.connect(language.describe)
        assistance.signatures_requested.connect(self._give_signatures)
        editor.definition_requested.connect(self._define)
        editor.document().contentsChanged.connect(self._pause.start)
        language.answered.connect(self._take)

    def _complete(self, line: int, column: int) -> None:
        if (text := self._text()) is not None:
            name = _BEFORE_DOT.search(text.split("\n")[line - 1][:column])
            after_tensor = name is not None and self._editor.shapes.is_tensor(name[1])
            self._language.complete(text, line, column, after_tensor=after_tensor)

    def _give_signatures(self, line: int, column: int) -> None:
        if (text := self._text()) is not None:
            self._language.signatures(text, line, column)

    def _define(self, line: int, column: int) -> None:
        if (text := self._text()) is not None:
            self._language.define(text, line, column)

    def _check(self) -> None:
        """Look for mistakes, if the text is another than before: Qt tells of colours as of edits."""
        text = self._text()
        if text is not None and text != self._checked:
            self._checked = text
            self._language.check(text)

    def _text(self) -> str | None:
        text = self._editor.toPlainText()
        return text if len(text) <= LONGEST_TEXT else None

    def _take(self, answer: object) -> None:
        match answer:
            case Completions():
                self._editor.assistance.offer(answer)
            case Description():
                self._editor.assistance.describe(answer)
            case Signatures():
                self._editor.assistance.show_signatures(answer)
            case Definition(_, span):
                self._go_to(span)
            case Mistakes(_, findings):
                self._show_mistakes(findings)

    def _go_to(self, span: Span | None) -> None:
        if span is not None:
            self._editor.go_to(span)
        else:
            self.told.emit(NOWHERE)

    def _show_mistakes(self, findings: tuple[Finding, ...]) -> None:
        """Show mistakes, unless the text is another by now: then the next check is on its way."""
        if self._editor.toPlainText() == self._checked:
            self._editor.show_findings(findings, "language")
