import torch

x = torch.rand((), requires_grad=True)
x.backward()
