import torch
from torch import nn

device = "meta"

x = torch.ones(16, 10).to(device)
linear = nn.Linear(10, 5).to(device)

y = linear(x)
print("x is on", x.device, "and y on", y.device)
print("is there a CUDA device?", torch.cuda.is_available())
