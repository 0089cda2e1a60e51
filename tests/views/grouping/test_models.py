"""Models as people write them, run by the engine: how they open, and that nothing of them is lost."""

from collections import Counter
from pathlib import Path

import pytest

from desktop.engine.run import run
from desktop.layout.place import place
from desktop.records.graph import Graph
from desktop.records.run import Program
from desktop.views.grouping import Groups, bare, fold

PROGRAMS = Path(__file__).parents[2] / "programs"

ENCODER = """
import torch
from torch import nn
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(100, 8)
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), 12)
        self.norm = nn.LayerNorm(8)
        self.head = nn.Linear(8, 10)
    def forward(self, tokens):
        return self.head(self.norm(self.encoder(self.embed(tokens))).mean(1))
model = Model()
tokens, target = torch.randint(0, 100, (2, 7)), torch.randint(0, 10, (2,))
loss = nn.functional.cross_entropy(model(tokens), target)
"""

RESIDUAL = """
import torch
from torch import nn
class Block(nn.Module):
    def __init__(self, width, grows=False):
        super().__init__()
        before = width // 2 if grows else width
        self.one = nn.Conv2d(before, width, 3, 1, 1, bias=False)
        self.two = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.norms = nn.ModuleList([nn.BatchNorm2d(width), nn.BatchNorm2d(width)])
        self.short = nn.Sequential(nn.Conv2d(before, width, 1), nn.BatchNorm2d(width)) if grows else nn.Identity()
    def forward(self, x):
        return torch.relu(self.norms[1](self.two(torch.relu(self.norms[0](self.one(x))))) + self.short(x))
net = nn.Sequential()
net.stem = nn.Sequential(nn.Conv2d(3, 8, 3, bias=False), nn.BatchNorm2d(8), nn.ReLU())
net.first = nn.Sequential(*[Block(8) for _ in range(8)])
net.second = nn.Sequential(Block(16, True), *[Block(16) for _ in range(7)])
image = torch.randn(2, 3, 8, 8)
loss = net(image).mean()
"""

RECURRENT = """
import torch
from torch import nn
cell, head = nn.GRUCell(3, 4), nn.Linear(4, 1)
xs, h = torch.randn(40, 2, 3), torch.zeros(2, 4)
for step in range(40):
    h = cell(xs[step], h)
loss = head(h).mean()
"""

BY_HAND = """
import torch
W, U = torch.randn(3, 4, requires_grad=True), torch.randn(4, 4, requires_grad=True)
def step(x, h):
    return torch.tanh(x @ W + h @ U)
h = torch.zeros(2, 4)
for x in torch.randn(40, 2, 3):
    h = step(x, h) * 0.9
    h = h + x.mean()
loss = h.mean()
"""

U_NET = """
import torch
from torch import nn
class Twice(nn.Module):
    def __init__(self, before, width):
        super().__init__()
        self.one, self.two = nn.Conv2d(before, width, 3, 1, 1), nn.Conv2d(width, width, 3, 1, 1)
        self.norm = nn.BatchNorm2d(width)
    def forward(self, x):
        return torch.relu(self.norm(self.two(torch.relu(self.one(x)))))
class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.ModuleList([Twice(1, 4), Twice(4, 8), Twice(8, 16)])
        self.rise = nn.ModuleList([nn.ConvTranspose2d(16, 8, 2, 2), nn.ConvTranspose2d(8, 4, 2, 2)])
        self.up = nn.ModuleList([Twice(16, 8), Twice(8, 4)])
        self.out = nn.Conv2d(4, 1, 1)
    def forward(self, x):
        kept = []
        for block in self.down:
            x = block(x)
            kept.append(x)
            x = nn.functional.max_pool2d(x, 2) if len(kept) < 3 else x
        for rise, block, skip in zip(self.rise, self.up, kept[1::-1]):
            x = block(torch.cat([skip, rise(x)], 1))
        return self.out(x)
net, image = UNet(), torch.randn(1, 1, 16, 16)
loss = (net(image) - image).abs().mean()
"""

GENERATORS = """
import torch
def waves(x):
    while True:
        x = torch.sin(x) * 2
        x = x + (yield x)
a = torch.randn(3, requires_grad=True)
one, two = waves(a), waves(a + 1)
p, q = next(one), next(two)
for _ in range(5):
    p, q = one.send(q), two.send(p)
loss = (p + q).sum()
"""


def graph_of(text: str) -> Graph:
    """Run a program and give the graph of its loss."""
    ran = run(Program(f"{text}\nloss.backward()\n", trusted=True))
    assert ran.error is None
    return ran.graphs[0]


def opened(graph: Graph) -> list[str]:
    """Say what is drawn at a first look, as if the graph were large, from the root up; but for leaves."""
    drawing = fold(graph, Groups(graph), Groups(graph).initial(most=0), saved=False)
    named = [node for node in drawing.nodes if node.kind in {"group", "operation", "input"}]
    return [node.label or node.name.removesuffix("Backward0") for node in named]


def check(graph: Graph) -> None:
    """See at every depth that each gradient edge is inside a box or carried once; layout takes a first look."""
    groups = Groups(graph)
    place(bare(fold(graph, groups, groups.initial(most=0), saved=True)))
    for opening in [*map(groups.to_depth, range(groups.depth() + 1)), groups.initial(most=0)]:
        drawing = fold(graph, groups, opening, saved=True)
        carried = Counter(each for edge in drawing.edges for each in edge.carries)
        assert max(carried.values(), default=1) == 1
        for edge in graph.edges:
            shown = drawing.shown_by[edge.source]
            is_inside = shown in groups and edge.target in groups.group(shown).members
            assert ((edge.source, edge.slot) in carried) == (edge.slot is not None and not is_inside)


def test_an_encoder() -> None:
    """Tokens, embedding, twelve layers as one, norm, head, loss."""
    graph = graph_of(ENCODER)
    assert opened(graph) == [
        *("loss", "target", "LogSoftmax", "model.head", "MeanBackward1", "NativeLayerNorm"),
        *("model.encoder.layers 0–11", "Embedding", "tokens"),
    ]
    check(graph)


def test_a_residual_network() -> None:
    """The blocks of one width are one; the block that widens stands before its own, as closed as they are."""
    graph = graph_of(RESIDUAL)
    assert opened(graph) == ["loss", "net.second 1–7", "net.second.0", "net.first 0–7", "net.stem", "image"]
    check(graph)


def test_a_recurrent_network() -> None:
    """Forty calls of a cell are one; its parameters, which all calls share, are inside."""
    graph = graph_of(RECURRENT)
    assert opened(graph) == ["loss", "head", "cell", "h"]
    drawing = fold(graph, Groups(graph), frozenset(), saved=False)
    assert not [node for node in drawing.nodes if node.kind == "leaf"]
    check(graph)


def test_a_loop_written_by_hand() -> None:
    """Forty equal rounds are the loop, forty times; opened, it shows them, and the leaves that all of them use."""
    graph = graph_of(BY_HAND)
    assert opened(graph) == ["loss", "for x in torch.randn(40, 2, 3)", "h"]
    groups = Groups(graph)
    (loop,) = groups.to_depth(1)
    assert groups.group(loop).times == 40
    shown = Counter(node.label for node in fold(graph, groups, groups.to_depth(1), saved=False).nodes)
    assert shown == {"loss": 1, "W": 1, "U": 1, "h": 1} | {f"round {visit}": 1 for visit in range(1, 41)}
    check(graph)


def test_a_u_net() -> None:
    """The way down and the way up lie open, with a closed block for each size."""
    graph = graph_of(U_NET)
    labels = [label for label in opened(graph) if label.startswith("net.")]
    assert labels == ["net.up.1", "net.down.0", "net.up.0", "net.down.1", "net.down.2"]
    check(graph)


def test_generators_that_take_turns() -> None:
    """Two calls that go on by turns take from each other again and again: none of them can be one box."""
    graph = graph_of(GENERATORS)
    groups = Groups(graph)
    assert not [group for group in map(groups.group, groups.all_open()) if group.name == "function"]
    check(graph)


@pytest.mark.parametrize("path", sorted(PROGRAMS.glob("*.py")), ids=lambda path: path.stem)
def test_any_program(path: Path) -> None:
    """Whatever programs build can be folded at every depth."""
    for graph in run(Program(path.read_text("utf-8"), trusted=True)).graphs:
        check(graph)
