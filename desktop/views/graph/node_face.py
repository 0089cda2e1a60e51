"""What a node's box says, and how much room it needs to say it."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.records.graph import Graph, Node
from desktop.records.messages import Size
from desktop.records.record import Value
from desktop.records.tensor import Tensor
from desktop.views.drawing import Drawing, DrawnNode, GhostNode, GhostOperand, Group, SavedTensor
from desktop.views.graph import group_face
from desktop.views.graph.ghost_face import GhostFace, ghost_face
from desktop.views.graph.group_face import GroupFace
from desktop.views.graph.lettering import Lettering
from desktop.views.operation_names import operation_name
from desktop.views.operation_signs import operation_sign
from desktop.views.tensor_text import number_text, shape_text

__all__ = ["Face", "Lettering", "NodeFace", "face_of", "measured", "node_sizes"]

HEIGHT = 50.0
SAVED_HEIGHT = 28.0
BADGE = 28.0
GAP = 8.0
PADDING = 9.0
PILL_PADDING = 18.0
CHIP_PADDING = 6.0
WORD_GAP = 5.0
_LONGEST = 24
"""In characters; a longer name keeps its end, which tells parameters apart."""
_LONGEST_VALUES = 90.0
"""In pixels; a box is not made wider for longer values."""
_MOST_VALUES = 4
_MATRIX = 2
_SHORT = 5


@dataclass(frozen=True)
class NodeFace:
    """The texts of one box: its sign in a badge, its label in bold, its name in words, its shape on a chip.

    The chip names the device too where that is not the CPU, so that a move between devices is seen. `number` is the
    value of a tensor of one element, `values` one or two lines of those of one of few: from near they are told instead.
    """

    sign: str
    label: str
    name: str
    chip: str
    number: str = ""
    values: tuple[str, ...] = ()

    def words_width(self, lettering: Lettering) -> float:
        """Say how wide label and name are, side by side."""
        gap = WORD_GAP if self.label and self.name else 0.0
        return lettering.width(lettering.label, self.label) + gap + lettering.width(lettering.name, self.name)

    def badge_width(self, lettering: Lettering) -> float:
        """Say how wide the sign's badge is: a circle, or a pill where the sign is a word."""
        return max(BADGE, lettering.width(lettering.sign_font(self.sign), self.sign) + 12) if self.sign else 0.0

    def chip_width(self, lettering: Lettering) -> float:
        """Say how wide the chip is, whether it tells the shape, the number, or values that are not too long."""
        text = max(lettering.width(lettering.chip, text) for text in (self.chip, self.number))
        few = max((lettering.width(lettering.values, line) for line in self.values), default=0.0)
        return max(text, few if few <= _LONGEST_VALUES else 0.0) + 2 * CHIP_PADDING if self.chip else 0.0


Face = NodeFace | GroupFace | GhostFace


def face_of(node: DrawnNode) -> Face:
    """Say what the box of a drawn node shows."""
    if isinstance(node, Group):
        return group_face.group_face(node)
    if isinstance(node, GhostNode):
        return ghost_face(node.failed)
    if isinstance(node, GhostOperand):
        return NodeFace("", _shortened(node.label), "" if node.label else node.name, _typed_chip(node.tensor))
    if isinstance(node, SavedTensor):
        return NodeFace("", _shortened(node.label), f"saved {node.name}", _chip(node.tensor), _number(node.tensor))
    return _node_face(node)


def box_size(node: DrawnNode, lettering: Lettering) -> tuple[float, float]:
    """Say how wide and high the box of a drawn node is, in pixels at 100 %."""
    face = face_of(node)
    if isinstance(face, GroupFace):
        return face.width(lettering), group_face.HEIGHT
    if isinstance(face, GhostFace):
        return face.width(lettering), face.height
    words, chip = face.words_width(lettering), face.chip_width(lettering)
    if node.kind == "saved":
        return words + (GAP + chip if chip else 0.0) + 2 * PADDING, SAVED_HEIGHT
    text = max(words, chip)
    if node.kind == "operation":
        badge = face.badge_width(lettering)
        return max(BADGE + 2 * PADDING, badge + (GAP if badge and text else 0.0) + text + 2 * PADDING), HEIGHT
    return max(56.0, text + 2 * PILL_PADDING), HEIGHT


def node_sizes(drawn: Graph | Drawing) -> tuple[Size, ...]:
    """Measure each drawn node's box in pixels at 100 %. Thread: the GUI's, under a QGuiApplication."""
    return tuple(measured(drawn))


def measured(drawn: Graph | Drawing) -> Iterator[Size]:
    """Measure one drawn node's box after another, as `node_sizes` does."""
    lettering = Lettering()
    for node in drawn.nodes:
        width, height = box_size(node, lettering)
        yield Size(node.id, round(width), height)


def _node_face(node: Node) -> NodeFace:
    chip, label, values = _chip(node.tensor), _shortened(node.label), _values(node.tensor)
    if node.kind == "operation":
        name = operation_name(node.name)
        sign = operation_sign(name)
        said = "" if sign.lower() == name else _shortened(name)
        return NodeFace(sign, label, said, chip, _number(node.tensor), values)
    if label:
        return NodeFace("", label, "", chip, _number(node.tensor), values)
    name = _nameless(node)
    return NodeFace("", "", name, chip, "" if name == _number(node.tensor) else _number(node.tensor), values)


def _chip(tensor: Tensor | None) -> str:
    shape = shape_text(tensor)
    return shape if tensor is None or tensor.device == "cpu" else f"{shape} {tensor.device}"


def _typed_chip(tensor: Tensor | None) -> str:
    return f"{_chip(tensor)} {tensor.dtype}" if tensor is not None else ""


def _number(tensor: Tensor | None) -> str:
    return number_text(tensor.values[0]) if tensor is not None and tensor.values and tensor.count == 1 else ""


def _values(tensor: Tensor | None) -> tuple[str, ...]:
    """Write two to four values: two rows on two lines, any other shape on one."""
    if tensor is None or not tensor.values or not 1 < len(tensor.values) == tensor.count <= _MOST_VALUES:
        return ()
    texts = [_short(value) for value in tensor.values]
    if len(tensor.shape) < _MATRIX or tensor.shape[-1] != _MATRIX or len(texts) < _MOST_VALUES:
        return ("  ".join(texts),)
    widths = [max(len(text) for text in texts[column::_MATRIX]) for column in range(_MATRIX)]
    padded = [text.rjust(widths[at % _MATRIX]) for at, text in enumerate(texts)]
    return "  ".join(padded[:_MATRIX]), "  ".join(padded[_MATRIX:])


def _short(value: Value) -> str:
    """Write a number with three digits that count: there is little room."""
    text = number_text(value)
    return text if len(text) <= _SHORT or not isinstance(value, float) else f"{value:.3g}"


def _nameless(node: Node) -> str:
    """Call a constant of one element by its value: so it stands in the program."""
    return (_number(node.tensor) if node.kind == "constant" else "") or node.kind


def _shortened(text: str) -> str:
    """Leave out the beginning of a path that is too long, from a dot on where it has one: "…layers.1.norm1.weight"."""
    if len(text) <= _LONGEST:
        return text
    end = text[1 - _LONGEST :]
    return "…" + end[end.find(".") + 1 :]
