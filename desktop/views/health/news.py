"""What there is to say of a pass: a sentence for each trouble, each a way to the node it is about."""

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from desktop.views.theme import Theme, palette, text_font

Sentences = tuple[tuple[str, str], ...]


class News(QLabel):
    """Shows sentences with the ids of their nodes; a click on one asks for its node."""

    node_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sentences: Sentences = ()
        self._advice = ""
        self.setWordWrap(True)
        self.setFont(text_font(10))
        self.setTextFormat(Qt.TextFormat.RichText)
        links = Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        self.setTextInteractionFlags(links)
        self.linkActivated.connect(self.node_requested)
        self.linkHovered.connect(self._tell_link)

    def set_theme(self, theme: Theme) -> None:
        """Write in another theme."""
        self._theme = theme
        self.setPalette(palette(theme))
        self.set_sentences(self._sentences, self._advice)

    def set_sentences(self, sentences: Sentences, advice: str = "") -> None:
        """Show these, the first in the colour of errors unless it is about no node, and below some advice."""
        self._sentences, self._advice = sentences, advice
        lines = [self._line(place, *each) for place, each in enumerate(sentences)]
        if advice:
            lines.append(f'<span style="color:{self._theme.muted}">{html.escape(advice)}</span>')
        self.setText("<br>".join(lines))

    def _line(self, place: int, text: str, node: str) -> str:
        words = html.escape(text)
        if not node:
            return f'<span style="color:{self._theme.success}">{words}</span>'
        colour = self._theme.error if place == 0 else self._theme.text
        return f'<a href="{html.escape(node)}" style="color:{colour}; text-decoration:none">{words}</a>'

    def _tell_link(self, node: str) -> None:
        self.setToolTip("Show this node in the graph" if node else "")
