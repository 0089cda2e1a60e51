import torch

x = torch.rand(2, 3, requires_grad=True)
y = x.sin()
y.backward(gradient=torch.full((2, 3), 0.5))
