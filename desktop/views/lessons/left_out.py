"""What could not be read of a teacher's folder: a paragraph on each lesson, and a button to read the folder again."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.views.lessons.words import reading_font, words
from desktop.views.theme import Theme, palette

_HIGHEST = 132
"""In pixels: more than some lines scroll, so that the lessons stay in sight."""


class LeftOut(QFrame):
    """Hidden while there is nothing to say. Thread: GUI."""

    read_again_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("left_out")
        self._label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._again = QPushButton()
        self._area = QScrollArea()
        self._build()
        self._again.clicked.connect(self.read_again_requested)
        self.set_theme(theme)
        self.set_language("en")
        self.hide()

    @property
    def text(self) -> str:
        """What is being said; "" while nothing is."""
        return "" if self.isHidden() else self._label.text()

    def show_faults(self, faults: Sequence[str]) -> None:
        """Say a paragraph on each fault; with none the strip is hidden."""
        sign = "• " if len(faults) > 1 else ""
        self._label.setText("\n".join(sign + fault for fault in faults))
        self.setVisible(bool(faults))
        self._fit()

    def set_language(self, language: str) -> None:
        """Speak this language from now on."""
        said = words(language)
        self._again.setText(said.read_again)
        self._again.setToolTip(said.read_again_tip)
        for part in (self._label, self._again):
            part.setFont(reading_font(language, 9.5))

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setStyleSheet(
            f"#left_out {{ background: {theme.raised}; border: 1px solid {theme.line};"
            f" border-left: 4px solid {theme.warning}; }}"
        )
        colours = palette(theme)
        colours.setColor(colours.ColorRole.Window, QColor(theme.raised))
        for part in (self._label, self._area):
            part.setPalette(colours)

    def _build(self) -> None:
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._label)
        buttons = QVBoxLayout()
        buttons.addWidget(self._again)
        buttons.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 10, 8)
        row.setSpacing(12)
        row.addWidget(self._area, 1)
        row.addLayout(buttons)

    def _fit(self) -> None:
        """Be as high as the text, or as the limit."""
        needed = self._label.heightForWidth(self._area.viewport().width())
        self._area.setFixedHeight(min(max(needed, self._again.sizeHint().height()), _HIGHEST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._fit()
