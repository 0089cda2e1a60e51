import torch
from torch.func import vmap, jacrev, grad
w = torch.rand(3, requires_grad=True)
xs = torch.rand(5, 3)
y = vmap(lambda x: torch.dot(x, w).sin())(xs)
y.sum().backward()
j = jacrev(lambda t: t * w)(torch.ones(3))
j.sum().backward()
g = grad(lambda t: (t * w).pow(2).sum())(torch.ones(3))
g.sum().backward()
print(w.grad)
