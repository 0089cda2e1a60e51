import torch
from torch import nn

model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Dropout(0.5)).eval()
loss = model(torch.rand(4, 3)).sum()
loss.backward()
