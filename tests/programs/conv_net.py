import torch
from torch import nn
import torch.nn.functional as F

net = nn.Sequential(nn.Conv2d(1, 4, 3), nn.SiLU(), nn.AvgPool2d(2), nn.GroupNorm(2, 4), nn.Flatten(), nn.Linear(36, 5), nn.LogSoftmax(dim=1))
loss = F.nll_loss(net(torch.rand(2, 1, 8, 8)), torch.tensor([1, 3]))
loss.backward()
