"""Programs of many kinds, whole: every leaf and every result of every pass is checked."""

from collections.abc import Iterator

import pytest
import torch

from desktop.engine.checking.desk import CheckDesk
from desktop.engine.run import run
from desktop.records.flow import Flow
from desktop.records.flow_part import flow_part
from desktop.records.graph import Node
from desktop.records.messages import CheckGradient, GradientChecked, GradientUnchecked
from desktop.records.run import Program
from desktop.records.tensor import Tensor

PROGRAMS = {
    "linear": """
model = torch.nn.Linear(3, 2)
x = torch.randn(4, 3)
loss = ((model(x) - 1) ** 2).mean()
loss.backward()
""",
    "the chapter's MyLinear": """
w = torch.tensor(3.0, requires_grad=True)
b = torch.tensor(1.0, requires_grad=True)
prediction = w * 2 + b
loss = (prediction - 9) ** 2
loss.backward()
""",
    "convolutions": """
net = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.Tanh(), torch.nn.AvgPool2d(2), torch.nn.Flatten())
out = net(torch.randn(2, 1, 6, 6))
out.square().sum().backward()
""",
    "attention": """
q, k, v = (torch.randn(3, 4, requires_grad=True) for _ in range(3))
weights = (q @ k.T / 2).softmax(dim=-1)
out = weights @ v
out.pow(2).sum().backward()
""",
    "fused attention": """
q, k, v = (torch.randn(1, 3, 4, requires_grad=True) for _ in range(3))
out = torch.nn.functional.scaled_dot_product_attention(q, k, v)
out.sin().sum().backward()
""",
    "an encoder layer": """
layer = torch.nn.TransformerEncoderLayer(2, 1, 3, dropout=0.0)
layer(torch.randn(2, 1, 2)).sin().sum().backward()
""",
    "an LSTM by hand": """
wx, wh = torch.randn(2, 8, requires_grad=True), torch.randn(2, 8, requires_grad=True)
h, c = torch.zeros(1, 2), torch.zeros(1, 2)
for x in torch.randn(3, 1, 2):
    i, f, g, o = (x @ wx + h @ wh).chunk(4, dim=1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    h = o.sigmoid() * c.tanh()
h.sum().backward()
""",
    "an LSTM": """
lstm = torch.nn.LSTM(2, 2)
out, (h, c) = lstm(torch.randn(3, 1, 2))
(out.sum() + c.pow(2).sum()).backward()
""",
    "in-place operations": """
x = torch.randn(4, requires_grad=True)
y = x * 2
y.add_(1)
y.mul_(x)
z = y.sin()
z += x
z[1] = x[2] * 3
z.tanh_()
z.sum().backward()
""",
    "in-place activations": """
net = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU(inplace=True), torch.nn.Linear(4, 1))
net(torch.randn(5, 3)).pow(2).mean().backward()
""",
    "views": """
x = torch.randn(2, 6, requires_grad=True)
y = x.view(3, 4).transpose(0, 1)
top, bottom = y.split(2)
z = (top[0] * bottom[1]).sum() + y.reshape(-1)[3:7].prod() + x[:, ::2].diagonal().sum()
z.backward()
""",
    "broadcasting": """
x = torch.randn(3, 1, requires_grad=True)
y = torch.randn(1, 4, requires_grad=True)
bias = torch.randn((), requires_grad=True)
z = (x * y + bias).expand(2, 3, 4)
z.pow(3).mean().backward()
""",
    "a right custom function": """
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y):
        ctx.save_for_backward(x, y)
        return x ** 3 * y, x + y

    @staticmethod
    def backward(ctx, g, h):
        x, y = ctx.saved_tensors
        return 3 * x ** 2 * y * g + h, x ** 3 * g + h

x, y = torch.tensor([1.0, -2.0], requires_grad=True), torch.tensor([0.5, 3.0], requires_grad=True)
a, b = Cube.apply(x, y * 1)
(a.sin() * b).sum().backward()
""",
    "a loop with branches": """
x = torch.tensor(0.3, requires_grad=True)
y = x
for step in range(6):
    y = y * y + x if step % 2 else y.cos() * 2
y.backward()
""",
    "passes over one graph": """
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x.exp()
first, second = y.sum(), (y * y).sum()
first.backward(retain_graph=True)
second.backward()
""",
    "steps of an optimizer": """
model = torch.nn.Linear(2, 1)
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
x = torch.randn(3, 2, requires_grad=True)
for step in range(3):
    optimizer.zero_grad()
    loss = (model(x).sin() - 1).pow(2).mean()
    loss.backward()
    optimizer.step()
""",
    "updates by data": """
w = torch.tensor([1.0, 2.0], requires_grad=True)
for step in range(3):
    loss = (w ** 4).sum()
    loss.backward()
    w.data.mul_(0.5).sub_(0.01 * w.grad)
    w.grad = None
""",
    "updates without grad": """
w = torch.tensor([1.0, 2.0], requires_grad=True)
for step in range(3):
    loss = (w.exp() * w).sum()
    (grad,) = torch.autograd.grad(loss, w)
    with torch.no_grad():
        w -= 0.1 * grad
""",
    "many passes": """
w = torch.tensor([1.0, 2.0], requires_grad=True)
for step in range(12):
    loss = (w.sin() * step).sum()
    loss.backward()
    with torch.no_grad():
        w -= 0.01 * w.grad
""",
    "dropout": """
net = torch.nn.Sequential(torch.nn.Linear(3, 6), torch.nn.Dropout(0.5), torch.nn.Linear(6, 1))
net(torch.randn(4, 3)).sin().sum().backward()
""",
    "batch norm": """
net = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3), torch.nn.Sigmoid())
for _ in range(2):
    net(torch.randn(5, 2)).pow(2).sum().backward()
""",
    "a gradient penalty": """
x = torch.tensor([0.5, 1.5], requires_grad=True)
w = torch.tensor([2.0, -1.0], requires_grad=True)
y = (x ** 3 * w).sum()
(slope,) = torch.autograd.grad(y, x, create_graph=True)
penalty = (slope.norm() - 1) ** 2
penalty.backward()
""",
    "a derivative as a function": """
x = torch.tensor([0.5, 1.5], requires_grad=True)
slope = torch.func.grad(lambda t: (t ** 3).sum())(x)
(slope * x).sum().backward()
""",
    "a gradient given": """
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x ** 2
y.backward(torch.tensor([1.0, 0.0, -2.0]))
""",
    "several roots": """
x = torch.tensor([1.0, 2.0], requires_grad=True)
a, b = x.sin().sum(), x.exp().prod()
torch.autograd.backward([a, b], [torch.tensor(2.0), torch.tensor(0.5)])
""",
    "batches that are shuffled": """
data = torch.utils.data.TensorDataset(torch.randn(6, 2), torch.randn(6, 1))
model = torch.nn.Linear(2, 1)
for x, y in torch.utils.data.DataLoader(data, batch_size=3, shuffle=True):
    torch.nn.functional.mse_loss(model(x), y).backward()
""",
    "tensors in lists": """
parts = [torch.randn(2, requires_grad=True) for _ in range(3)]
stacked = torch.stack(parts)
torch.cat([stacked, stacked * 2]).pow(2).sum().backward()
""",
}
"""Everything in these agrees."""

KNOWN = ("only inside one call", "inside a transform of torch.func")
"""Words of the reasons why a node of these may be refused: its value is nobody's to change."""


def _checks(text: str) -> Iterator[tuple[Flow, Node, GradientChecked | GradientUnchecked]]:
    """Check every leaf and every operation of every pass of a program."""
    program = Program("import torch\n" + text)
    record = run(program)
    assert record.error is None, record.error
    sent: list[object] = []
    desk = CheckDesk(sent.append)
    desk.expect(1)
    desk.hold(1, program, record)
    for flow in record.flows:
        for node in flow_part(record.graphs[flow.graph], flow).nodes:
            if node.kind in {"leaf", "operation"}:
                desk.answer(CheckGradient(len(sent), 1, node.id, flow.number))
                answer = sent[-1]
                assert isinstance(answer, GradientChecked | GradientUnchecked)
                yield flow, node, answer


def _recorded(flow: Flow, node: Node, answer: GradientChecked) -> Tensor | None:
    """Give the gradient that the run recorded for a node, where all of it is known."""
    step = next((step for step in flow.steps if step.node == node.id), None)
    known = step.incoming[0] if step is not None else None
    return known if known is not None and known.values is not None and known.count == len(answer.elements) else None


@pytest.mark.parametrize("name", PROGRAMS)
def test_right_gradients_agree(name: str) -> None:
    """What autograd says of ordinary programs agrees with differences, and is the gradient that the run recorded."""
    compared = 0
    for flow, node, answer in _checks(PROGRAMS[name]):
        where = f"{node.name} {node.label} in pass {flow.number}: {answer}"
        if isinstance(answer, GradientUnchecked):
            assert any(words in answer.reason for words in KNOWN), where
            continue
        assert answer.all_agree, where
        assert answer.note.startswith("64 of") or not answer.note, where
        known = _recorded(flow, node, answer)
        if known is not None and known.shape == answer.shape:
            ours = torch.tensor([float(each.autograd) for each in answer.elements])
            theirs = torch.tensor([float(str(each)) for each in known.values or ()])
            torch.testing.assert_close(ours, theirs, rtol=1e-3, atol=1e-4)
            compared += 1
    assert compared
