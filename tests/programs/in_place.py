import torch

x = torch.rand(4, requires_grad=True)
y = x * 2
y.add_(1)
y *= 3
y.clamp_(min=0.5)
y += x
loss = y.sum()
loss.backward()
