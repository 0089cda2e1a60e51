"""What the window and its child processes say to each other."""

from typing import Any, get_args

import msgspec
import pytest

from desktop.records import messages
from desktop.records.graph import Graph, Node
from desktop.records.messages import FromEngine, FromLayout, GraphPart, ToEngine, ToLayout
from desktop.records.record import Record
from desktop.records.tensor import VALUES_KEPT, NamedTensor, Tensor
from desktop.records.text import Span
from desktop.records.wire import LONGEST_FRAME, frame

CONVERSATIONS = [("to the engine", ToEngine), ("from the engine", FromEngine), ("from the layout", FromLayout)]


def test_every_message_has_a_place_in_a_conversation() -> None:
    """A tagged record that no side expects could never be read."""
    tagged = {
        value
        for value in vars(messages).values()
        if isinstance(value, type) and issubclass(value, Record) and value.__struct_config__.tag is not None
    }
    expected = {ToLayout, *(kind for _, union in CONVERSATIONS for kind in get_args(union))}
    assert tagged == expected


@pytest.mark.parametrize(("name", "union"), CONVERSATIONS)
def test_the_messages_of_a_conversation_are_told_apart_by_their_tag(name: str, union: Any) -> None:
    """Each message of a conversation decodes as itself by its tag alone."""
    decoder = msgspec.msgpack.Decoder(union)
    tags = [kind.__struct_config__.tag for kind in get_args(union)]
    assert decoder.type == union
    assert len(set(tags)) == len(tags), name


def test_every_answer_names_the_request_it_answers() -> None:
    """All messages but the engine's greeting carry a ticket, so that a stale answer can be dropped."""
    kinds = {ToLayout, *(kind for _, union in CONVERSATIONS for kind in get_args(union))}
    assert {kind.__name__ for kind in kinds if "ticket" not in kind.__struct_fields__} == {"EngineReady"}


def test_a_part_of_a_graph_full_of_detail_fits_a_frame_many_times() -> None:
    """A part of the largest size, each node with every value and some saved tensors, stays far below the limit."""
    tensor = Tensor((64,), "float32", "cpu", values=(-1.2345678901234567e-300,) * VALUES_KEPT)
    saved = (NamedTensor("self", tensor), NamedTensor("other", tensor))
    node = Node("n0", "AddBackward0", "operation", "z", tensor, "encoder.layers.0.linear", Span(1, 0, 1, 9), saved)
    nodes = (node,) * messages.NODES_IN_A_PART
    assert len(frame(GraphPart(1, 0, ("n0",), nodes, ()))) < LONGEST_FRAME / 8


def test_a_graph_may_cross_to_the_layout_bare() -> None:
    """Layout needs no more of a node than its id, name, kind and label."""
    bare = {
        "type": "PlaceGraph",
        "ticket": 1,
        "graph": {"roots": ["n0"], "nodes": [{"id": "n0", "name": "A", "kind": "leaf"}], "edges": []},
        "sizes": [],
    }
    message = msgspec.convert(bare, ToLayout)
    assert message.graph == Graph(("n0",), (Node("n0", "A", "leaf"),), ())
