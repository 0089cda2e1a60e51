import torch
from torch import nn

cell = nn.GRUCell(3, 5)
h = torch.zeros(2, 5)
for t in range(12):
    h = cell(torch.rand(2, 3), h)
loss = h.pow(2).mean()
loss.backward()
