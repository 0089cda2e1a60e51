import torch

from torch.func import grad, vmap, jacrev
f = lambda x: (x ** 2).sum()
x = torch.rand(3, requires_grad=True)
g = grad(f)(x)
j = jacrev(lambda t: t.sin())(x.detach())
v = vmap(lambda t: t * 2)(torch.rand(3, 2))
loss = (g * x).sum() + j.sum() + v.sum()
loss.backward()
