import torch

x = torch.rand(3, requires_grad=True)
y = x * 2
y.register_hook(lambda g: g * 10)
x.register_hook(lambda g: g.clamp(max=25))
loss = (y ** 2).sum() + y.sum()
loss.backward()
