import torch

x = torch.rand(3, 4, requires_grad=True)
a = x * 2
b = a.exp()
c = a.sin()
d = a + b * c
loss = (d * a).sum() + x.mean()
loss.backward()
