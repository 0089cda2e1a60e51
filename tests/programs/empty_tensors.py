import torch

x = torch.rand(0, 3, requires_grad=True)
w = torch.rand(3, 2, requires_grad=True)
loss = (x @ w).sum() + w.sum()
loss.backward()
