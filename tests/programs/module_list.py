import torch
from torch import nn

class Stack(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4) for _ in range(3)])
        self.heads = nn.ModuleDict({"a": nn.Linear(4, 1), "b": nn.Linear(4, 2)})

    def forward(self, x):
        for layer in self.layers:
            x = x + torch.relu(layer(x))
        return {name: head(x) for name, head in self.heads.items()}

model = Stack()
out = model(torch.rand(2, 4))
loss = sum(o.pow(2).mean() for o in out.values())
loss.backward()
