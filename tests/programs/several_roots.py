import torch
a, b = torch.rand(2, requires_grad=True), torch.rand(2, requires_grad=True)
y, z, s = a * b, a.exp(), b.sum()
torch.autograd.backward([y, z, s], [torch.ones(2), torch.tensor([1.0, 0.0]), None])
y2 = a * 3
torch.autograd.backward([y2, y2], grad_tensors=[torch.ones(2), torch.full((2,), 2.0)])
g = torch.autograd.grad([a * b, b.sin()], [a, b], [torch.ones(2), torch.ones(2)], allow_unused=True)
u = torch.autograd.grad(a.sum(), [a, b], allow_unused=True, materialize_grads=True)
print(g, u)
