"""The button that has a gradient checked, and stops that while it goes on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.records.messages import CheckAnswer, GradientChecking

_CHECK, _STOP = "Check this gradient", "Stop checking"
_CHECK_TIP = "Hold the gradient against central differences: the program runs again for each element, for 20 s at most"
_STOP_TIP = "Let the gradient be"


class CheckButton(QToolButton):
    """Hidden where there is nothing to check. `requested` carries a node and the number of a pass."""

    requested = Signal(str, int)
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject: tuple[str, int] | None = None
        self._is_under_way = False
        self.clicked.connect(self._press)
        self.offer(None)

    @property
    def subject(self) -> tuple[str, int] | None:
        """The node and the number of the pass that are offered."""
        return self._subject

    def offer(self, subject: tuple[str, int] | None) -> None:
        """Offer to check a node's gradient in a pass; None offers nothing. What is under way for another is stopped."""
        if self._is_under_way:
            self.stopped.emit()
        self._subject = subject
        self._show(under_way=False)
        self.setVisible(subject is not None)

    def follow(self, check: CheckAnswer) -> None:
        """Offer to stop while a check goes on."""
        self._show(under_way=isinstance(check, GradientChecking))

    def _press(self) -> None:
        if self._is_under_way:
            self.stopped.emit()
        elif self._subject is not None:
            self.requested.emit(*self._subject)

    def _show(self, *, under_way: bool) -> None:
        self._is_under_way = under_way
        self.setText(_STOP if under_way else _CHECK)
        self.setToolTip(_STOP_TIP if under_way else _CHECK_TIP)
