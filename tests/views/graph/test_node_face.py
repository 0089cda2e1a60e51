"""What boxes say, and that they are wide enough to say it."""

import pytest

from desktop.records.graph import Graph, Node, NodeKind
from desktop.records.tensor import Tensor
from desktop.views.graph import node_sizes
from desktop.views.graph.node_face import HEIGHT, Lettering, NodeFace, face_of
from desktop.views.operation_names import operation_name, operation_sign

SQUARE = Tensor((2, 2), "float32", "cpu")
SEVEN = Tensor((), "float32", "cpu", count=1, values=(7.0,))


@pytest.mark.parametrize(
    ("name", "kind", "label", "tensor", "face"),
    [
        ("AddBackward0", "operation", "z", SQUARE, NodeFace("+", "z", "add", "2×2")),
        ("AddBackward0", "operation", "", None, NodeFace("+", "", "add", "")),
        ("TanhBackward0", "operation", "", SQUARE, NodeFace("tanh", "", "", "2×2")),
        ("MyOwnBackward", "operation", "", None, NodeFace("", "", "my own", "")),
        ("AccumulateGrad", "leaf", "w", SEVEN, NodeFace("", "w", "", "scalar")),
        ("AccumulateGrad", "leaf", "", SQUARE, NodeFace("", "", "leaf", "2×2")),
        ("Tensor", "input", "", SQUARE, NodeFace("", "", "input", "2×2")),
        ("Tensor", "constant", "", SEVEN, NodeFace("", "", "7", "scalar")),
        ("Tensor", "constant", "", SQUARE, NodeFace("", "", "constant", "2×2")),
    ],
)
def test_a_box_says_what_its_node_is(
    name: str, kind: NodeKind, label: str, tensor: Tensor | None, face: NodeFace
) -> None:
    """Sign, label, name in words, shape; a word that is its own sign is not said twice."""
    assert face_of(Node("n0", name, kind, label, tensor)) == face


@pytest.mark.parametrize(
    ("autograd", "name", "sign"),
    [
        ("MulBackward0", "mul", "×"),
        ("AddmmBackward0", "linear", "@+"),
        ("NativeLayerNormBackward0", "layer norm", "LN"),
        ("MseLossBackward0", "mse loss", "Δ²"),
        ("LogSoftmaxBackward0", "log softmax", "log"),
        ("PowBackward1", "pow", "xⁿ"),
        ("UnsafeViewBackward0", "view", ""),
        ("UpsampleNearest2DBackward0", "upsample nearest 2d", ""),
        ("Backward", "Backward", ""),
    ],
)
def test_operations_are_called_as_people_call_them(autograd: str, name: str, sign: str) -> None:
    """Autograd's class names become words, and the words have signs."""
    assert operation_name(autograd) == name
    assert operation_sign(name) == sign


def test_a_long_label_keeps_its_end() -> None:
    """The end tells parameters apart; it begins behind a dot where it can."""
    label = face_of(Node("n0", "AccumulateGrad", "leaf", "model.encoder.layers.11.norm1.weight")).label
    assert label == "…layers.11.norm1.weight"
    assert face_of(Node("n0", "AccumulateGrad", "leaf", "x" * 40)).label == "…" + "x" * 23


def test_boxes_are_wide_enough_for_their_texts(qapp: object) -> None:
    """Each box holds its words, its chip and its badge side by side; all are equally high."""
    nodes = (
        Node("n0", "MulBackward0", "operation", "a_rather_long_name", SQUARE),
        Node("n1", "AccumulateGrad", "leaf", "w", SQUARE),
        Node("n2", "FooBackward0", "operation"),
    )
    lettering = Lettering()
    for node, size in zip(nodes, node_sizes(Graph(("n0",), nodes, ())), strict=True):
        face = face_of(node)
        assert size.node == node.id
        assert size.height == HEIGHT
        assert size.width > lettering.words_width(face) + lettering.badge_width(face.sign)
        assert size.width > lettering.chip_width(face.chip)


def test_equal_boxes_have_equal_sizes_in_whole_pixels(qapp: object) -> None:
    """Sizes do not depend on anything but the text."""
    nodes = tuple(Node(f"n{index}", "AddBackward0", "operation", "", SQUARE) for index in range(3))
    sizes = node_sizes(Graph(("n0",), nodes, ()))
    assert len({(size.width, size.height) for size in sizes}) == 1
    assert sizes[0].width == int(sizes[0].width)


def test_a_box_names_a_device_that_is_not_the_cpu() -> None:
    """So a move between devices is seen in the graph."""
    moved = Node("n0", "ToCopyBackward0", "operation", "", Tensor((2, 2), "float32", "cuda:0"))
    assert face_of(moved).chip == "2×2 cuda:0"
