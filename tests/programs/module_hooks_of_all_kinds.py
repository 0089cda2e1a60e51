import torch
from torch import nn
log = []
m = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
m[0].register_forward_pre_hook(lambda mod, args: (args[0] * 2,))
m[1].register_forward_hook(lambda mod, args, out: out + 1)
m[2].register_forward_pre_hook(lambda mod, a, k: (a, k), with_kwargs=True)
m[2].register_forward_hook(lambda mod, a, k, o: o * 2, with_kwargs=True)
m[0].register_full_backward_hook(lambda mod, gi, go: log.append(("full", tuple(go[0].shape))))
m[2].register_full_backward_hook(lambda mod, gi, go: tuple(g * 3 if g is not None else None for g in gi))
m[2].register_full_backward_pre_hook(lambda mod, go: (go[0] * 0.5,))
x = torch.rand(5, 3, requires_grad=True)
m(x).sum().backward()
print(log, x.grad.sum())
