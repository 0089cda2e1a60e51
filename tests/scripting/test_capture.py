"""Graphs of live tensors, captured from scripts as people write them."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

import desktop
from desktop.engine.run import run
from desktop.records.files import UsageError
from desktop.records.graph import Graph
from desktop.records.run import Program
from desktop.scripting import capture


def walked(*roots: Any) -> list[Any]:
    """Give every autograd node behind some: the oracle."""
    found = list(dict.fromkeys(roots))
    for node in found:  # grows as it is read
        found += [target for target, _ in node.next_functions if target is not None and target not in found]
    return found


def labels(graph: Graph) -> set[str]:
    """Give the names that nodes have."""
    return {node.label for node in graph.nodes} - {""}


def small_model() -> nn.Module:
    """Build a model whose layers have names."""
    torch.manual_seed(0)
    layers = [("first", nn.Linear(3, 4)), ("act", nn.Tanh()), ("second", nn.Linear(4, 1))]
    return nn.Sequential(OrderedDict(layers))


def test_every_node_and_edge_of_autograd_is_there() -> None:
    """Names and edges are those of a plain walk over next_functions, with an LSTM's fan-in."""
    lstm = nn.LSTM(4, 5, num_layers=2, bidirectional=True)
    output, (hidden, _) = lstm(torch.randn(3, 2, 4))
    loss = output.sum() + hidden.pow(2).sum()
    nodes = walked(loss.grad_fn)
    graph = capture(loss).graph
    assert sorted(node.name for node in graph.nodes) == sorted(node.name().rpartition("::")[2] for node in nodes)
    assert len(graph.edges) == sum(target is not None for node in nodes for target, _ in node.next_functions)


def test_names_come_from_params() -> None:
    """As in make_dot: parameters have the names that the dict gives them, the loss that of the caller's variable."""
    model = small_model()
    loss = model(torch.ones(2, 3)).mean()
    graph = capture(loss, params=dict(model.named_parameters())).graph
    assert labels(graph) == {"loss", "first.weight", "first.bias", "second.weight", "second.bias"}


@pytest.mark.parametrize("give", [lambda model: model, lambda model: model.named_parameters()])
def test_params_may_be_the_model_or_its_pairs(give: Callable[[nn.Module], object]) -> None:
    """What gives the same names is as good as the dict."""
    model = small_model()
    loss = model(torch.ones(2, 3)).mean()
    assert capture(loss, give(model)).graph == capture(loss, dict(model.named_parameters())).graph


def test_names_that_were_not_given_are_those_of_the_callers_variables() -> None:
    """Incomplete params are fine; intermediate results, tensors in lists and models have names too."""
    w = torch.ones(2, requires_grad=True)
    others = [torch.ones(2, requires_grad=True)]
    net = nn.Linear(2, 1)
    hidden = w * others[0]
    loss = net(hidden).sum()
    graph = capture(loss, params={"given": w, "middle": hidden, "unused": torch.ones(1)}).graph
    assert labels(graph) == {"loss", "given", "middle", "others[0]", "net.weight", "net.bias"}


def test_two_captures_do_not_know_of_each_other() -> None:
    """Equal graphs, with ids from n0; a part captured in between has ids of its own."""
    x = torch.ones(2, requires_grad=True)
    y = x * 2
    loss = y.sum()
    first, part, second = capture(loss).graph, capture(y).graph, capture(loss).graph
    assert first == second
    assert [node.id for node in first.nodes] == ["n0", "n1", "n2"]
    assert [node.id for node in part.nodes] == ["n0", "n1"]


def test_before_and_after_backward_only_what_was_freed_differs() -> None:
    """Freed tensors are no longer listed; nodes, names and edges are the same."""
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    loss = (x**2).sum()
    before = capture(loss).graph
    torch.autograd.backward(loss)
    after = capture(loss).graph
    assert [(node.id, node.name, node.label) for node in before.nodes] == [
        (node.id, node.name, node.label) for node in after.nodes
    ]
    assert before.edges == after.edges
    assert [node.saved for node in before.nodes if node.saved]
    assert not [node.saved for node in after.nodes if node.saved]


def test_nothing_of_the_persons_is_changed() -> None:
    """Gradients, random numbers, versions, hooks and metadata are as before, and backward gives the same bits."""
    model = small_model()
    x = torch.randn(5, 3)
    loss = model(x).pow(2).mean()
    expected = torch.autograd.grad(loss, list(model.parameters()), retain_graph=True)
    nodes = walked(loss.grad_fn)
    nodes[0].metadata["mine"] = 1
    state, versions = torch.get_rng_state(), [parameter._version for parameter in model.parameters()]
    capture(loss, params=model)
    assert torch.equal(torch.get_rng_state(), state)
    assert [parameter._version for parameter in model.parameters()] == versions
    assert all(parameter.grad is None for parameter in model.parameters())
    assert [node.metadata for node in nodes] == [{"mine": 1}, *({} for _ in nodes[1:])]
    assert not loss._backward_hooks
    loss.backward()
    for parameter, gradient in zip(model.parameters(), expected, strict=True):
        assert parameter.grad is not None
        assert torch.equal(parameter.grad, gradient)


def test_it_may_be_called_where_gradients_are_off_and_modes_are_on() -> None:
    """Under no_grad, a default device and hooks on saved tensors it sees the graph, and calls no hook."""
    called: list[str] = []

    def pack(tensor: torch.Tensor) -> torch.Tensor:
        called.append("pack")
        return tensor

    def unpack(tensor: torch.Tensor) -> torch.Tensor:
        called.append("unpack")
        return tensor

    w = torch.ones(3, requires_grad=True)
    with torch.autograd.graph.saved_tensors_hooks(pack, unpack), torch.device("cpu"):
        loss = (w * w).sum()
        called.clear()
        with torch.no_grad():
            graph = capture(loss).graph
    assert labels(graph) == {"loss", "w"}
    assert called == []


def test_a_checkpoint_is_not_computed_again() -> None:
    """Reading saved tensors would run the forward once more: it does not."""
    runs: list[int] = []

    def forward(x: torch.Tensor) -> torch.Tensor:
        runs.append(1)
        return x.sin().cos()

    x = torch.ones(2, requires_grad=True)
    y = checkpoint(forward, x, use_reentrant=False)
    assert len(capture(y).graph.nodes) == len(walked(y.grad_fn))
    assert runs == [1]


def test_a_chain_of_ten_thousand_operations_is_walked() -> None:
    """Nothing recurses."""
    y = torch.zeros((), requires_grad=True)
    for _ in range(10_000):
        y = y + 1
    assert len(capture(y).graph.nodes) == 10_001
    assert labels(capture(y).graph) == {"y"}


def test_threads_that_capture_one_graph_at_once_give_the_same() -> None:
    """In threads that are not the main one, and several at a time."""
    x = torch.ones(2, requires_grad=True)
    loss = x
    for _ in range(200):
        loss = loss * 2
    expected = capture(loss, {"x": x}).graph
    found: list[Graph] = []
    threads = [threading.Thread(target=lambda: found.append(capture(loss, {"x": x}).graph)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert all(graph == expected for graph in found)


@dataclass
class Output:
    """What models of some libraries return."""

    loss: torch.Tensor
    logits: torch.Tensor
    note: str = "other things are no tensors"


def test_containers_give_a_root_for_each_tensor() -> None:
    """A tuple, a list, a dict, one in another, and a dataclass; keys and fields are names."""
    x = torch.ones(2, requires_grad=True)
    a, b = x * 2, x.exp()
    for given, names in (
        ((a, b), {"a", "b", "x"}),
        ([a, None, 3, b], {"a", "b", "x"}),
        ({"left": a, "right": b, "step": 3}, {"left", "right", "x"}),
        ({"outer": {"left": a}, "right": (b, b)}, {"outer.left", "right", "x"}),
        (Output(a, b), {"loss", "logits", "x"}),
    ):
        graph = capture(given).graph
        assert len(graph.roots) == 2
        assert len(graph.nodes) == 3
        assert labels(graph) == names


def test_roots_that_share_nothing_and_tensors_without_gradient() -> None:
    """They are one record with two parts; what needs no gradient is left out where something else does."""
    one, other = torch.ones(1, requires_grad=True), torch.ones(1, requires_grad=True)
    graph = capture((one * 2, other * 3, torch.ones(1))).graph
    assert (len(graph.roots), len(graph.nodes), len(graph.edges)) == (2, 4, 2)


def test_a_leaf_alone_is_a_graph_of_one_node() -> None:
    """It requires a gradient, and nothing was computed from it."""
    weight = torch.ones(2, requires_grad=True)
    (node,) = capture(weight).graph.nodes
    assert (node.kind, node.label) == ("leaf", "weight")


def test_a_model_stands_for_what_was_last_computed_with_it() -> None:
    """The youngest of the caller's tensors that reaches its parameters; what another model made is not meant."""
    model, another = small_model(), nn.Linear(3, 1)
    hidden = model(torch.ones(2, 3))
    loss = hidden.mean()
    unrelated = another(torch.ones(2, 3))
    graph = capture(model).graph
    assert {node.label for node in graph.nodes if node.id in graph.roots} == {"loss"}
    assert unrelated.requires_grad
    assert loss.requires_grad


def refusal(given: object, params: object = None) -> str:
    """Give the paragraph that capture raises."""
    with pytest.raises(UsageError) as raised:
        capture(given, params)
    text = str(raised.value)
    assert "\n" not in text
    assert text.endswith(".")
    return text


def test_what_has_no_graph_is_told_why_and_what_to_do() -> None:
    """Each names what was given and the way out."""
    plain = torch.ones(2)
    counted = torch.ones(2, requires_grad=True).argmax()
    lonely = nn.Linear(2, 2)
    assert "does not require a gradient" in refusal(plain)
    assert "its dtype is int64" in refusal(counted)
    assert "capture(" in refusal(lonely)
    assert "before .item()" in refusal(3.0)
    assert "an array" in refusal(plain.numpy())
    assert "Call it" in refusal(refusal)
    assert "with no tensor in it" in refusal({"loss": "none"})
    assert "gives no names" in refusal(torch.ones(2, requires_grad=True).sum(), 5)
    assert "capture(model(x))" in refusal(lonely, torch.ones(2, 2))
    with torch.no_grad():
        assert "switched off" in refusal(torch.ones(2, requires_grad=True) * 2)
    with torch.inference_mode():
        assert "inference_mode" in refusal(torch.ones(2) * 2)


def test_a_refusal_calls_a_tensor_by_its_variable() -> None:
    """The caller's name for it stands first."""
    _ = target = torch.ones(2)
    with pytest.raises(UsageError, match=r"^target has no graph"):
        capture(target)


def test_a_graph_within_a_transform_is_written_down() -> None:
    """Inside torch.func.grad tensors are wrapped: nodes, names and shapes are told, and the transform goes on."""
    told: list[list[tuple[str, str, tuple[int, ...]]]] = []

    def square(x: torch.Tensor) -> torch.Tensor:
        loss = (x * x).sum()
        nodes = capture(loss).graph.nodes
        told.append([(node.name, node.label, node.tensor.shape) for node in nodes if node.tensor is not None])
        return loss

    gradient = torch.func.grad(square)(torch.ones(2))
    assert told == [[("SumBackward0", "loss", ()), ("MulBackward0", "", (2,)), ("AccumulateGrad", "x", (2,))]]
    assert torch.equal(gradient, torch.full((2,), 2.0))


def test_a_capture_within_a_recorded_run_leaves_the_run_as_it_is() -> None:
    """A program in our own engine may capture too: the record of its run is the same with and without."""
    text = "import torch\n{}\nx = torch.ones(2, requires_grad=True)\nloss = (x * 2).sum()\n{}\nloss.backward()\n"
    plain = run(Program(text.format("", ""), trusted=True))
    capturing = run(Program(text.format("from desktop import capture", "capture(loss)"), trusted=True))
    assert capturing.status == "finished", capturing.error
    assert [(node.id, node.name, node.label) for node in capturing.graphs[0].nodes] == [
        (node.id, node.name, node.label) for node in plain.graphs[0].nodes
    ]
    assert len(capturing.flows[0].steps) == len(plain.flows[0].steps)


def test_the_package_offers_both_words_and_no_others() -> None:
    """`dir` lists them, they are those of the room, and a misspelt one is an AttributeError."""
    assert desktop.capture is capture
    assert {"capture", "show"} <= set(dir(desktop))
    with pytest.raises(AttributeError, match="captur"):
        _ = desktop.captur
