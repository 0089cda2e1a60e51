"""A strip under the toolbar that says one paragraph and offers what to do about it; it never takes the keyboard."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.views.theme import Theme


class Notice(QFrame):
    """Hidden while there is nothing to say. A new paragraph replaces the one before."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._offer = QPushButton()
        self._close = QPushButton("Close")
        self._close.setToolTip("Close this notice")
        self._close.clicked.connect(self.hide)
        self._act: Callable[[], None] | None = None
        self._offer.clicked.connect(self._accept)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        for widget in (self._label, self._offer, self._close):
            layout.addWidget(widget)
        self.set_theme(theme)
        self.hide()

    @property
    def text(self) -> str:
        """What is being said; "" while nothing is."""
        return "" if self.isHidden() else self._label.text()

    def say(self, paragraph: str, offer: str = "", act: Callable[[], None] | None = None) -> None:
        """Say a paragraph; with `offer` a button of that name does `act` and closes the notice."""
        self._label.setText(paragraph)
        self._act = act
        self._offer.setText(offer)
        self._offer.setVisible(act is not None)
        self.show()

    def set_theme(self, theme: Theme) -> None:
        """Draw in a theme's colours."""
        self.setStyleSheet(
            f"#notice {{ background: {theme.raised}; border: none; border-left: 4px solid {theme.warning};"
            f" border-bottom: 1px solid {theme.line}; }}"
        )

    def _accept(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()
