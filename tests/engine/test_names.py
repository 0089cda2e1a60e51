"""What the record calls leaves and modules, and where it says that nodes were made, in programs of every kind."""

from textwrap import dedent

import pytest

from desktop.engine.run import run
from desktop.records.graph import Graph, Node
from desktop.records.run import Program, Run


def ran(text: str) -> Run:
    """Run a program that may do everything, and expect it to finish."""
    outcome = run(Program(dedent(text), trusted=True))
    assert outcome.error is None, outcome.error.traceback
    return outcome


def leaves(graph: Graph) -> set[str]:
    """Give what the leaves of a graph are called."""
    return {node.label for node in graph.nodes if node.kind == "leaf"}


def operations(outcome: Run) -> list[Node]:
    """Give all operations of a run."""
    return [node for graph in outcome.graphs for node in graph.nodes if node.kind == "operation"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("w = nn.Parameter(torch.rand(2))\n(w * 2).sum().backward()", {"w"}),
        ("ws = [nn.Parameter(torch.rand(2)) for _ in range(2)]\n(ws[0] * ws[1]).sum().backward()", {"ws[0]", "ws[1]"}),
        ("ps = {'a': nn.Parameter(torch.rand(2))}\n(ps['a'] * 2).sum().backward()", {"ps['a']"}),
        ("def f():\n    q = nn.Parameter(torch.rand(2))\n    return (q * 2).sum()\nf().backward()", {"q"}),
        (
            (
                "class Affine:\n    def __init__(self):\n        self.w = nn.Parameter(torch.rand(2))\n"
                "    def loss(self):\n        return (self.w * 2).sum()\nAffine().loss().backward()"
            ),
            {"self.w"},
        ),
        (
            "w = torch.rand(3, requires_grad=True)\ntorch.vmap(lambda x: x * w)(torch.rand(4, 3)).sum().backward()",
            {"w"},
        ),
    ],
)
def test_a_leaf_bears_the_name_it_has_in_the_program(lines: str, expected: set[str]) -> None:
    """A parameter needs no module to be named, and is named also where only a transform used it."""
    (graph,) = ran(f"import torch\nfrom torch import nn\n{lines}\n").graphs
    assert leaves(graph) == expected


_HOLDER = """
import torch, types
from torch import nn
class Holder({base}):
    def __init__(self):
        super().__init__()
        self.{held}
    def forward(self, x):
        return {used}
    __call__ = {call}
holder = Holder()
holder(torch.ones(1, 2)).sum().backward()
"""


@pytest.mark.parametrize("base", ["nn.Module", "object"])
@pytest.mark.parametrize(
    ("held", "used", "expected"),
    [
        ("parts = [nn.Linear(2, 2)]", "self.parts[0](x)", {"parts[0].weight", "parts[0].bias"}),
        ("parts = {'a': (nn.PReLU(),)}", "self.parts['a'][0](x)", {"parts['a'][0].weight"}),
        ("_net = types.SimpleNamespace(f=nn.PReLU())", "self._net.f(x)", {"_net.f.weight"}),
        ("_nets = [nn.Sequential(nn.PReLU())]", "self._nets[0](x)", {"_nets[0].0.weight"}),
        ("layer = nn.PReLU()", "self.layer(x)", {"layer.weight"}),
        ("weights = [nn.Parameter(torch.ones(2))]", "x * self.weights[0]", {"weights[0]"}),
        ("weights = {1: torch.ones(2, requires_grad=True)}", "x * self.weights[1]", {"weights[1]"}),
    ],
)
def test_what_stands_in_plain_lists_bears_its_place_there(base: str, held: str, used: str, expected: set[str]) -> None:
    """What no module registered is found in its holder's attributes, lists and dicts, two levels deep."""
    call = "forward" if base == "object" else "nn.Module.__call__"
    (graph,) = ran(_HOLDER.format(base=base, held=held, used=used, call=call)).graphs
    owners = ("holder", "self") if base == "object" else ("holder",)
    assert leaves(graph) in [{f"{owner}.{name}" for name in expected} for owner in owners]


def test_a_module_in_a_list_and_under_a_name_bears_the_name() -> None:
    """What is bound comes first, then what is registered, then what is held; a circle has an end."""
    outcome = ran(
        """
        import torch
        from torch import nn
        class Net(nn.Module):
            def __init__(self, head):
                super().__init__()
                self.body, self.others = nn.Linear(2, 2), [head, self]
                self.twice = [self.body]
            def forward(self, x):
                return self.others[0](self.twice[0](x))
        head = nn.Linear(2, 1)
        net = Net(head)
        net(torch.ones(1, 2)).sum().backward()
        """
    )
    assert leaves(outcome.graphs[0]) == {"head.weight", "head.bias", "net.body.weight", "net.body.bias"}
    assert {node.module for node in operations(outcome)} == {"", "head", "net.body"}


def test_naming_asks_nothing_of_a_programs_class() -> None:
    """What a program computes when it is asked for an attribute, even for its class, is not touched."""
    outcome = ran(
        """
        import torch
        class Sly:
            def __init__(self):
                self.net = torch.nn.PReLU()
            def __getattribute__(self, name):
                print("asked for", name)
                return object.__getattribute__(self, name)
        sly = Sly()
        sly.net(torch.ones(1)).sum().backward()
        """
    )
    assert outcome.output == "asked for net\n"
    assert leaves(outcome.graphs[0]) == {"sly.net.weight"}


def test_layers_that_were_replaced_keep_their_names() -> None:
    """What a layer made bears that layer's path, also when another layer has taken its place since."""
    outcome = ran(
        """
        import torch
        from torch import nn
        m = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
        m(torch.rand(1, 2)).sum().backward()
        m(torch.rand(1, 2)).sum().backward()
        m[1] = nn.Linear(2, 3)
        m(torch.rand(1, 2)).sum().backward()
        """
    )
    (graph,) = outcome.graphs
    assert leaves(graph) == {"m.0.weight", "m.0.bias", "m.1.weight", "m.1.bias"}
    assert {node.module for node in operations(outcome) if node.name == "AddmmBackward0"} == {"m.0", "m.1"}


@pytest.mark.parametrize(
    "lines",
    [
        "torch.vmap(lambda x: torch.dot(x, w).sin())(torch.rand(5, 3)).sum().backward()",
        "torch.func.grad(lambda t: (t * w).pow(2).sum())(torch.ones(3)).sum().backward()",
        "g = torch.autograd.grad((w ** 3).sum(), w, create_graph=True)[0]\ng.sum().backward()",
        "y = w * 1\nv = y[1:]\ny.mul_(2)\nv.grad_fn\nv.sum().backward()",
        "z = w // 0.3",
        "y = w * 1\ny.view(-1)[1:].mul_(y[:2] * 2)\ny.sum().backward()",
    ],
)
def test_every_operation_stands_somewhere_in_the_text(lines: str) -> None:
    """In transforms, double backwards, renewed views and operations without a derivative each node has its span."""
    outcome = ran(f"import torch\nw = torch.rand(3, requires_grad=True)\n{lines}\n")
    assert [node.name for node in operations(outcome) if node.span is None] == []


def test_equal_runs_tell_objects_alike() -> None:
    """The address of an object is no part of what a variable is said to be."""
    text = "class Thing:\n    pass\nthings = [Thing(), Thing()]\n"
    first, second = ran(text), ran(text)
    assert first.variables == second.variables
    assert "0x" not in first.variables[0].text


def test_an_anomaly_is_told_without_frames_of_ours() -> None:
    """The traceback of the forward call that torch prints begins with the program's own frame."""
    outcome = ran(
        """
        import torch
        x = torch.zeros(1, requires_grad=True)
        with torch.autograd.detect_anomaly():
            y = (x.sqrt() * 0).sum()
            try:
                y.backward()
            except RuntimeError:
                pass
        """
    )
    assert "Traceback of forward call" in outcome.output
    assert 'File "program.py", line 5' in outcome.output
    assert "desktop" not in outcome.output


@pytest.mark.parametrize("rounds", [5, 8, 12, 16, 30])
@pytest.mark.parametrize("loop", ["for step in range({rounds}):", "step = 0\nwhile step < {rounds}:\n    step += 1"])
def test_what_follows_a_long_loop_is_told_like_what_stands_before_it(loop: str, rounds: int) -> None:
    """Passes in a loop are many and alike, so most are not watched; what comes after the loop is no part of it."""
    head = loop.format(rounds=rounds)
    outcome = ran(
        "import torch\nnet = torch.nn.Linear(2, 1)\n"
        f"{head}\n    loss = net(torch.ones(2)).pow(2).sum()\n    loss.backward()\n"
        "x = torch.ones(2, requires_grad=True)\ny = net(x) * 3\nz = y.sin().sum()\nz.backward()\n"
    )
    made = operations(outcome)
    assert all(node.span is not None for node in made)
    last = outcome.graphs[outcome.flows[-1].graph]
    (product,) = [node for node in last.nodes if node.name == "MulBackward0"]
    assert product.label == "y"
    assert {node.module for node in made if node.name == "AddmmBackward0"} == {"net"}
    assert "loss" in {node.label for node in made}


def test_a_loop_within_a_forward_pass_does_not_wake_the_watch() -> None:
    """Only a loop in which many passes ran has ended what was going on."""
    text = (
        "import torch\nw = torch.ones(2, requires_grad=True)\nfor step in range(15):\n    y = w\n"
        "    for _ in range(12):\n        y = y * 0.9\n    y.sum().backward()\n"
    )
    outcome = ran(text)
    assert [flow.number for flow in outcome.flows] == [1, 2, 3, 4, 5, 6, 7, 8, 15]
    assert all(node.span is not None for node in operations(outcome))
