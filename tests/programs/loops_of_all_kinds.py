import torch
from torch import nn


class Stack(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(3, 3) for _ in range(depth))

    def forward(self, x):
        for index, layer in enumerate(self.layers):
            if index == 1:
                continue
            x = torch.tanh(layer(x))
        else:
            x = x * 1.5
        return x


def halved(x):
    rounds = 0
    while x.norm() > 0.5:
        x = x / 2
        rounds += 1
        try:
            if rounds == 3:
                break
        finally:
            x = x + 0.01
    print(rounds)
    return x


def powers(x):
    for exponent in range(1, 4):
        yield x**exponent


model = Stack(3)
for pair in zip((1.0, 2.0), [[3], (4,)]):
    scale, (more,) = pair
    y = sum(power.sum() for power in powers(halved(model(torch.ones(2, 3) * scale))))
    for row in model(torch.ones(2, 3)):
        y = y + (lambda t: t.exp())(row).sum() * more
    y.backward()

for i in range(3):
    z = model(torch.ones(1, 3)).sum()
z.backward()
print(i, sum(p.grad.sum() for p in model.parameters() if p.grad is not None).item())
