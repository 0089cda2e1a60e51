import torch
from torch import nn

class Branchy(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(2, 2)
        self.b = nn.Linear(2, 2)
    def forward(self, x):
        if x.mean() > 0:
            y = self.a(x)
        else:
            y = self.b(x)
        while y.norm() < 10:
            y = y * 2
        return y if y.sum() > 0 else -y

m = Branchy()
for sign in (1, -1):
    m(sign * torch.rand(3, 2)).sum().backward()
print([p.grad is None for p in m.parameters()])
