"""Health judged of real backward passes."""

import pytest
import torch

from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.views.health.health import Health, health
from desktop.views.health.verdict import Thresholds
from desktop.views.health.words import health_findings, sentences


def judged(backward: tuple[Graph, Flow]) -> Health:
    """Judge a pass as Chainrule does where nobody changed a threshold."""
    return health(*backward, Thresholds())


def said(backward: tuple[Graph, Flow]) -> list[str]:
    """Give the sentences about a pass."""
    return [text for text, _ in sentences(judged(backward), backward[0])]


def of(name: str) -> pytest.MarkDecorator:
    """Let a test have the pass of one program."""
    return pytest.mark.parametrize("backward", [name], indirect=True, ids=[name])


@of("sigmoid")
def test_a_deep_sigmoid_network_shows_where_gradients_vanish(backward: tuple[Graph, Flow]) -> None:
    """The first layers are marked, the last are not, and it begins at the last of those marked."""
    verdicts = [bar.verdict for bar in judged(backward).bars if bar.label.endswith("weight")]
    marked = verdicts.count("vanishing")
    assert 3 <= marked <= 8
    assert verdicts == ["vanishing"] * marked + [None] * (11 - marked)
    (trouble,) = judged(backward).troubles
    first = next(bar for bar in reversed(judged(backward).bars) if bar.verdict)
    assert trouble.node == first.node
    assert said(backward)[0].startswith(f"Gradients vanish: {trouble.count} of 22 parameters, from {first.label}")


@pytest.mark.parametrize("backward", ["relu", "plain relu", "learned"], indirect=True)
def test_what_is_healthy_is_not_marked(backward: tuple[Graph, Flow]) -> None:
    """Ten layers of ReLU, initialised well or as PyTorch does, and a network that has learned all, have no mark."""
    assert judged(backward).troubles == ()
    assert said(backward)[0].startswith("No trouble: gradient norms from ")
    assert health_findings(judged(backward), backward[0]) == ()


@of("relu")
def test_bars_stand_in_the_order_of_the_layers(backward: tuple[Graph, Flow]) -> None:
    """From the input to the loss, each layer's parameters beside each other, with the numbers of torch itself."""
    health_now = judged(backward)
    assert [bar.label for bar in health_now.bars] == [
        f"model.{layer}.{part}" for layer in range(0, 21, 2) for part in ("weight", "bias")
    ]
    nodes = {node.id: node for node in backward[0].nodes}
    for bar in health_now.bars:
        tensor = nodes[bar.node].tensor
        assert tensor is not None
        assert bar.weights == tensor.norm
    assert health_now.largest == max(bar.norm or 0.0 for bar in health_now.bars)


@of("wide")
def test_too_large_an_initialisation_explodes(backward: tuple[Graph, Flow]) -> None:
    """Thirty layers with weights of deviation 1 explode from the first layer on that is beyond both thresholds."""
    assert {bar.verdict for bar in judged(backward).bars} >= {"exploding"}
    assert said(backward)[0].startswith("Gradients explode: ")


@of("sqrt")
def test_a_nan_born_in_sqrt_is_traced_to_its_node_and_line(backward: tuple[Graph, Flow]) -> None:
    """Zero times the infinite derivative of sqrt at 0 is NaN there, though what reached sqrt was sound."""
    graph, flow = backward
    nan = judged(backward).troubles[0]
    node = next(node for node in graph.nodes if node.id == nan.node)
    assert (nan.verdict, node.name) == ("nan", "SqrtBackward0")
    assert node.span is not None
    assert node.span.line == 4
    step = next(step for step in flow.steps if step.node == nan.node)
    assert [tensor and tensor.nans for tensor in step.incoming] == [0]
    assert said(backward)[0] == "NaN first appears in the gradient of sqrt (length, line 4)."
    finding = health_findings(judged(backward), graph)[0]
    assert (finding.rule, finding.severity, finding.span) == ("gradient-nan", "warning", node.span)
    assert "sqrt" in finding.explanation


@of("norm")
def test_infinity_and_nan_each_have_a_beginning(backward: tuple[Graph, Flow]) -> None:
    """The norm of zero: infinity in sqrt first, and NaN where it meets the zero."""
    assert said(backward) == [
        "Infinity first appears in the gradient of sqrt (loss, line 3).",
        "NaN first appears in the gradient of mul (line 3).",
    ]
    assert [bar.verdict for bar in judged(backward).bars] == ["nan"]


@of("dead")
def test_a_relu_that_is_off_gives_zeros(backward: tuple[Graph, Flow]) -> None:
    """All zero is told from missing and from small, and it begins at the node that sent the zeros."""
    bars = {bar.label: bar for bar in judged(backward).bars}
    assert (bars["x"].verdict, bars["x"].norm, bars["w"].verdict) == ("zero", 0.0, None)
    assert said(backward) == ["A gradient becomes zero everywhere at relu (line 4)."]


@of("none")
def test_none_for_a_gradient_is_missing(backward: tuple[Graph, Flow]) -> None:
    """A function that returns None leaves the nodes behind without a gradient."""
    health_now = judged(backward)
    assert {bar.label: bar.verdict for bar in health_now.bars} == {"a": None, "b": "missing"}
    assert list(health_now.verdicts.values()) == ["missing", "missing"]
    assert said(backward) == ["No gradient reached 1 of 2 parameters, first mul (line 14)."]


@of("grad")
def test_a_leaf_that_grad_did_not_run_has_what_was_sent_there(backward: tuple[Graph, Flow]) -> None:
    """`autograd.grad` runs no leaf: its gradient is what its users sent, and a leaf nobody asked for has none."""
    bars = {bar.label: bar for bar in judged(backward).bars}
    assert bars["a"].norm is not None
    assert (bars["b"].norm, bars["b"].verdict) == (None, "missing")


@of("scaled")
def test_thresholds_decide(backward: tuple[Graph, Flow]) -> None:
    """A gradient of 1e6 explodes unless a person says that this is too high a bound, for either of the two numbers."""
    assert judged(backward).bars[0].norm == pytest.approx(float(torch.full((3,), 1e6).norm()))
    assert judged(backward).bars[0].verdict == "exploding"
    for lenient in (Thresholds(exploding_norm=1e7), Thresholds(exploding_ratio=1e7)):
        assert health(*backward, lenient).troubles == ()


@of("relu")
def test_a_pass_with_no_gradient_at_all_has_no_bars(backward: tuple[Graph, Flow]) -> None:
    """An empty flow is no trouble."""
    empty = health(backward[0], Flow(0, 1), Thresholds())
    assert (empty.bars, empty.troubles, empty.largest) == ((), (), 0.0)
    assert sentences(empty, backward[0]) == (("No parameter took part in this pass.", ""),)
