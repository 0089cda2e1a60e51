import torch
from torch import nn
model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
model(torch.rand(2, 3)).sum().backward()
for p in model.parameters():
    p.requires_grad_(False)
model[2] = nn.Linear(4, 5)
model(torch.rand(2, 3)).square().sum().backward()
del model[0]
model(torch.rand(2, 4)).sum().backward()
print([n for n, p in model.named_parameters() if p.grad is not None])
