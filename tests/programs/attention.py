import torch
from torch import nn

attention = nn.MultiheadAttention(8, 2, batch_first=True)
q = torch.rand(2, 3, 8, requires_grad=True)
out, weights = attention(q, q, q)
loss = out.pow(2).sum() + weights.sum()
loss.backward()
