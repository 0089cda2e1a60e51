import torch

x = torch.rand(3, requires_grad=True)
w = torch.rand(3, requires_grad=True)
y = x * w
loss = (y * x).sum()
loss.backward(inputs=[w])
