import torch
from torch.autograd.graph import register_multi_grad_hook, Node
a = torch.rand(2, requires_grad=True)
b = torch.rand(2, requires_grad=True)
c, d = a * b, a + b
register_multi_grad_hook((c, d), lambda gs: print("all", [g is not None for g in gs]))
register_multi_grad_hook((c, d), lambda g: print("any", g.shape), mode="any")
(c.sum() + d.prod()).backward()
