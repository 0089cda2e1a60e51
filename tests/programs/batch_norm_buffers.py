import torch
from torch import nn
import torch.nn.functional as F

model = nn.Sequential(nn.Conv2d(2, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16, 3))
x = torch.rand(3, 2, 4, 4)
loss = F.cross_entropy(model(x), torch.tensor([0, 1, 2]))
loss.backward()
