import torch

x = torch.rand(5, 4, requires_grad=True)
values, indices = x.max(dim=1)
best, where = torch.topk(x, 2, dim=1)
loss = values.sum() + best.pow(2).sum() + x.sort(dim=0).values[0].sum()
loss.backward()
