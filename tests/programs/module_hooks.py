import torch
from torch import nn

model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
shapes = []
model[1].register_forward_hook(lambda m, i, o: shapes.append(tuple(o.shape)))
model[0].register_full_backward_hook(lambda m, gi, go: None)
loss = model(torch.rand(5, 3)).sum()
loss.backward()
