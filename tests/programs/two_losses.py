import torch

w = torch.rand(3, requires_grad=True)
h = w.exp()
a = h.sum()
b = (h * h).mean()
torch.autograd.backward([a, b])
