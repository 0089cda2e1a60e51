import torch

x = torch.rand(4, 4, requires_grad=True)
v = torch.rand(4, requires_grad=True)
y = x.clone()
y[1] = v
y[:, 2].mul_(2)
row = y[3]
row += 1
loss = (y * y).sum() + row.sum()
loss.backward()
