"""Offers back, one after another, the texts that windows left behind which ended unexpectedly."""

from datetime import UTC, datetime

from PySide6.QtCore import QObject

from desktop.app.file_session import FileSession
from desktop.app.file_writer import FileWriter
from desktop.app.journal import Journal
from desktop.app.lost_texts import LostText, LostTexts
from desktop.app.notice import Notice, Offer
from desktop.app.status import StatusLine


class Recovery(QObject):
    """Asks in a strip of its own. What is not answered is offered again at the next start. Thread: GUI."""

    def __init__(
        self,
        lost: LostTexts,
        strip: Notice,
        files: FileSession,
        journal: Journal,
        writer: FileWriter,
        status: StatusLine,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._lost = lost
        self._strip = strip
        self._files = files
        self._journal = journal
        self._writer = writer
        self._status = status
        self._waiting: list[LostText] = []
        self._answered: list[LostText] = []
        files.restored.connect(self._on_restored)

    def offer(self) -> None:
        """Offer what there is."""
        self._waiting = [lost for lost in self._lost.claim() if self._let_go_of_saved(lost)]
        if self._lost.damaged:
            names = ", ".join(path.name for path in self._lost.damaged)
            self._status.say(f"A damaged journal was put aside: {names}")
        self._offer_next()

    def _let_go_of_saved(self, lost: LostText) -> bool:
        """Say whether a text is unsaved; forget one that its file holds already."""
        if self._files.holds(lost.entry):
            self._discard(lost)
            return False
        return True

    def _offer_next(self) -> None:
        if not self._waiting:
            return
        lost = self._waiting[0]
        others = f" {len(self._waiting) - 1} more after it." if len(self._waiting) > 1 else ""
        self._strip.say(
            f"Chainrule ended unexpectedly. {lost.entry.account(datetime.now(UTC).astimezone())} is here.{others}",
            Offer("Restore", lambda: self._restore(lost), "Put the text back into the editor, not yet saved"),
            Offer("Discard", lambda: self._answer(lost), "Let go of the text for good"),
        )

    def _restore(self, lost: LostText) -> None:
        self._files.restore(lost.entry)
        if self._waiting and self._waiting[0] is lost:
            self._offer_next()  # the question about what is unsaved now was not answered yet, or with Cancel

    def _on_restored(self) -> None:
        """Let the window's own journal take the text over before the one that was found is let go."""
        self._journal.write()
        self._answer(self._waiting[0])

    def _answer(self, lost: LostText) -> None:
        self._discard(lost)
        self._waiting.remove(lost)
        self._strip.hide()
        self._offer_next()

    def _discard(self, lost: LostText) -> None:
        self._answered.append(lost)  # its lock is held until the file is surely gone: to the end of the session
        self._writer.remove(lost.path)
