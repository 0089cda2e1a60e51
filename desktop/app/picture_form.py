"""The form in which a person says which picture of the graph is to be saved."""

from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QWidget

_SEEN, _WHOLE = "What is seen", "The whole graph"
_NOTES = {
    ".svg": "For web pages and drawing programs; text stays text.",
    ".pdf": "One page of the picture's size; text stays text.",
    ".png": "Pixels, as many as you like.",
    ".gif": "The gradients flowing, for slides and chats.",
    ".webp": "The gradients flowing, smaller and in more colours than a GIF.",
    "strip.svg": "The pass in moments side by side, for a page.",
    "strip.pdf": "The pass in moments side by side, for slides.",
    ".dot": "Every recorded node and edge, for Graphviz.",
    ".graphml": "Every recorded node and edge, for networkx, yEd, Gephi and others.",
    ".json": "Every recorded node and edge with their numbers: Chainrule opens it again.",
}
_TITLES = {
    ".svg": "SVG picture",
    ".pdf": "PDF page",
    ".png": "PNG picture",
    ".gif": "GIF, moving",
    ".webp": "WebP, moving",
    "strip.svg": "Strip of stills, SVG",
    "strip.pdf": "Strip of stills, PDF",
    ".dot": "DOT text",
    ".graphml": "GraphML text",
    ".json": "JSON record",
}
_FLOWS = frozenset({".gif", ".webp", "strip.svg", "strip.pdf"})
_DOCUMENTS = frozenset({".dot", ".graphml", ".json"})


@dataclass(frozen=True)
class PictureWish:
    """Which picture a person wants: `form` is a suffix, with "strip" before it for stills; `ratio` is of a PNG."""

    form: str
    seen: bool
    theme: str
    ratio: float

    @property
    def suffix(self) -> str:
        """The end of the file's name."""
        return self.form.removeprefix("strip")

    @property
    def is_flow(self) -> bool:
        """Whether the gradients' flow is pictured, and not one moment."""
        return self.form in _FLOWS

    @property
    def is_document(self) -> bool:
        """Whether it is a text for other programs."""
        return self.form in _DOCUMENTS


class PictureForm(QDialog):
    """Asks for the form, the part, the colours and the size of a picture; `wish()` gives the answers."""

    def __init__(self, theme: str, *, has_flow: bool, last: str = ".svg", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save picture")
        self._forms = _choice({form: title for form, title in _TITLES.items() if has_flow or form not in _FLOWS})
        self._part = _choice({_SEEN: _SEEN, _WHOLE: _WHOLE})
        self._theme = _choice({"light": "Light", "dark": "Dark"})
        self._ratio = _choice({1.0: "1×", 2.0: "2×", 3.0: "3×", 4.0: "4×"})
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.setMinimumWidth(320)
        self._theme.setCurrentIndex(self._theme.findData(theme))
        self._ratio.setCurrentIndex(1)
        self._part.setCurrentIndex(1)
        self._assemble()
        self._forms.currentIndexChanged.connect(self._fit)
        self._forms.setCurrentIndex(max(0, self._forms.findData(last)))
        self._fit()

    def wish(self) -> PictureWish:
        """Give what is chosen."""
        return PictureWish(
            str(self._forms.currentData()),
            self._part.isEnabled() and self._part.currentData() == _SEEN,
            str(self._theme.currentData()),
            float(self._ratio.currentData()),
        )

    def _assemble(self) -> None:
        rows = QFormLayout(self)
        tips = {
            "&Form": (self._forms, "The kind of file"),
            "&Part": (self._part, "What is in sight now, with its light, or all of it"),
            "&Colours": (self._theme, "On which ground the graph is drawn"),
            "&Size": (self._ratio, "How many pixels stand for one of the screen's"),
        }
        for label, (choice, tip) in tips.items():
            choice.setToolTip(tip)
            rows.addRow(label, choice)
        rows.addRow(self._note)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Save).setText("&Save…")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        rows.addRow(buttons)

    def _fit(self) -> None:
        """Offer what has a meaning for the form."""
        form = str(self._forms.currentData())
        self._note.setText(_NOTES[form])
        self._part.setEnabled(form not in _FLOWS | _DOCUMENTS)
        self._theme.setEnabled(form not in _DOCUMENTS)
        self._ratio.setEnabled(form == ".png")


def _choice(items: dict[str, str] | dict[float, str]) -> QComboBox:
    choice = QComboBox()
    for data, title in items.items():
        choice.addItem(title, data)
    return choice
