"""A run that would take much memory or time is announced first; a person may run it all the same."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.app.notice import Notice, Offer
from desktop.records.run import Program


class HeavyRuns(QObject):
    """Stands between the Run button and the runs. A text that was let through once is announced no more. Thread: GUI.

    `warning` says of a text in a sentence why its run is heavy, or ""; `run` runs a program.
    """

    def __init__(
        self,
        warning: Callable[[str], str],
        run: Callable[[Program], None],
        text: Callable[[], str],
        notice: Notice,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._warning = warning
        self._run = run
        self._text = text
        self._notice = notice
        self._announced = ""
        self._let_through: set[str] = set()

    def run(self, program: Program) -> None:
        """Run a program, or announce first that it is heavy."""
        warning = self._warning(program.text)
        if not warning or program.text in self._let_through:
            self._withdraw()
            self._run(program)
        else:
            self._announced = warning
            tip = "Run the program as it stands; Stop ends it, and the memory limit keeps the computer usable"
            self._notice.say(warning, Offer("Run anyway", lambda: self._let(program), tip))

    def follow_estimate(self) -> None:
        """Take an announcement back that holds no longer."""
        if self._announced and self._warning(self._text()) != self._announced:
            self._withdraw()

    def _let(self, program: Program) -> None:
        self._let_through.add(program.text)
        self.run(program)

    def _withdraw(self) -> None:
        if self._announced and self._notice.text == self._announced:
            self._notice.hide()
        self._announced = ""
