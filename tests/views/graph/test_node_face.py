"""What boxes say, and that they are wide enough to say it."""

import math

import pytest
from msgspec.structs import replace

from desktop.records.graph import Graph, Node, NodeKind
from desktop.records.record import Value
from desktop.records.tensor import Tensor
from desktop.views.drawing import Group, SavedTensor
from desktop.views.graph import node_sizes
from desktop.views.graph.group_face import GroupFace
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.node_face import HEIGHT, SAVED_HEIGHT, NodeFace, face_of
from desktop.views.graph.whole_drawing import whole_drawing

SQUARE = Tensor((2, 2), "float32", "cpu")
SEVEN = Tensor((), "float32", "cpu", count=1, values=(7.0,))


def node_face(node: Node) -> NodeFace:
    """Give the face of a node that is drawn as itself."""
    face = face_of(node)
    assert isinstance(face, NodeFace)
    return face


@pytest.mark.parametrize(
    ("name", "kind", "label", "tensor", "face"),
    [
        ("AddBackward0", "operation", "z", SQUARE, NodeFace("+", "z", "add", "2×2")),
        ("AddBackward0", "operation", "", None, NodeFace("+", "", "add", "")),
        ("TanhBackward0", "operation", "", SQUARE, NodeFace("tanh", "", "", "2×2")),
        ("MyOwnBackward", "operation", "", None, NodeFace("", "", "my own", "")),
        ("AccumulateGrad", "leaf", "w", SEVEN, NodeFace("", "w", "", "scalar", "7")),
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


def test_a_long_label_keeps_its_end() -> None:
    """The end tells parameters apart; it begins behind a dot where it can."""
    label = node_face(Node("n0", "AccumulateGrad", "leaf", "model.encoder.layers.11.norm1.weight")).label
    assert label == "…layers.11.norm1.weight"
    assert node_face(Node("n0", "AccumulateGrad", "leaf", "x" * 40)).label == "…" + "x" * 23


def test_boxes_are_wide_enough_for_their_texts(qapp: object) -> None:
    """Each box holds its words, its chip and its badge side by side; all are equally high."""
    nodes = (
        Node("n0", "MulBackward0", "operation", "a_rather_long_name", SQUARE),
        Node("n1", "AccumulateGrad", "leaf", "w", SQUARE),
        Node("n2", "FooBackward0", "operation"),
    )
    lettering = Lettering()
    for node, size in zip(nodes, node_sizes(Graph(("n0",), nodes, ())), strict=True):
        face = node_face(node)
        assert size.node == node.id
        assert size.height == HEIGHT
        assert size.width > face.words_width(lettering) + face.badge_width(lettering)
        assert size.width > face.chip_width(lettering)


def test_equal_boxes_have_equal_sizes_in_whole_pixels(qapp: object) -> None:
    """Sizes do not depend on anything but the text."""
    nodes = tuple(Node(f"n{index}", "AddBackward0", "operation", "", SQUARE) for index in range(3))
    sizes = node_sizes(Graph(("n0",), nodes, ()))
    assert len({(size.width, size.height) for size in sizes}) == 1
    assert sizes[0].width == int(sizes[0].width)


def test_a_box_names_a_device_that_is_not_the_cpu() -> None:
    """So a move between devices is seen in the graph."""
    moved = Node("n0", "ToCopyBackward0", "operation", "", Tensor((2, 2), "float32", "cuda:0"))
    assert node_face(moved).chip == "2×2 cuda:0"


@pytest.mark.parametrize(
    ("shape", "values", "lines"),
    [
        ((3,), (1.0, 2.5, -0.25), ("1  2.5  -0.25",)),
        ((2,), (0.123456, -123456.7), ("0.123  -1.23e+05",)),
        ((2, 2), (1.0, 2.0, 3.0, "NaN"), ("1    2", "3  NaN")),
        ((1, 2, 2), (1, 2, 3, 4), ("1  2", "3  4")),
        ((4, 1), (1.0, 2.0, 3.0, 4.0), ("1  2  3  4",)),
        ((1, 2), (1.0, 2.0), ("1  2",)),
        ((5,), (1.0, 2.0, 3.0, 4.0, 5.0), ()),
        ((2, 3), (1.0, 2.0, 3.0, 4.0), ()),
        ((0,), (), ()),
        ((1,), (7.0,), ()),
    ],
)
def test_few_values_are_written_row_by_row(
    shape: tuple[int, ...], values: tuple[Value, ...], lines: tuple[str, ...]
) -> None:
    """Two to four, if the record holds all; two rows stand on two lines."""
    tensor = Tensor(shape, "float32", "cpu", count=math.prod(shape), values=values)
    assert node_face(Node("n0", "AccumulateGrad", "leaf", "w", tensor)).values == lines


def test_boxes_have_room_for_few_values(qapp: object) -> None:
    """They are there before anybody comes near; long ones do not make a box wider."""
    few = Tensor((2, 2), "float32", "cpu", count=4, values=(0.1234, 0.2345, 0.3456, 0.4567))
    long = Tensor((4,), "float32", "cpu", count=4, values=(-1.5e-30, -2.5e-30, -3.5e-30, -4.5e-30))
    nodes = tuple(
        Node(f"n{index}", "AccumulateGrad", "leaf", "w", tensor)
        for index, tensor in enumerate((replace(long, values=None), few, long))
    )
    plain, wider, usual = (size.width for size in node_sizes(Graph(("n0",), nodes, ())))
    assert plain == usual < wider


def test_a_constant_says_its_value_once() -> None:
    """What stands for its name is not repeated on the chip; one that has a name tells both."""
    assert face_of(Node("n0", "Tensor", "constant", "", SEVEN)) == NodeFace("", "", "7", "scalar", "")
    assert face_of(Node("n0", "Tensor", "constant", "c", SEVEN)) == NodeFace("", "c", "", "scalar", "7")


def test_a_saved_tensor_says_under_which_name_it_was_saved(qapp: object) -> None:
    """Autograd's name for it, the program's where it has one, and its shape; in a lower box than a node's."""
    plain = SavedTensor("n1.self", "n1", "self", "", SQUARE)
    named = SavedTensor("n1.other", "n1", "other", "w", SQUARE)
    assert face_of(plain) == NodeFace("", "", "saved self", "2×2")
    assert face_of(named) == NodeFace("", "w", "saved other", "2×2")
    nodes = (Node("n1", "MulBackward0", "operation"), plain, named)
    drawing = replace(whole_drawing(Graph(("n1",), (), ())), nodes=nodes)
    sizes = node_sizes(drawing)
    assert [size.height for size in sizes] == [HEIGHT, SAVED_HEIGHT, SAVED_HEIGHT]
    lettering = Lettering()
    assert sizes[2].width > sizes[1].width > lettering.width(lettering.name, "saved self")


def test_a_closed_group_has_a_face_of_its_own(qapp: object) -> None:
    """It is higher than a node, and as wide as its texts."""
    group = Group("s3", "TransformerEncoderLayer", "encoder.layers.3", ("n1", "n2"), 12, 12_800, (SQUARE,), (SQUARE,))
    face = face_of(group)
    assert face == GroupFace("layers.3", "TransformerEncoderLayer", "× 12", ("2×2 → 2×2", "12.8 k parameters"))
    (size,) = node_sizes(replace(whole_drawing(Graph((), (), ())), nodes=(group,)))
    assert size.height > HEIGHT
    lettering = Lettering()
    assert size.width > lettering.width(lettering.name, "layers.3 TransformerEncoderLayer × 12")
