import torch
from torch import nn

class Level3(nn.Module):
    def __init__(self):
        super().__init__()
        self.activation = nn.Tanh()
        self.scale = nn.Parameter(torch.ones(4))
    def forward(self, x):
        return self.activation(x) * self.scale

class Level2(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Level3()
        self.linear = nn.Linear(4, 4)
    def forward(self, x):
        return self.linear(self.inner(x))

class Level1(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = Level2()
        self.second = Level2()
    def forward(self, x):
        x = x + 1
        return self.second(self.first(x)) - x

model = Level1()
out = model(torch.rand(2, 4))
out.pow(2).mean().backward()
