import torch
from torch import nn

layer = nn.Linear(4, 4)
x = torch.rand(2, 4)
for _ in range(4):
    x = torch.relu(layer(x))
loss = x.sum()
loss.backward()
