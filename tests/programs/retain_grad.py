import torch

x = torch.rand(3, requires_grad=True)
y = x * 2
y.retain_grad()
loss = (y * y).sum()
loss.backward()
print(y.grad)
