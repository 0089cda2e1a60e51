import torch

x = torch.rand(4, 1, 3, requires_grad=True)
b = torch.rand(5, 1, requires_grad=True)
s = torch.rand((), requires_grad=True)
loss = ((x + b) * s - b / (x + 1)).pow(2).mean()
loss.backward()
