import torch

from torch.autograd.functional import jacobian, hvp
x = torch.rand(3)
j = jacobian(lambda t: t ** 2, x)
value, product = hvp(lambda t: (t ** 3).sum(), x, torch.ones(3))
print(j.sum().item(), product.sum().item())
