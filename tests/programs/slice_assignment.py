import torch
x = torch.rand(4, 5, requires_grad=True)
y = torch.zeros(4, 5)
y[0] = x[0] * 2
y[1:3, ::2] = x[1:3, ::2].exp()
y[:, -1] += x[:, 1]
y[y > 1.5] = 0.5
y[torch.tensor([0, 2]), torch.tensor([1, 1])] = x[0, :2]
y[..., None, 0][3] = 7.0
y[3, 1:4].mul_(x[2, 1:4])
loss = y.sum()
loss.backward()
