import torch

x = torch.rand(3, dtype=torch.float64, requires_grad=True)
h = x.to(torch.float16).float() * 2
b = x.bfloat16().sum()
loss = h.sum().double() + b.double()
loss.backward()
