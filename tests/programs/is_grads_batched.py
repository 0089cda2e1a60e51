import torch

x = torch.rand(3, requires_grad=True)
y = x ** 2
(j,) = torch.autograd.grad(y, x, torch.eye(3), is_grads_batched=True)
print(j.shape)
