import torch

w = torch.rand(3, requires_grad=True)
y = w * 3
loss = y.pow(2).sum()
loss.backward(retain_graph=True)
loss.backward()
