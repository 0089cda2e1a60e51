"""Every operation knows the call of a module or function, the loop and the round that it was made in."""

import contextlib
import dis
import io
import linecache
import textwrap
from pathlib import Path

import pytest
from torch import nn

from desktop.engine.run import run
from desktop.records.graph import Graph, Scope
from desktop.records.run import Program, Run
from desktop.records.text import Span


def ran(text: str) -> Run:
    """Run a program and expect it to finish."""
    outcome = run(Program(textwrap.dedent(text).strip() + "\n", trusted=True))
    assert outcome.error is None, outcome.error.traceback
    return outcome


def brief(scope: Scope) -> str:
    """Write a scope as a test does."""
    if scope.kind == "module":
        return f"{scope.name}<{scope.type}>#{scope.visit}"
    if scope.kind == "function":
        return f"{scope.name}()#{scope.visit}"
    return f"[{scope.name}]" if scope.kind == "loop" else str(scope.visit)


def paths(graph: Graph) -> dict[str, str]:
    """Give for each operation of a graph, by its id, the scopes around it, outer ones first."""
    scopes = {scope.id: scope for scope in graph.scopes}
    found = {}
    for node in graph.nodes:
        around, at = [], node.scope
        while at:
            around.append(brief(scopes[at]))
            at = scopes[at].parent
        if node.kind == "operation":
            found[node.id] = " ".join(reversed(around))
    return found


def made(outcome: Run, name: str) -> list[str]:
    """Give the scopes of the operations of one name, latest made first."""
    return [paths(graph)[node.id] for graph in outcome.graphs for node in graph.nodes if node.name == name]


def test_loops_in_functions_in_modules_in_loops() -> None:
    """The scopes of a program that nests all kinds are those one would write down by hand."""
    outcome = ran("""
        import torch
        from torch import nn
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.inner = nn.Sequential(nn.Linear(2, 2))
            def twice(self, x):
                for k in (1, 2):
                    x = x.sin()
                return x
            def forward(self, x):
                return self.twice(self.inner(x)).cos()
        def lossy(model, x):
            total = (lambda t: t.exp())(model(x))
            while total.dim():
                total = total.sum(0)
            return total
        net = Net()
        for step in range(2):
            loss = lossy(net, torch.ones(3, 2))
            loss.backward()
    """)
    step = "[for step in range(2)]"
    net = [f"{step} {n} lossy()#{n} net<Net>#{n}" for n in (1, 2)]
    assert made(outcome, "AddmmBackward0") == [
        f"{net[n - 1]} net.inner<Sequential>#{n} net.inner.0<Linear>#{n}" for n in (1, 2)
    ]
    assert made(outcome, "SinBackward0") == [
        f"{net[n - 1]} Net.twice()#{n} [for k in (1, 2)] {k}" for n in (1, 2) for k in (2, 1)
    ]
    assert made(outcome, "CosBackward0") == net
    assert made(outcome, "ExpBackward0") == [f"{step} {n} lossy()#{n} <lambda>()#{n}" for n in (1, 2)]
    assert made(outcome, "SumBackward1") == [
        f"{step} {n} lossy()#{n} [while total.dim()] {k}" for n in (1, 2) for k in (2, 1)
    ]


def test_a_cell_called_200_times_gives_200_visits() -> None:
    """Each call of a module is a scope of its own, and so is each round."""
    outcome = ran("""
        import torch
        from torch import nn
        cell = nn.RNNCell(2, 2)
        h = torch.zeros(1, 2)
        for t in range(200):
            h = cell(torch.ones(1, 2), h)
        h.sum().backward()
    """)
    visits = [s.visit for s in outcome.graphs[0].scopes if s.kind == "module"]
    assert sorted(visits) == list(range(1, 201))
    assert made(outcome, "TanhBackward0")[-1] == "[for t in range(200)] 1 cell<RNNCell>#1"


RECURSION = """
def f(n):
    for i in range(2):
        z = f(n - 1) if n and i else None
    return z if n else x.exp()
y = f(2)
"""
LOOP = "for i in range(2):"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"{LOOP}\n for j in (0, 1): y = x.exp()", "[for i in range(2)] 2 [for j in (0, 1)] 2"),
        ("for i in range(3):\n if i == 1: continue\n y = x.exp()", "[for i in range(3)] 3"),
        ("for i in range(9):\n y = x.exp()\n if i == 4: break", "[for i in range(9)] 5"),
        (f"{LOOP}\n pass\nelse:\n y = x.exp()", ""),
        ("for i in x.exp().tolist():\n y = x.exp()", "[for i in x.exp().tolist()] 2"),
        ("i = 0\nwhile i < 3: i += 1; y = x.exp()", "[while i < 3] 3"),
        ("i = 0\nwhile (y := x.exp()).sum() * 0 + i < 2: i += 1", "[while (y := x.exp()).sum() * 0 + i < 2]"),
        ("while True:\n try:\n  y = x.exp(); break\n finally:\n  pass", "[while True] 1"),
        ("y = [x.exp() for _ in range(3)][-1]", ""),
        (RECURSION, "f()#1 [for i in range(2)] 2 f()#2 [for i in range(2)] 2 f()#3"),
        (f"def g():\n {LOOP}\n  yield x.exp()\nfor j, y in enumerate(g()): pass", "g()#1 [for i in range(2)] 2"),
        (f"class A:\n {LOOP}\n  y = x.exp()\ny = A.y", "[for i in range(2)] 2"),
        ("exec('for i in range(2): y = x.exp()')", ""),
        (f"{LOOP}\n exec('for i in range(2): y = x.exp()')", "[for i in range(2)] 2"),
        (f"{LOOP} y = list(map(lambda t: t.exp(), [x]))[0]", "[for i in range(2)] 2 <lambda>()#2"),
        (
            f"async def f():\n {LOOP} y = x.exp()\n return y\nimport asyncio\ny = asyncio.run(f())",
            "f()#1 [for i in range(2)] 2",
        ),
    ],
)
def test_rounds_are_exact(body: str, expected: str) -> None:
    """The last exponential a program made knows its rounds, however the loops are left, nested or recursive."""
    outcome = ran(f"import torch\nx = torch.ones(2, requires_grad=True)\n{body}\n")
    node = next(variable.node for variable in outcome.variables if variable.name == "y")
    assert node is not None
    found = {identifier: path for graph in outcome.graphs for identifier, path in paths(graph).items()}
    assert found[node] == expected


def test_generators_in_turn_keep_their_own_rounds() -> None:
    """Two activations of one generator, run in turn, do not mix up their rounds."""
    outcome = ran("""
        import torch
        x = torch.ones(2, requires_grad=True)
        def g():
            for i in range(3):
                yield x.exp()
        a, b = g(), g()
        next(a); next(a); next(b)
        late, early = next(a), next(b)
    """)
    found = {n: p for graph in outcome.graphs for n, p in paths(graph).items()}
    nodes = {variable.name: variable.node for variable in outcome.variables}
    assert found[str(nodes["late"])] == "g()#1 [for i in range(3)] 3"
    assert found[str(nodes["early"])] == "g()#2 [for i in range(3)] 2"


def test_a_scope_bears_its_call_its_class_and_its_parameters() -> None:
    """A module counts its own numbers once, also where they are shared; spans are the calls and the loop's line."""
    text = """
        import torch
        from torch import nn
        class Tied(nn.Module):
            def __init__(self):
                super().__init__()
                self.a = nn.Linear(3, 3)
                self.b = nn.Linear(3, 3)
                self.b.weight = self.a.weight
            def forward(self, x):
                return self.b(self.a(x))
        tied = Tied()
        for i in range(2):
            y = tied(torch.ones(1, 3))
    """
    (graph,) = ran(text).graphs
    kinds = {scope.kind if scope.kind != "module" else scope.name: scope for scope in graph.scopes}
    weight_and_biases = sum(each.numel() for each in nn.Linear(3, 3).parameters()) + 3
    assert (kinds["tied"].type, kinds["tied"].parameters) == ("Tied", weight_and_biases)
    assert kinds["tied.b"].parameters == 12
    lines = textwrap.dedent(text).strip().split("\n")
    for name, call in (("tied", "tied(torch.ones(1, 3))"), ("tied.a", "self.a(x)"), ("loop", "for i in range(2)")):
        span = kinds[name].span
        assert span is not None
        assert lines[span.line - 1][span.column : span.end_column] == call
    assert kinds["round"].span == kinds["loop"].span


def test_ids_are_given_as_nodes_need_them_and_outer_scopes_come_first() -> None:
    """In each graph every scope comes after the one around it, ids count up from s0, and none is there for nothing."""
    outcome = ran("""
        import torch
        def f(x):
            for i in range(2):
                x = x.exp()
            return x
        a = f(torch.ones(1, requires_grad=True))
        b = f(torch.ones(1, requires_grad=True))
    """)
    ids = [scope.id for graph in outcome.graphs for scope in graph.scopes]
    assert ids == [f"s{number}" for number in range(8)]
    assert_well_formed(outcome)


def assert_well_formed(outcome: Run) -> None:
    """Hold what is true of the scopes of every run."""
    for graph in outcome.graphs:
        seen: set[str] = {""}
        for scope in graph.scopes:
            assert scope.parent in seen
            assert scope.id not in seen
            seen.add(scope.id)
        used = {node.scope for node in graph.nodes}
        assert used <= seen
        parents = {scope.id: scope.parent for scope in graph.scopes}
        needed = set()
        for scope_id in used:
            around = scope_id
            while around:
                needed.add(around)
                around = parents[around]
        assert needed == set(parents)
        assert all(not node.scope for node in graph.nodes if node.kind != "operation")


def test_scopes_of_every_program_are_whole(program: Path) -> None:
    """Each graph lists exactly the scopes of its nodes and what is around them; leaves and inputs have none."""
    outcome = run(Program(program.read_text(encoding="utf-8")))
    assert_well_formed(outcome)
    for graph in outcome.graphs:
        modules = {scope.id: scope.name for scope in graph.scopes if scope.kind == "module"}
        for node in graph.nodes:
            if node.scope in modules:
                assert modules[node.scope] == node.module


def test_a_scope_that_two_graphs_need_is_in_both() -> None:
    """Two graphs from one call of a function list the same scope."""
    outcome = ran("""
        import torch
        def f():
            return torch.ones(1, requires_grad=True).exp(), torch.ones(1, requires_grad=True).exp()
        a, b = f()
    """)
    assert [[scope.id for scope in graph.scopes] for graph in outcome.graphs] == [["s0"], ["s0"]]


def test_double_backward_and_custom_functions_stand_where_they_are_called() -> None:
    """What create_graph and Function.apply make has the scope of that call."""
    outcome = ran("""
        import torch
        class Cube(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                ctx.save_for_backward(x)
                return x ** 3
            @staticmethod
            def backward(ctx, g):
                (x,) = ctx.saved_tensors
                return g * 3 * x * x
        def slope(y):
            return torch.autograd.grad(y.sum(), x, create_graph=True)[0]
        x = torch.ones(2, requires_grad=True)
        for i in range(2):
            y = Cube.apply(x)
        g = slope(x.sin())
    """)
    assert made(outcome, "CubeBackward") == ["[for i in range(2)] 2"]
    assert set(made(outcome, "CosBackward0")) == {"slope()#1"}


def test_the_last_pass_of_a_long_loop_knows_its_own_rounds_and_visits() -> None:
    """A pass that nobody watched has the scopes of its calls, exactly, and no scope of another pass."""
    outcome = ran("""
        import torch
        from torch import nn
        model = nn.Sequential(*(nn.Linear(2, 2) for _ in range(20)))
        def train():
            loss = model(torch.ones(3, 2)).sum()
            loss.backward()
        for step in range(100):
            train()
    """)
    last = outcome.flows[-1]
    assert last.number == 100
    found = paths(outcome.graphs[last.graph])
    round_100 = "[for step in range(100)] 100 train()#100"
    ran_last = {step.node for step in last.steps}
    nodes = [node for node in outcome.graphs[last.graph].nodes if node.id in ran_last]
    assert len(nodes) > 60
    for node in nodes:
        if node.name == "AddmmBackward0":
            assert found[node.id] == f"{round_100} model<Sequential>#100 {node.module}<Linear>#100"
        elif node.name == "SumBackward0":
            assert found[node.id] == round_100


def test_a_small_pass_that_nobody_watched_has_no_scope_rather_than_a_wrong_one() -> None:
    """Where it is not known in which round a node was made, its scope is empty."""
    outcome = ran("""
        import torch
        w = torch.ones(2, requires_grad=True)
        for i in range(100):
            (w * 2).sum().backward()
    """)
    found = paths(outcome.graphs[0])
    before, last = ({found[step.node] for step in flow.steps[:-1]} for flow in outcome.flows[-2:])
    assert (before, last) == ({"[for i in range(100)] 64"}, {""})


def test_a_flow_says_whether_the_graph_was_retained() -> None:
    """retain_graph keeps what was saved, and so does create_graph unless told otherwise."""
    outcome = ran("""
        import torch
        x = torch.ones(2, requires_grad=True)
        y = (x ** 3).sum()
        y.backward(retain_graph=True)
        torch.autograd.grad(y, x, create_graph=True)
        torch.autograd.grad(y, x, create_graph=True, retain_graph=True)
        y.backward()
    """)
    assert [flow.retains for flow in outcome.flows] == [True, True, True, False]


def test_loops_look_to_the_program_as_they_are() -> None:
    """Names, errors, iteration protocol, threads and the end of a generator are those of plain Python."""
    text = """
        import threading, traceback
        class Odd:
            def __iter__(self):
                print("iter")
                return self
            def __next__(self):
                print("next")
                raise StopIteration
        def g():
            try:
                for i in range(3):
                    yield i
            finally:
                print("closed")
        def f():
            for i in Odd(): pass
            else: print("else")
            while True: break
            for i in g(): break
            print("after")
            return sorted(locals())
        print(f(), sorted(name for name in globals() if name[0] != "_"))
        for bad in (5, None):
            try:
                for i in bad:
                    pass
            except TypeError:
                traceback.print_exc()
        def count():
            for i in range(3): total.append(i)
        total = []
        threads = [threading.Thread(target=count) for _ in range(2)]
        for t in threads: t.start()
        for t in threads: t.join()
        print(sorted(total), all(b % 1 == 0 for b in range(3)))
        import sys
        events = []
        sys.settrace(lambda frame, event, _: events.append(frame.f_code.co_name))
        for i in range(3): count()
        sys.settrace(None)
        print(set(events) >= {"count"})
        print(count.__code__.co_varnames, count.__code__.co_names)
    """
    source = textwrap.dedent(text).strip() + "\n"
    assert ran(source).output == plain_output(source)


def plain_output(source: str) -> str:
    """Give what a bare interpreter prints."""
    printed = io.StringIO()
    linecache.cache["program.py"] = (len(source), None, source.splitlines(keepends=True), "program.py")
    namespace = {"__name__": "__main__", "__doc__": None, "__file__": "program.py"}
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        exec(compile(source, "program.py", "exec"), namespace)  # noqa: S102 # the program is ours
    lines = printed.getvalue().split("\n")
    return "\n".join(line for line in lines if "test_scopes.py" not in line)


def test_iterating_a_tensor_keeps_its_span() -> None:
    """The whole statement, or what is iterated over, is the place of an unbind, as Python itself says."""
    text = "import torch\nx = torch.ones(2, requires_grad=True)\nfor row in x:\n    y = row * 2\n"
    (graph,) = run(Program(text)).graphs
    unbind = next(node for node in graph.nodes if node.name == "UnbindBackward0")
    asks = [each.positions for each in dis.get_instructions(compile(text, "", "exec")) if each.opname == "GET_ITER"]
    assert asks[0] is not None
    line, end_line, column, end_column = asks[0]
    assert unbind.span == Span(line or 0, column or 0, end_line or 0, end_column or 0)
    assert unbind.scope == ""


def test_programs_that_torch_compiles_are_left_as_they_are() -> None:
    """Dynamo reads the code of a loop that it compiles, and finds nothing of ours."""
    outcome = ran("""
        import torch
        @torch.compile(backend="eager")
        def f(x):
            for i in range(3):
                x = x * 2
            return x
        print(f(torch.ones(1)).item())
    """)
    assert outcome.output.endswith("8.0\n")
