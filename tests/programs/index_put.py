import torch

x = torch.rand(6, requires_grad=True)
index = torch.tensor([0, 2, 2, 5])
y = torch.zeros(6).index_add(0, index, x[:4])
z = y.scatter(0, torch.tensor([1, 3]), x[4:])
mask = x > 0.5
loss = z.sum() + x[mask].sum() + torch.where(mask, x, x * 2).sum() + x.gather(0, index).sum()
loss.backward()
