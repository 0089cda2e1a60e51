import torch
from torch import nn

model = nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 2))
for p in model[0].parameters():
    p.requires_grad_(False)
loss = model(torch.rand(4, 3)).pow(2).sum()
loss.backward()
