import torch
from torch import nn

lstm = nn.LSTM(4, 6, num_layers=2, batch_first=True)
x = torch.rand(2, 5, 4)
out, (h, c) = lstm(x)
loss = out.sum() + (h * c).mean()
loss.backward()
