import torch

x = torch.rand(6, 4, requires_grad=True)
a, b, c = x.chunk(3)
d, e = torch.split(x * 2, [1, 3], dim=1)
u = x.unbind(0)
loss = (a * b).sum() + c.mean() + d.sum() * e.sum() + u[2].sum()
loss.backward()
