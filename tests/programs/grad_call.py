import torch

x = torch.rand(4, requires_grad=True)
w = torch.rand(4, requires_grad=True)
y = (x * w).tanh()
loss = (y * y).sum()
g = torch.autograd.grad(loss, [x, y])
