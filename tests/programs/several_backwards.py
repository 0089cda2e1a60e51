import torch

w = torch.rand(3, requires_grad=True)
for i in range(3):
    loss = (w * (i + 1)).pow(2).sum()
    loss.backward()
