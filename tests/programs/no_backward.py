import torch

a = torch.rand(3, requires_grad=True)
b = torch.rand(3, requires_grad=True)
first = a * 2
second = b.exp() + 1
third = first + a
