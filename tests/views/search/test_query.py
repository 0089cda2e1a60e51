"""The query language against nodes that are known by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Graph, Node
from desktop.records.tensor import NamedTensor, Tensor
from desktop.records.text import Span
from desktop.views.search.find import SearchIndex, find
from desktop.views.search.query import parse_query


def tensor(*shape: int, norm: float = 1.0, zeros: int = 0, nans: int = 0, infinities: int = 0) -> Tensor:
    """Give a tensor's record with what a search looks at."""
    count = 1
    for size in shape:
        count *= size
    return Tensor(shape, "float32", "cpu", count=count, norm=norm, zeros=zeros, nans=nans, infinities=infinities)


GRAPH = Graph(
    ("loss",),
    (
        Node("loss", "MeanBackward0", "operation", "loss", tensor(), span=Span(9, 7, 9, 20)),
        Node(
            "mul",
            "MulBackward0",
            "operation",
            "scaled",
            tensor(2, 16),
            module="encoder.layers.3",
            span=Span(4, 4, 6, 9),
            saved=(NamedTensor("other", None), NamedTensor("self", None)),
        ),
        Node("mm", "MmBackward0", "operation", "", tensor(4, 2, 16, nans=3), module="encoder.layers.30"),
        Node("w", "AccumulateGrad", "leaf", "w", tensor(16, 16, norm=1e-7), module="encoder.layers.3"),
        Node("weight", "AccumulateGrad", "leaf", "model.fc.weight", tensor(16)),
        Node("data", "Tensor", "input", "x", Tensor((2, 16), "float16", "cuda:0", count=32)),
    ),
    (),
)
FLOW = Flow(
    0,
    1,
    (
        FlowStep("loss", 0, 1.0, (tensor(),), ()),
        FlowStep("mul", 1, 1.0, (tensor(2, 16, norm=5e3, infinities=1),), ()),
        FlowStep("mm", 2, 1.0, (tensor(4, norm=0.0, zeros=4),), ()),
        FlowStep("w", 3, 1.0, (tensor(16, nans=2),), ()),
    ),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ""),
        ("LOSS", "loss"),
        ("mulback", "mul"),
        ("encoder leaf", "w"),
        ("accumulateg", "w weight"),
        ("matmul", "mm"),
        ("mul", "mul mm"),
        ("mul -matmul", "mul"),
        ("op:mul", "mul"),
        ('op:"mul"', "mul"),
        ("op:Mm", "mm"),
        ("name:w", "w weight"),
        ('name:"w"', "w"),
        ("name:fc.w", "weight"),
        ("module:encoder.layers.3", "mul w"),
        ("module:enc", "mul mm w"),
        ("module:layers.3", "mul w"),
        ("kind:leaf", "w weight"),
        ("kind:op -op:mul", "loss mm"),
        ("saved:self", "mul"),
        ("dtype:float16", "data"),
        ("dtype:float", "loss mul mm w weight data"),
        ("device:cuda", "data"),
        ("device:cuda:0", "data"),
        ("device:cuda:1", ""),
        ("[2, 16]", "mul data"),
        ("[2,16] -kind:input", "mul"),
        ("[*, 16]", "mul w data"),
        ("[..., 16]", "mul mm w weight data"),
        ("[…, 16]", "mul mm w weight data"),
        ("[4, ..., 16]", "mm"),
        ("[4, *, ..., *, 16]", ""),
        ("[]", "loss"),
        ("2×16", "mul data"),
        ("2x16", "mul data"),
        ("line:5", "mul"),
        ("line:5-9", "loss mul"),
        ("9:8", "loss"),
        ("9:7", ""),
        ("grad:0", "mm"),
        ("grad:none", "weight"),
        ("grad:nan", "w"),
        ("grad:inf", "mul"),
        ("grad>1e3", "mul"),
        ("grad<=0", "mm"),
        ("-grad>1e3 kind:operation", "loss mm"),
        ("norm<1e-6", "w"),
        ("nan", "mm w"),
        ("inf", "mul"),
        ('"nan"', ""),
        ('"leaf', "w weight"),
        ("nothing at all", ""),
    ],
)
def test_a_query_finds_these_nodes_in_walk_order(text: str, found: str) -> None:
    """Each form of the language finds the nodes it names and no other."""
    query = parse_query(text)
    assert not query.problem
    assert find(query, GRAPH, FLOW) == tuple(found.split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind:tree", "not “tree”"),
        ("kind:", "kind:leaf"),
        ("colour:red", "There is no “colour:”"),
        ("[2, a]", "“a” is no size"),
        ("[2, -1]", "“-1” is no size"),
        ("[2, 16", "closing bracket"),
        ("[..., 2, ...]", "one place only"),
        ("line:x", "line:12"),
        ("grad:big", "grad:nan"),
        ("grad>many", "wants a number"),
        ("grad>nan", "wants a number"),
        ("relu -", "like -relu"),
    ],
)
def test_an_impossible_query_says_what_is_wrong_in_one_sentence(text: str, words: str) -> None:
    """The problem names the offending words and an example, and the query finds nothing."""
    query = parse_query(text)
    assert words in query.problem
    assert query.problem.endswith(".")
    assert find(query, GRAPH, FLOW) == ()


@given(st.text(alphabet='ab0 -:"[],.*><=×egrad\n\\(', max_size=24))
def test_no_text_raises(text: str) -> None:
    """Whatever a person types is answered by nodes or by a sentence."""
    find(parse_query(text), GRAPH, FLOW)


def test_a_query_says_whether_it_needs_gradients() -> None:
    """The window can tell a person to run backward first."""
    assert parse_query("relu -grad:0").asks_gradients
    assert parse_query("grad>1").asks_gradients
    assert not parse_query("gradient norm<1").asks_gradients


def test_without_a_flow_no_gradient_is_found() -> None:
    """`nan` still looks at values; every gradient is missing."""
    assert find(parse_query("nan"), GRAPH, None) == ("mm",)
    assert find(parse_query("grad:none kind:leaf"), GRAPH, None) == ("w", "weight")


def test_an_index_answers_a_second_query_after_the_first_was_given_up() -> None:
    """A search that stops in the middle leaves nothing out of the next one."""
    nodes = tuple(Node(f"n{index}", "AddBackward0", "operation") for index in range(1_700))
    index = SearchIndex(Graph(("n0",), nodes, ()), None)
    next(index.matches(parse_query("mul")))
    found = [identity for part in index.matches(parse_query("add")) for identity in part]
    assert found == [node.id for node in nodes]
