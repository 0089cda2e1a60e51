import torch
from torch import nn

device = "cpu"

x = torch.ones(16, 10)
linear = nn.Linear(10, 5).to(device)

y = linear(x)
print("x is on", x.device, "and y on", y.device)
print("is there a CUDA device?", torch.cuda.is_available())
