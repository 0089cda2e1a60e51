"""A strip under the toolbar that says one paragraph and offers what to do about it; it never takes the keyboard."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.views.theme import Theme


class Offer(NamedTuple):
    """A button of a notice: its name, what it does (the notice is closed first), and its tooltip."""

    name: str
    act: Callable[[], object]
    tip: str


class Notice(QFrame):
    """Hidden while there is nothing to say. A new paragraph replaces the one before. Thread: GUI.

    Without `closable` one of the offers has to be taken.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, closable: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._offers: list[QPushButton] = []
        self._close = QPushButton("Close")
        self._close.setToolTip("Close this notice")
        self._close.clicked.connect(self.hide)
        self._close.setVisible(closable)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 8, 6)
        self._row.addWidget(self._label)
        self._row.addWidget(self._close)
        self.set_theme(theme)
        self.hide()

    @property
    def text(self) -> str:
        """What is being said; "" while nothing is."""
        return "" if self.isHidden() else self._label.text()

    @property
    def offers(self) -> dict[str, QPushButton]:
        """The buttons by their names."""
        return {button.text(): button for button in self._offers}

    def say(self, paragraph: str, *offers: Offer) -> None:
        """Say a paragraph and offer something about it."""
        self._label.setText(paragraph)
        for button in self._offers:
            button.hide()
            button.deleteLater()
        self._offers = [self._button(offer) for offer in offers]
        for place, button in enumerate(self._offers, start=1):
            self._row.insertWidget(place, button)
        self.show()

    def set_theme(self, theme: Theme) -> None:
        """Draw in a theme's colours."""
        self.setStyleSheet(
            f"#notice {{ background: {theme.raised}; border: none; border-left: 4px solid {theme.warning};"
            f" border-bottom: 1px solid {theme.line}; }}"
        )

    def _button(self, offer: Offer) -> QPushButton:
        button = QPushButton(offer.name)
        button.setToolTip(offer.tip)
        button.clicked.connect(lambda: self._accept(offer))
        return button

    def _accept(self, offer: Offer) -> None:
        self.hide()
        offer.act()
