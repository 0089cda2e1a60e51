import torch

x = torch.rand(3, requires_grad=True)
loss = (x * x).sum()
loss.backward()
