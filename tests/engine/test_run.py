"""`run` gives the chapter's graphs, names what people named, and turns every ending into a record."""

import io
import textwrap

import pytest

from desktop.engine.run import run
from desktop.records.files import UsageError
from desktop.records.graph import Graph, Node
from desktop.records.run import Program, Run
from desktop.records.text import Span

MY_LINEAR = """
import torch
import torch.nn as nn
from torch.autograd import Variable

class MyLinear(nn.Module):

    def __init__(self, input_size, output_size):
        super(MyLinear, self).__init__()

        self.W = nn.Parameter(torch.FloatTensor(input_size, output_size), requires_grad = True)
        self.b = nn.Parameter(torch.FloatTensor(output_size), requires_grad = True)

    def forward(self, x):
        y = torch.mm(x, self.W) + self.b

        return y

objective = 100

x = torch.FloatTensor(16, 10)
x = Variable(x)
linear = MyLinear(10, 5)
y = linear(x)
loss = (objective - y.sum())**2

loss.backward()
grad_W, grad_b = linear.W.grad, linear.b.grad
"""


def ran(text: str, **options: object) -> Run:
    """Run a text that stands indented in a test."""
    return run(Program(textwrap.dedent(text).strip() + "\n", **options))  # type: ignore[arg-type]


def node(graph: Graph, label: str) -> Node:
    """Give the one node that bears a label."""
    (found,) = [each for each in graph.nodes if each.label == label]
    return found


def excerpt(text: str, span: Span | None) -> str:
    """Give the text under a span."""
    assert span is not None
    lines = textwrap.dedent(text).strip().split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column]
    lines[0] = lines[0][span.column :]
    return "\n".join(lines)


def test_the_chapters_expression() -> None:
    """Z = (x + y) + v has two additions, two leaves, and y as an input without gradient."""
    text = """
        import torch
        from torch.autograd import Variable
        x = Variable(torch.FloatTensor(2, 2), requires_grad=True)
        y = Variable(torch.FloatTensor(2, 2), requires_grad=False)
        z = (x + y) + Variable(torch.FloatTensor(2, 2), requires_grad=True)
    """
    (graph,) = ran(text).graphs
    assert [each.name for each in graph.nodes if each.kind == "operation"] == ["AddBackward0", "AddBackward0"]
    assert [each.label for each in graph.nodes if each.kind == "leaf"] == ["", "x"]
    assert [each.label for each in graph.nodes if each.kind == "input"] == ["y"]
    assert graph.roots == (node(graph, "z").id,)
    inner = next(each for each in graph.nodes if each.kind == "operation" and not each.label)
    assert excerpt(text, inner.span) == "x + y"
    assert excerpt(text, node(graph, "z").span).startswith("(x + y) + Variable(")
    edges = {(edge.source, edge.target): (edge.slot, edge.output) for edge in graph.edges}
    assert edges[node(graph, "z").id, inner.id] == (0, 0)
    assert edges[inner.id, node(graph, "y").id] == (None, None)


def test_the_chapters_layer_gives_its_parameters_gradients_bit_by_bit() -> None:
    """The increments that reach W and b in the flow are the parameters' .grad, NaN equal to NaN."""
    outcome = ran(MY_LINEAR)
    assert outcome.status == "finished"
    (flow,) = outcome.flows
    graph = outcome.graphs[flow.graph]
    steps = {step.node: step for step in flow.steps}
    variables = {variable.name: variable for variable in outcome.variables}
    for label, gradient in (("linear.W", "grad_W"), ("linear.b", "grad_b")):
        (arrived,) = steps[node(graph, label).id].incoming
        expected = variables[gradient].tensor
        assert arrived is not None
        assert expected is not None
        assert (arrived.shape, arrived.values, arrived.nans) == (expected.shape, expected.values, expected.nans)


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("y = x * 2", "y", "x * 2"),
        ("y = (x +\n     1)", "y", "x +\n     1"),
        ("y = x + 0\ny *= 3", "y", "y *= 3"),
        ("y = [x * i for i in (1, 2)][1]", "y", "[x * i for i in (1, 2)][1]"),
        ("def f(t):\n    out = t.exp()\n    return out\ny = f(x)", "y", "t.exp()"),
        ("가나다 = 2\ny = 가나다 * x", "y", "가나다 * x"),
        ("s = '💡'; y = x - len(s)", "y", "x - len(s)"),
        ("if (y := x + 1).sum() > 0:\n    pass", "y", "x + 1"),
        ("y, z = x * 2, x * 3", "y", "x * 2"),
    ],
)
def test_a_node_bears_its_name_and_the_span_of_its_expression(text: str, label: str, expected: str) -> None:
    """Spans are exact through helpers, comprehensions, several lines, other alphabets and augmented assignment."""
    whole = f"import torch\nx = torch.ones(3, requires_grad=True) * 1\n{text}\n"
    outcome = run(Program(whole))
    assert outcome.error is None
    nodes = [each for graph in outcome.graphs for each in graph.nodes if each.label == label]
    assert expected in [excerpt(whole, each.span) for each in nodes] or (
        expected.startswith("[") and [excerpt(whole, each.span) for each in nodes] == ["x * i"]
    )


def test_a_name_rests_on_the_last_node_of_a_model_call() -> None:
    """Y = model(x) names the result and not each layer; modules give the path each node ran in."""
    outcome = ran("""
        import torch
        from torch import nn
        model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
        def predict(x):
            y = model(x)
            return y
        loss = predict(torch.rand(5, 3)).sum()
    """)
    (graph,) = outcome.graphs
    named = node(graph, "y")
    assert (named.name, named.module) == ("AddmmBackward0", "model.2")
    assert {each.module for each in graph.nodes if each.name == "ReluBackward0"} == {"model.1"}
    assert {each.label for each in graph.nodes if each.kind == "leaf"} == {
        "model.0.weight",
        "model.0.bias",
        "model.2.weight",
        "model.2.bias",
    }


def test_a_leaf_of_a_function_that_has_returned_keeps_its_name() -> None:
    """W and b lived only in linear(x), as in the chapter."""
    outcome = ran("""
        import torch
        def linear(x):
            W = torch.rand(10, 5, requires_grad=True)
            b = torch.rand(5, requires_grad=True)
            y = torch.mm(x, W) + b
            return y
        out = linear(torch.rand(16, 10))
    """)
    (graph,) = outcome.graphs
    assert {each.label for each in graph.nodes if each.kind == "leaf"} == {"W", "b"}
    assert {each.label for each in graph.nodes if each.kind == "input"} == {"x"}
    assert graph.nodes[0].label == "out"


def test_graphs_that_share_a_node_are_one_with_several_roots() -> None:
    """Two results of one leaf lie in one graph; a result of another leaf in a second."""
    outcome = ran("""
        import torch
        a = torch.rand(2, requires_grad=True)
        b = torch.rand(2, requires_grad=True)
        p = a * 2
        q = a.exp()
        r = b * 3
    """)
    assert sorted(len(graph.roots) for graph in outcome.graphs) == [1, 2]
    assert {v.name: v.node is not None for v in outcome.variables} == dict.fromkeys("abpqr", True)


def test_what_was_captured_before_an_exception_is_kept() -> None:
    """An exception in the middle becomes an error at its expression; variables, graph and flow before it stay."""
    text = """
        import torch
        x = torch.rand(2, 3, requires_grad=True)
        y = (x * 2).sum()
        y.backward()
        print("before")
        z = torch.mm(x, torch.rand(4, 5))
        print("after")
    """
    outcome = ran(text)
    assert outcome.status == "failed"
    assert outcome.error is not None
    assert outcome.error.type == "RuntimeError"
    assert "mat1 and mat2 shapes cannot be multiplied" in outcome.error.message
    assert excerpt(text, outcome.error.span) == "torch.mm(x, torch.rand(4, 5))"
    assert "desktop" not in outcome.error.traceback
    assert outcome.output == "before\n"
    assert (len(outcome.graphs), len(outcome.flows)) == (1, 1)


def test_a_graph_inside_a_failing_function_is_kept() -> None:
    """What the frames of the traceback hold is drawn, too."""
    outcome = ran("""
        import torch
        x = torch.rand(2, requires_grad=True)
        def forward(t):
            hidden = t.exp()
            return hidden @ torch.rand(3)
        forward(x)
    """)
    assert outcome.status == "failed"
    assert [each.label for graph in outcome.graphs for each in graph.nodes] == ["hidden", "x"]


@pytest.mark.parametrize(
    ("text", "status", "error"),
    [
        ("", "finished", None),
        ("# nothing\n", "finished", None),
        ("exit()", "finished", None),
        ("raise SystemExit(0)", "finished", None),
        ("exit(3)", "failed", "SystemExit"),
        ("1/0", "failed", "ZeroDivisionError"),
        ("def f(): f()\nf()", "failed", "RecursionError"),
        ("raise MemoryError", "stopped", "MemoryError"),
        ("import torch\ntorch.zeros(10**13)", "stopped", "RuntimeError"),
        ("raise KeyboardInterrupt", "stopped", "Stopped"),
        ("class E(Exception):\n    def __str__(self): 1/0\nraise E", "failed", "E"),
        ("input()", "failed", "EOFError"),
    ],
)
def test_every_ending_is_a_record(text: str, status: str, error: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends a program, the Run says so by status and type."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    outcome = run(Program(text))
    assert outcome.status == status
    assert (outcome.error.type if outcome.error else None) == error


def test_a_syntax_error_shows_its_span_and_runs_nothing() -> None:
    """The span counts characters, and no instruction before the mistake was executed."""
    outcome = run(Program("print('이름')\n값 = (1 +\n"))
    assert outcome.status == "failed"
    assert outcome.output == ""
    assert outcome.error is not None
    assert (outcome.error.type, outcome.error.message) == ("SyntaxError", "'(' was never closed")
    assert outcome.error.span == Span(2, 4, 2, 5)


def test_an_unknown_device_is_wrong_usage() -> None:
    """The engine names what torch offers."""
    with pytest.raises(UsageError, match="Torch offers: cpu"):
        run(Program("", device="cuda:99"))


def test_meta_gives_shapes_without_computing() -> None:
    """On the meta device a tensor too large for any memory has a shape and no values."""
    outcome = ran(
        """
        import torch
        x = torch.rand(10**6, 10**6, requires_grad=True)
        loss = (x @ x).sum()
        loss.backward()
        """,
        device="meta",
    )
    assert outcome.error is None
    tensor = next(v.tensor for v in outcome.variables if v.name == "x")
    assert tensor is not None
    assert (tensor.shape, tensor.device, tensor.values) == ((10**6, 10**6), "meta", None)
    assert len(outcome.flows[0].steps) == 3


def test_a_nodes_own_result_is_saved_with_its_values() -> None:
    """The tanh saves what it gave; the record shows those very values."""
    outcome = ran("""
        import torch
        x = torch.ones(2, requires_grad=True)
        y = x.tanh()
        y.sum().backward()
    """)
    saved = next(each.saved[0] for each in outcome.graphs[0].nodes if each.name == "TanhBackward0")
    value = next(each.tensor for each in outcome.variables if each.name == "y")
    assert saved.tensor is not None
    assert value is not None
    assert (saved.name, saved.tensor.values) == ("result", value.values)


def test_legacy_constructors_follow_the_chosen_device() -> None:
    """FloatTensor(2, 2) and FloatTensor([...]) land on the default device; an explicit device and the type win."""
    outcome = ran(
        """
        import torch
        from torch.autograd import Variable
        a = Variable(torch.FloatTensor(10**6, 10**6), requires_grad=True)
        b = torch.LongTensor([[1, 2], [3, 4]])
        c = torch.zeros(2, device="cpu")
        print(a.device, a.dtype, tuple(b.shape), b.device, b.dtype, c.device)
        print(isinstance(a, torch.FloatTensor), isinstance(b, torch.FloatTensor), c.type(torch.DoubleTensor).dtype)
        """,
        device="meta",
    )
    assert outcome.error is None, outcome.error.traceback
    assert outcome.output.splitlines() == [
        "meta torch.float32 (2, 2) meta torch.int64 cpu",
        "True False torch.float64",
    ]


def test_a_long_loop_records_its_first_passes_the_powers_of_two_and_the_last() -> None:
    """Of 100 passes these are recorded, each with its number, gradients and spans."""
    outcome = ran("""
        import torch
        w = torch.ones(2, requires_grad=True)
        for i in range(100):
            loss = (w * float(i)).sum()
            loss.backward()
    """)
    assert [flow.number for flow in outcome.flows] == [1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64, 100]
    for flow in outcome.flows:
        graph = outcome.graphs[flow.graph]
        spans = {each.id: each.span for each in graph.nodes}
        arrived = flow.steps[-1].incoming[0]
        assert arrived is not None
        assert arrived.values == (float(flow.number - 1),) * 2
        assert all(spans[step.node] is not None for step in flow.steps[:-1])


def test_a_chain_of_twenty_thousand_operations() -> None:
    """Nothing in the engine recurses."""
    outcome = ran("""
        import torch
        x = torch.ones(1, requires_grad=True)
        y = x
        for i in range(20_000):
            y = y + 1
        y.sum().backward()
    """)
    assert outcome.error is None
    assert len(outcome.graphs[0].nodes) == 20_002
    assert len(outcome.flows[0].steps) == 20_002


def test_nothing_of_one_run_shows_in_the_next() -> None:
    """Default dtype, grad mode, module globals and builtins are as in a fresh interpreter."""
    ran(
        """
        import torch, builtins
        torch.set_default_dtype(torch.float64)
        torch.set_grad_enabled(False)
        torch.set_default_device("meta")
        builtins.leak = 1
        leaked = 2
    """,
        trusted=True,
    )
    outcome = ran(
        """
        import torch
        x = torch.ones(2, requires_grad=True)
        y = x * 2
        print(x.dtype, x.device, y.requires_grad, 'leaked' in globals(), hasattr(__builtins__, 'leak'))
    """,
        trusted=True,
    )
    assert outcome.output == "torch.float32 cpu True False False\n"


def test_a_program_that_wants_more_is_refused_and_nothing_runs() -> None:
    """Without trust the record says what it wants and where; with trust it runs."""
    text = """
        print("first")
        import os
        print(os.sep)
    """
    refused = ran(text)
    assert (refused.status, refused.output, refused.elapsed_ms) == ("refused", "", 0.0)
    assert [(each.rule, excerpt(text, each.span)) for each in refused.findings] == [("permission", "os")]
    assert refused.error is not None
    assert "operating system" in refused.error.message
    assert ran(text, trusted=True).output == "first\n/\n"


def test_warnings_are_shown_at_the_programs_own_line() -> None:
    """A warning raised deep in torch names the person's line and no file of ours."""
    outcome = ran("""
        import warnings
        def f():
            warnings.warn("careful")
        f()
    """)
    assert outcome.output == "program.py:3: UserWarning: careful\n"


def test_output_is_bounded_and_says_so() -> None:
    """Past a million characters the rest is left out, once said."""
    outcome = run(Program("for i in range(300_000):\n    print('x' * 9)\n"))
    assert len(outcome.output) < 1_000_200
    assert outcome.output.endswith("the rest is left out.]\n")


def test_variables_tell_kinds_and_leave_imports_out() -> None:
    """Tensors, modules, numbers and the rest are told apart; imports, functions and classes are not listed."""
    outcome = ran("""
        import torch
        from torch import nn
        n = 3
        name = "chain"
        model = nn.Linear(2, 1)
        x = torch.rand(2)
        def f(): pass
        class C: pass
        c = C()
    """)
    assert [(v.name, v.kind) for v in outcome.variables] == [
        ("n", "number"),
        ("name", "other"),
        ("model", "module"),
        ("x", "tensor"),
        ("c", "other"),
    ]
    module = outcome.variables[2].module
    assert module is not None
    assert module.text == "Linear(in_features=2, out_features=1, bias=True)"
    assert [each.name for each in module.parameters] == ["weight", "bias"]


def test_a_view_that_torch_refuses_to_describe_ends_no_run() -> None:
    """A view from a part without gradients, whose base was changed since, raises at its use and nowhere else."""
    outcome = run(
        Program(
            "import torch\nbase = torch.rand(3, requires_grad=True) * 1\nwith torch.no_grad():\n    view = base[1:]\n"
            "base.mul_(2)\nwith torch.no_grad():\n    view.sum()\n(view * 2).sum().backward()\n"
        )
    )
    assert outcome.error is not None
    assert outcome.error.type == "RuntimeError"
    assert "view was created in no_grad mode" in outcome.error.message
    assert outcome.error.span is not None
    assert outcome.error.span.line == 8


def test_an_error_over_a_view_without_a_graph_is_told() -> None:
    """A view from a part without gradients says that it requires some, though torch knows no node for it."""
    outcome = run(
        Program(
            "import torch\nbase = torch.rand(4, requires_grad=True) * 1\nwith torch.no_grad():\n"
            "    view = base.view(2, 2)\nview + torch.ones(3)\n"
        )
    )
    assert outcome.error is not None
    assert "must match the size" in outcome.error.message
