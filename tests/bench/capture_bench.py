"""What capture costs: a program's own time with everything recorded, over that of the bare program."""

import contextlib
import gc
import io
import time
from collections.abc import Callable, Iterator

import torch

from desktop.engine.run import run
from desktop.records.run import Program

Measure = tuple[str, str, str, float | None, str]

ENCODER = """
import time
import torch
from torch import nn
torch.set_num_threads(1)
layer = nn.TransformerEncoderLayer({width}, 4, {feedforward}, batch_first=True)
encoder = nn.TransformerEncoder(layer, 12)
x = torch.rand(8, {length}, {width})
for _ in range(4):
    start = time.process_time()
    loss = encoder(x).pow(2).mean()
    loss.backward()
    print(time.process_time() - start)
    del loss
"""

LOOP = """
import time
import torch
from torch import nn
torch.set_num_threads(1)

class MyModel(nn.Module):
    def __init__(self, input_size, output_size):
        super().__init__()
        self.linear = nn.Linear(input_size, output_size)

    def forward(self, x):
        return self.linear(x)

def ground_truth(x):
    return 3 * x[:, 0] + x[:, 1] - 2 * x[:, 2]

def train(model, x, y, optim):
    optim.zero_grad()
    y_hat = model(x)
    loss = ((y - y_hat) ** 2).sum() / x.size(0)
    loss.backward()
    optim.step()
    return loss.item()

model = MyModel(3, 1)
optim = torch.optim.SGD(model.parameters(), lr=0.0001, momentum=0.1)
start = time.process_time()
for _ in range(4000):
    x = torch.rand(1, 3)
    train(model, x, ground_truth(x), optim)
print(time.process_time() - start)
"""

LINE = """
import torch
(torch.ones(2, requires_grad=True) * 2).sum().backward()
"""

LSTM = """
import torch
torch.set_num_threads(1)
width = 32
layers = [[(torch.randn(width, width) * 0.1).requires_grad_() for _ in range(8)] for _ in range(7)]

def cell(x, h, c, w):
    i, f = torch.sigmoid(x @ w[0] + h @ w[1]), torch.sigmoid(x @ w[2] + h @ w[3])
    g, o = torch.tanh(x @ w[4] + h @ w[5]), torch.sigmoid(x @ w[6] + h @ w[7])
    c = f * c + i * g
    return o * torch.tanh(c), c

h, c = ([torch.zeros(4, width) for _ in layers] for _ in range(2))
for step in range(200):
    x = torch.rand(4, width)
    for index, weights in enumerate(layers):
        x, c[index] = cell(x, h[index], c[index], weights)
        h[index] = x
x.sum().backward()
"""


def rows() -> Iterator[Measure]:
    """Yield the cost of full capture on encoders, the speed of a long loop, and what whole runs take."""
    for width, feedforward, length in ((32, 2048, 10), (32, 128, 10), (32, 128, 64), (256, 1024, 32)):
        text = ENCODER.format(width=width, feedforward=feedforward, length=length)
        ours, bare = _paired(text)
        name = f"encoder, 12 layers, {width}/{feedforward} wide, batch 8 x {length}"
        yield f"{name}: captured / bare", f"{ours * 1000:.1f} ms", f"{bare * 1000:.1f} ms", ours / bare, "<= 2.5"
    ours, bare = _paired(LOOP)
    yield "4,000 backward calls in a loop: speed / bare", f"{ours:.2f} s", f"{bare:.2f} s", bare / ours, ">= 0.8"
    ours, bare = _whole(LINE)
    yield (
        "a program of one line, from its text to its record",
        f"{ours * 1000:.1f} ms",
        f"{bare * 1000:.1f} ms",
        None,
        "",
    )
    ours, bare = _whole(LSTM)
    yield "an LSTM of 29,671 nodes, from its text to its record", f"{ours:.2f} s", f"{bare:.2f} s", ours / bare, ""


def _whole(text: str, turns: int = 3) -> tuple[float, float]:
    """Give the least time that a whole run takes, record and findings included, and a bare one."""
    ours, bare = ([_spent(execute, text) for _ in range(turns)] for execute in (_recorded, _executed))
    return min(ours), min(bare)


def _spent(execute: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    execute(text)
    return time.process_time() - start


def _paired(text: str, turns: int = 7) -> tuple[float, float]:
    """Run ours and the bare program in turn; give the least of what each measured once warm: noise only adds."""
    threads = torch.get_num_threads()
    _ours(text)
    _bare(text)
    gc.collect()
    gc.freeze()
    pairs = [(_ours(text), _bare(text)) for _ in range(turns)]
    torch.set_num_threads(threads)
    gc.unfreeze()
    return min(a for a, _ in pairs), min(b for _, b in pairs)


def _ours(text: str) -> float:
    return _least(_recorded(text))


def _bare(text: str) -> float:
    return _least(_executed(text))


def _recorded(text: str) -> str:
    outcome = run(Program(text, trusted=True))
    if outcome.error is not None:
        raise RuntimeError(outcome.error.traceback)
    return outcome.output


def _executed(text: str) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(text, "bare.py", "exec"), {"__name__": "__main__"})  # noqa: S102 # the program is ours
    return printed.getvalue()


def _least(output: str) -> float:
    """Give the least time a program printed, its first (cold) one left out where there are more."""
    times = [float(line) for line in output.split()]
    return min(times[1:] or times)
