"""Random straight-line programs are recorded as autograd holds them."""

import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.engine.run import run
from desktop.engine.summary import describe
from desktop.records.run import Program

_UNARY = (
    "{a}.sin()",
    "{a}.exp().clamp(max=5)",
    "{a} * 2",
    "{a}.tanh()",
    "-{a}",
    "{a}.t()",
    "{a}.reshape(-1).view(3, 3)",
    "{a}.detach()",
    "torch.relu({a})",
    "{a}.sum(0, keepdim=True).expand(3, 3)",
    "{a}.clone()",
    "{a}.cumsum(1)",
    "{a}.softmax(-1)",
    "{a}[[2, 0, 1]]",
    "{a}.flip(0).contiguous()",
    "{a}.sort(dim=1).values",
    "{a}.pow(2)",
    "torch.stack({a}.unbind(1))",
    "torch.cat({a}.split([1, 2]))",
    "{a}.max(0, keepdim=True)[0] + {a}",
    "{a}.masked_fill({a} > 0.5, 0.1)",
    "{a}.gather(1, torch.tensor([[0, 1, 2], [2, 1, 0], [0, 0, 0]]))",
    "{a}.expand(2, 3, 3).mean(0)",
    "{a}.std() * {a}",
    "torch.nn.functional.layer_norm({a}, (3,))",
    "torch.nn.functional.dropout({a}, 0.3)",
    "Both.apply({a}, {a})[0]",
    "{a}.detach().requires_grad_()",
)
_BINARY = (
    "{a} + {b}",
    "{a} * {b}",
    "{a} @ {b}",
    "torch.maximum({a}, {b})",
    "torch.where({a} > {b}, {a}, {b})",
    "torch.cat([{a}, {b}])[:3]",
    "torch.stack([{a}, {b}]).mean(0)",
    "{a} - {b}.mean()",
    "{a}.chunk(3)[0] + {b}",
    "sum(Both.apply({a}, {b}))",
    "Both.apply({a}, {b})[1]",
    "{a}.scatter(0, torch.tensor([[0, 1, 2]]), {b})",
    "{a}.index_add(0, torch.tensor([0, 2]), {b}[:2])",
    "torch.addmm({a}, {b}, {a})",
    "torch.lerp({a}, {b}, 0.3)",
)
_IN_PLACE = (
    "{a}.add_(1)",
    "{a}.mul_(0.5)",
    "{a}[0] = {b}[1]",
    "{a}.clamp_(-1, 1)",
    "{a}.t_()",
    "{a}[:, 1:].mul_({b}[:, 1:])",
    "{a}.view(-1)[2:5].zero_()",
    "{a}[{a} > 0.5] = 0.25",
    "{a}.diagonal().add_({b}[0])",
    "{a}.copy_({b})",
    "{a}.detach_()",
    "view = {a}[1:]; view.sin_(); view[0] = {b}[0]",
)
_FUNCTION = """
import torch


class Both(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b, a + b

    @staticmethod
    def backward(ctx, p, s):
        a, b = ctx.saved_tensors
        return p * b + s, p * a + s

"""


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Write up to 30 operations on 3 by 3 matrices; names are bound once, and some are changed in place."""
    lines = [_FUNCTION]
    names = []
    for index in range(draw(st.integers(1, 3))):
        names.append(f"x{index}")
        lines.append(f"x{index} = torch.rand(3, 3, requires_grad={draw(st.booleans())})")
    for index in range(draw(st.integers(1, 30))):
        a, b = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        template = draw(st.sampled_from(_UNARY + _BINARY))
        without = "with torch.no_grad(): " if draw(st.integers(0, 11)) == 0 else ""
        lines.append(f"{without}y{index} = {template.format(a=a, b=b)}")
        if draw(st.integers(0, 9)) == 0:
            lines.append(f"y{index} = y{index}.clone()")
            lines.append(draw(st.sampled_from(_IN_PLACE)).format(a=f"y{index}", b=b))
        names.append(f"y{index}")
    return "\n".join(
        [*lines, f"loss = ({names[-1]} * x0).sum() + x0.sum()", "if loss.requires_grad: loss.backward()", ""]
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programs())
def test_leaf_increments_equal_the_gradients_of_a_plain_run(text: str) -> None:
    """Graph size, leaves and what reaches each leaf are those of a bare interpreter, bit for bit."""
    namespace: dict[str, object] = {}
    torch.manual_seed(0)
    plain_error = None
    try:
        exec(compile(text, "plain.py", "exec"), namespace)  # noqa: S102 # the program is ours
    except RuntimeError as error:
        plain_error = str(error)
    outcome = run(Program(text))
    assert (outcome.error.message if outcome.error else None) == plain_error
    loss = namespace.get("loss")
    if plain_error is not None or not isinstance(loss, torch.Tensor) or not loss.requires_grad:
        return
    (flow,) = outcome.flows
    graph = outcome.graphs[flow.graph]
    seen, waiting = {loss.grad_fn}, [loss.grad_fn]
    while waiting:
        for target, _ in waiting.pop().next_functions:  # type: ignore[union-attr]
            if target is not None and target not in seen:
                seen.add(target)
                waiting.append(target)
    reachable = {graph.nodes[0].id} if not flow.steps else {flow.steps[0].node}
    edges = [edge for edge in graph.edges if edge.slot is not None]
    while more := {edge.target for edge in edges if edge.source in reachable} - reachable:
        reachable |= more
    assert len(reachable) == len(seen)
    labels = {node.id: node.label for node in graph.nodes if node.kind == "leaf"}
    increments = {labels[step.node]: step.incoming[0] for step in flow.steps if step.node in labels}
    for name, increment in increments.items():
        leaf = namespace[name]
        assert isinstance(leaf, torch.Tensor)
        if not leaf.is_leaf:  # the leaf's name was bound anew
            continue
        assert leaf.grad is not None
        assert increment is not None
        assert increment.values == describe(leaf.grad).values
