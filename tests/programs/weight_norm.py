import torch
from torch import nn

from torch.nn.utils.parametrizations import weight_norm
layer = weight_norm(nn.Linear(3, 2))
loss = layer(torch.rand(4, 3)).sum()
loss.backward()
