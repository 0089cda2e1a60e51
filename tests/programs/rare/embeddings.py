import torch
from torch import nn
e = nn.Embedding(10, 3, padding_idx=0)
s = nn.Embedding(10, 3, sparse=True)
b = nn.EmbeddingBag(10, 3, mode="mean")
bs = nn.EmbeddingBag(10, 3, mode="sum", sparse=True)
i = torch.tensor([[1, 2, 0], [4, 5, 4]])
off = torch.tensor([0, 2])
loss = e(i).sum() + s(i).pow(2).sum() + b(i).sum() + bs(i.flatten(), off).exp().sum()
loss.backward()
print(s.weight.grad.is_sparse, bs.weight.grad.coalesce().indices())
torch.optim.SparseAdam(list(s.parameters()) + list(bs.parameters())).step()
