"""The page of a group tells what it holds, what crosses its border, and what a flow did there."""

import pytest

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node, Scope
from desktop.records.tensor import Tensor
from desktop.records.text import Span
from desktop.views.drawing import Group
from desktop.views.grouping import Groups
from desktop.views.inspector.fact_page import Page, page_text
from desktop.views.inspector.group_page import group_page
from desktop.views.inspector.index import FlowIndex, GraphIndex
from desktop.views.inspector.page_html import page_html
from desktop.views.theme import DARK, LIGHT


def tensor(norm: float, nans: int = 0) -> Tensor:
    """Give a tensor of a norm."""
    return Tensor((2, 3), "float32", "cpu", count=6, norm=norm, nans=nans)


def page_of(graph: Graph, group: Group, flow: Flow | None) -> Page:
    """Give the page of a group of a graph."""
    return group_page(GraphIndex(graph), group, None if flow is None else FlowIndex(flow))


@pytest.fixture
def graph() -> Graph:
    """Call loss = sum(model(x)), the model a sine of x times w, called for the second time."""
    nodes = (
        Node("n0", "SumBackward0", "operation", "loss", tensor(5.0)),
        Node("n1", "SinBackward0", "operation", "y", tensor(4.0), scope="s1"),
        Node("n2", "MulBackward0", "operation", "", tensor(3.0), scope="s1"),
        Node("n3", "AccumulateGrad", "leaf", "model.w", tensor(2.0)),
        Node("n4", "ExpBackward0", "operation", "x", tensor(1.0)),
        Node("n5", "AccumulateGrad", "leaf", "z", tensor(1.0)),
    )
    edges = (
        Edge("n0", "n1", 0, 0),
        Edge("n1", "n2", 0, 0),
        Edge("n2", "n3", 0, 0),
        Edge("n2", "n4", 1, 0),
        Edge("n4", "n5", 0, 0),
    )
    call = Span(7, 4, 7, 12)
    scopes = (
        Scope("s0", "", "module", "model", "Model", 1, 1234),
        Scope("s1", "", "module", "model", "Model", 2, 1234, call),
    )
    return Graph(("n0",), nodes, edges, scopes)


@pytest.fixture
def group(graph: Graph) -> Group:
    """Give the model's second call."""
    return Groups(graph).group("s1")


@pytest.fixture
def flow() -> Flow:
    """Run the loss, the sine, the product, and w; the sine sends on a gradient of norm 0.5."""
    sent = [(tensor(0.25),), (tensor(0.5),), (tensor(0.125), tensor(0.0625, nans=1)), ()]
    steps = [FlowStep(f"n{i}", i, 600.0, (tensor(1.0),), outgoing) for i, outgoing in enumerate(sent)]
    return Flow(0, 1, tuple(steps))


def test_a_group_says_what_it_is(graph: Graph, group: Group) -> None:
    """Name, class, which call, line, parameters, nodes by kind, shapes in and out."""
    page = page_of(graph, group, None)
    assert (page.title, page.subtitle, page.kind) == ("model", "Model", "group")
    lines = {" ".join(line.split()) for line in page_text(page).splitlines()}
    assert {
        "call 2 (2 of them in this graph)",
        "source line 7",
        "parameters 1,234",
        "operations 2",
        "leaves 1",
        "mostly sin 1, mul 1",
        "tensor 2×3 float32",
    } <= lines
    assert "Call backward()" in page_text(page)


def test_it_says_what_the_gradients_did(graph: Graph, group: Group, flow: Flow) -> None:
    """Steps 2 to 4 ran inside and took 1.8 ms; what crossed the border is linked to the nodes beyond it."""
    page = page_of(graph, group, flow)
    facts = {section.title: section.facts for section in page.sections}
    assert [(fact.name, fact.text) for fact in facts["Backward"]] == [("steps", "2 to 4"), ("time inside", "1.8 ms")]
    assert [(fact.name, fact.text, fact.link) for fact in facts["Gradients in"]] == [
        ("sum (loss)", "norm 0.25, 2×3", "node:n0")
    ]
    assert [(fact.name, fact.link, fact.broken) for fact in facts["Gradients out"]] == [("exp (x)", "node:n4", True)]


def test_a_pass_that_went_by_is_told(graph: Graph, group: Group, flow: Flow) -> None:
    """Nothing ran inside: there is no time to tell and no gradient."""
    text = page_text(page_of(graph, group, Flow(0, 1, flow.steps[:1])))
    assert "did not reach it" in text
    assert "time inside" not in text


def test_a_pass_that_begins_inside_is_told(graph: Graph, flow: Flow) -> None:
    """The root lies in the group: no node sent what came in first."""
    whole = Group("s9", "function", "f", tuple(node.id for node in graph.nodes))
    facts = {section.title: section.facts for section in page_of(graph, whole, flow).sections}
    assert [(fact.name, fact.text, fact.link) for fact in facts["Gradients in"]] == [
        ("where it began", "norm 1, 2×3", "")
    ]


def test_long_lists_are_cut(graph: Graph) -> None:
    """Of thirty gradients that leave a group twelve are listed, and the rest counted."""
    nodes = (Node("n0", "CatBackward0", "operation"), *(Node(f"n{i}", "A", "operation") for i in range(1, 31)))
    edges = tuple(Edge("n0", f"n{i}", i - 1, 0) for i in range(1, 31))
    flow = Flow(0, 1, (FlowStep("n0", 0, 0.0, (tensor(1.0),), (tensor(1.0),) * 30),))
    page = page_of(Graph(("n0",), nodes, edges), Group("s0", "function", "f", ("n0",)), flow)
    out = page.sections[-1]
    assert (len(out.facts), out.note) == (12, "and 18 more")


@pytest.mark.parametrize(
    ("name", "times", "subtitle"),
    [
        ("loop", 1, "loop"),
        ("loop", 200, "loop of 200 equal rounds"),
        ("round", 1, "one round of a loop"),
        ("function", 1, "function call"),
        ("Layer", 12, "Layer, 12 equal ones"),
    ],
)
def test_the_heading_says_what_repeats(graph: Graph, name: str, times: int, subtitle: str) -> None:
    """What stands there once or many times, in words."""
    page = page_of(graph, Group("s9", name, "f", ("n1",), times), None)
    assert page.subtitle == subtitle
    assert page.title == ("f" if times == 1 else f"f × {times}")


def test_the_page_can_be_shown(graph: Graph, group: Group, flow: Flow) -> None:
    """Its heading has the colour of groups in both themes."""
    for theme in (LIGHT, DARK):
        assert theme.group in page_html(page_of(graph, group, flow), theme)
