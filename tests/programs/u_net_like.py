import torch
from torch import nn
import torch.nn.functional as F

down = nn.Conv2d(1, 4, 3, padding=1)
up = nn.ConvTranspose2d(4, 4, 2, stride=2)
last = nn.Conv2d(8, 1, 1)
x = torch.rand(1, 1, 8, 8)
a = F.relu(down(x))
b = up(F.max_pool2d(a, 2))
y = last(torch.cat([a, b], dim=1))
loss = F.binary_cross_entropy_with_logits(y, (x > 0.5).float())
loss.backward()
