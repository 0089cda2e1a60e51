"""What capture costs: a program's own time with everything recorded, over that of the bare program."""

import contextlib
import gc
import io
from collections.abc import Iterator

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


def rows() -> Iterator[Measure]:
    """Yield the cost of full capture on encoders, and the speed of a long loop."""
    for width, feedforward, length in ((32, 2048, 10), (32, 128, 10), (32, 128, 64), (256, 1024, 32)):
        text = ENCODER.format(width=width, feedforward=feedforward, length=length)
        ours, bare = _paired(text)
        name = f"encoder, 12 layers, {width}/{feedforward} wide, batch 8 x {length}"
        yield f"{name}: captured / bare", f"{ours * 1000:.1f} ms", f"{bare * 1000:.1f} ms", ours / bare, "<= 2.5"
    ours, bare = _paired(LOOP)
    yield "4,000 backward calls in a loop: speed / bare", f"{ours:.2f} s", f"{bare:.2f} s", bare / ours, ">= 0.8"


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
    outcome = run(Program(text, trusted=True))
    if outcome.error is not None:
        raise RuntimeError(outcome.error.traceback)
    return _least(outcome.output)


def _bare(text: str) -> float:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(text, "bare.py", "exec"), {"__name__": "__main__"})  # noqa: S102 # the program is ours
    return _least(printed.getvalue())


def _least(output: str) -> float:
    """Give the least time a program printed, its first (cold) one left out where there are more."""
    times = [float(line) for line in output.split()]
    return min(times[1:] or times)
