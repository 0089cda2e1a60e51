import torch

x = torch.rand(5, requires_grad=True)
loss = x.cumsum(0).prod() + x.cumprod(0).sum() + torch.var(x) + x.std() + x.median() + x.norm() + x.flip(0).roll(1)[0]
loss.backward()
