import torch

x = torch.rand(3, requires_grad=True)
y = (x[0] * x[1] ** 2).exp() * x[2]
(g,) = torch.autograd.grad(y, x, create_graph=True)
rows = [torch.autograd.grad(g[i], x, retain_graph=True)[0] for i in range(3)]
h = torch.stack(rows)
