"""What a node's box says, and how much room it needs to say it."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetricsF

from desktop.records.graph import Graph, Node
from desktop.records.messages import Size
from desktop.records.tensor import Tensor
from desktop.views.operation_names import operation_name, operation_sign
from desktop.views.tensor_text import number_text, shape_text
from desktop.views.theme import code_font, text_font

HEIGHT = 50.0
BADGE = 28.0
GAP = 8.0
PADDING = 9.0
PILL_PADDING = 18.0
CHIP_PADDING = 6.0
WORD_GAP = 5.0
_LONGEST = 24
"""In characters; a longer name keeps its end, which tells parameters apart."""


@dataclass(frozen=True)
class NodeFace:
    """The texts of one box: its sign in a badge, its label in bold, its name in words, its shape on a chip.

    The chip names the device too where that is not the CPU, so that a move between devices is seen.
    """

    sign: str
    label: str
    name: str
    chip: str


def face_of(node: Node) -> NodeFace:
    """Say what the box of a node shows."""
    chip = _chip(node.tensor)
    label = _shortened(node.label)
    if node.kind == "operation":
        name = operation_name(node.name)
        sign = operation_sign(name)
        return NodeFace(sign, label, "" if sign.lower() == name else _shortened(name), chip)
    if label:
        return NodeFace("", label, "", chip)
    return NodeFace("", "", _nameless(node), chip)


def _chip(tensor: Tensor | None) -> str:
    shape = shape_text(tensor)
    return shape if tensor is None or tensor.device == "cpu" else f"{shape} {tensor.device}"


def _nameless(node: Node) -> str:
    """Call a constant of one element by its value: so it stands in the program."""
    values = node.tensor.values if node.tensor is not None else None
    return number_text(values[0]) if node.kind == "constant" and values and len(values) == 1 else node.kind


def _shortened(text: str) -> str:
    """Leave out the beginning of a path that is too long, from a dot on where it has one: "…layers.1.norm1.weight"."""
    if len(text) <= _LONGEST:
        return text
    end = text[1 - _LONGEST :]
    return "…" + end[end.find(".") + 1 :]


class Lettering:
    """The fonts of the picture in pixels at 100 %, and the widths of texts in them, each measured once."""

    def __init__(self) -> None:
        self.name = _sized(text_font(), 13)
        self.label = _sized(text_font(), 13, bold=True)
        self.chip = _sized(code_font(), 11)
        self.key = _sized(text_font(), 12)
        self.sign = _sized(text_font(), 17, bold=True)
        self.word_sign = _sized(text_font(), 11, bold=True)
        self.far = _sized(text_font(), 21, bold=True)
        self.middle = _sized(text_font(), 16, bold=True)
        self._metrics = {id(font): QFontMetricsF(font) for font in vars(self).values()}
        self._widths: dict[tuple[int, str], float] = {}

    def width(self, font: QFont, text: str) -> float:
        """Measure a text in one of these fonts, in pixels at 100 %."""
        key = (id(font), text)
        if key not in self._widths:
            self._widths[key] = self._metrics[id(font)].horizontalAdvance(text)
        return self._widths[key]

    def sign_font(self, sign: str) -> QFont:
        """Give the font of a sign: words are smaller than mathematical signs."""
        return self.sign if len(sign) == 1 else self.word_sign

    def badge_width(self, sign: str) -> float:
        """Say how wide the badge of a sign is: a circle, or a pill where the sign is a word."""
        return max(BADGE, self.width(self.sign_font(sign), sign) + 12) if sign else 0.0

    def words_width(self, face: NodeFace) -> float:
        """Say how wide label and name are, side by side."""
        gap = WORD_GAP if face.label and face.name else 0.0
        return self.width(self.label, face.label) + gap + self.width(self.name, face.name)

    def chip_width(self, chip: str) -> float:
        """Say how wide a shape's chip is."""
        return self.width(self.chip, chip) + 2 * CHIP_PADDING if chip else 0.0

    def box_width(self, node: Node, face: NodeFace) -> float:
        """Say how wide the whole box of a node is."""
        text = max(self.words_width(face), self.chip_width(face.chip))
        if node.kind == "operation":
            badge = self.badge_width(face.sign)
            return max(BADGE + 2 * PADDING, badge + (GAP if badge and text else 0.0) + text + 2 * PADDING)
        return max(56.0, text + 2 * PILL_PADDING)


def node_sizes(graph: Graph) -> tuple[Size, ...]:
    """Measure each node's box in device-independent pixels at 100 %. Thread: the GUI's, under a QGuiApplication."""
    return tuple(measured(graph))


def measured(graph: Graph) -> Iterator[Size]:
    """Measure one node's box after another, as `node_sizes` does."""
    lettering = Lettering()
    for node in graph.nodes:
        yield Size(node.id, round(lettering.box_width(node, face_of(node))), HEIGHT)


def _sized(font: QFont, pixels: int, *, bold: bool = False) -> QFont:
    """Sizes are pixels, not points, so that a PDF of 1,200 dots an inch is drawn with the same proportions."""
    font.setPixelSize(pixels)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
