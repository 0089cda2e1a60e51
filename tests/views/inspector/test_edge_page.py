"""An edge is told as what flowed along it: a gradient one way, a tensor the other."""

import pytest

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node
from desktop.records.messages import HeldTensor
from desktop.records.tensor import Tensor
from desktop.views.drawing import DrawnEdge, Group, SavedTensor
from desktop.views.inspector.edge_page import edge_page
from desktop.views.inspector.fact_page import Page, page_text
from desktop.views.inspector.index import FlowIndex, GraphIndex


def tensor(*shape: int, norm: float = 2.0) -> Tensor:
    """Give the record of a tensor of a shape."""
    count = 1
    for size in shape:
        count *= size
    return Tensor(shape, "float32", "cpu", count=count, norm=norm)


NODES = (
    Node("n0", "AddBackward0", "operation", "y", tensor(4, 3)),
    Node("n1", "MulBackward0", "operation", "", tensor(4, 3)),
    Node("n2", "AccumulateGrad", "leaf", "b", tensor(3)),
    Node("n3", "AccumulateGrad", "leaf", "w", tensor(4, 3)),
    Node("n4", "Tensor", "input", "x", tensor(4, 3)),
)
EDGES = (
    Edge("n0", "n1", 0, 0),
    Edge("n0", "n2", 1, 0),
    Edge("n1", "n3", 0, 0),
    Edge("n1", "n2", 1, 0),
    Edge("n1", "n4", None, None),
)
STEPS = (
    FlowStep("n0", 0, 0.0, (tensor(4, 3),), (tensor(4, 3, norm=5.0), tensor(3, norm=6.0))),
    FlowStep("n1", 1, 0.0, (tensor(4, 3),), (tensor(4, 3, norm=7.0), tensor(3, norm=8.0))),
)
BY_ID = {node.id: node for node in NODES}
INDEX = GraphIndex(Graph(("n0",), NODES, EDGES))


@pytest.fixture
def flow() -> FlowIndex:
    """Give a pass that ran both operations."""
    return FlowIndex(Flow(0, 2, STEPS))


def words(page: Page) -> str:
    """Give a page's words with single blanks."""
    return " ".join(page_text(page).split())


def test_a_gradient_edge_tells_both_ways(flow: FlowIndex) -> None:
    """From which slot to what, what meets there, the gradient and how it was summed, the tensor that went forward."""
    page = edge_page(INDEX, DrawnEdge("n0", "n2", 1, (("n0", 1),)), BY_ID["n0"], BY_ID["n2"], flow)
    text = words(page)
    assert text.startswith("add (y) → b edge: carries ∂")
    assert "slot 1, one of 2" in text
    assert "meets 1 more there: they are added up" in text
    assert "Gradient along it shape 3 dtype float32 on cpu norm 6" in text
    assert "Broadcast forward expanded 3 → 4×3 backward summed Σ 4×3 → 3" in text
    assert "Tensor that flowed forward shape 3" in text
    looks = [section.look.tensor for section in page.sections if section.look is not None]
    assert looks == [HeldTensor("outgoing", "n0", number=2, index=1), HeldTensor("value", "n2")]


def test_only_its_own_slot_is_derived(flow: FlowIndex) -> None:
    """The chain rule names one input, not the other."""
    page = edge_page(INDEX, DrawnEdge("n1", "n3", 0, (("n1", 0),)), BY_ID["n1"], BY_ID["n3"], flow)
    rule = next(section for section in page.sections if section.title == "Chain rule")
    assert "∂L/∂w =" in rule.facts[0].text
    assert not any("∂b" in fact.text for fact in rule.facts)
    assert "Broadcast" not in words(page)


def test_before_a_pass_there_is_no_gradient_yet() -> None:
    """And the page says how to get one."""
    page = edge_page(INDEX, DrawnEdge("n0", "n1", 0, (("n0", 0),)), BY_ID["n0"], BY_ID["n1"], None)
    assert "Call backward()" in words(page)


def test_a_pass_that_went_by_is_told(flow: FlowIndex) -> None:
    """No gradient ran where the engine never came."""
    part = FlowIndex(Flow(0, 1, STEPS[:1]))
    page = edge_page(INDEX, DrawnEdge("n1", "n3", 0, (("n1", 0),)), BY_ID["n1"], BY_ID["n3"], part)
    assert "No gradient ran along it" in words(page)


def test_data_alone_has_no_gradient(flow: FlowIndex) -> None:
    """An edge to an input carries its tensor forward, and nothing back."""
    text = words(edge_page(INDEX, DrawnEdge("n1", "n4", None), BY_ID["n1"], BY_ID["n4"], flow))
    assert text.startswith("mul → x edge: data alone")
    assert "Tensor that flowed forward shape 4×3" in text


def test_an_edge_of_a_group_lists_what_it_stands_for(flow: FlowIndex) -> None:
    """Each recorded gradient with a link to the node inside or outside that it names."""
    group = Group("s0", "function", "f", ("n0", "n1"))
    edge = DrawnEdge("s0", "n2", 0, (("n0", 1), ("n1", 1)))
    page = edge_page(INDEX, edge, group, BY_ID["n2"], flow)
    assert page.title == "f → b"
    assert [(fact.name, fact.text, fact.link) for fact in page.sections[0].facts] == [
        ("add (y)", "norm 6, 3", "node:n0"),
        ("mul", "norm 8, 3", "node:n1"),
    ]


def test_an_edge_of_a_group_may_be_one_recorded_edge(flow: FlowIndex) -> None:
    """Then it is told as that one."""
    group = Group("s0", "function", "f", ("n1",))
    page = edge_page(INDEX, DrawnEdge("n0", "s0", 0, (("n0", 0),)), BY_ID["n0"], group, flow)
    assert page.title == "add (y) → mul"


def test_a_saved_tensor_is_held_by_its_edge(flow: FlowIndex) -> None:
    """The edge to it carries nothing, and leads to who saved it."""
    saved = SavedTensor("n1.self", "n1", "self", "w", tensor(4, 3))
    page = edge_page(INDEX, DrawnEdge("n1", "n1.self", None), BY_ID["n1"], saved, flow)
    assert "carries nothing" in page.subtitle
    assert page.sections[0].facts[0].link == "node:n1"
    assert page.sections[1].look is not None
