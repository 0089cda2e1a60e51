import torch
from torch import nn

w = torch.rand(4, 3, requires_grad=True)
s = torch.eye(4).to_sparse()
y = torch.sparse.mm(s, w)
e = nn.Embedding(6, 3, sparse=True)
loss = y.sum() + e(torch.tensor([1, 1, 4])).sum()
loss.backward()
