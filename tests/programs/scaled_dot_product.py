import torch
import torch.nn.functional as F

q, k, v = (torch.rand(1, 2, 5, 4, requires_grad=True) for _ in range(3))
out = F.scaled_dot_product_attention(q, k, v, is_causal=True)
loss = out.sum()
loss.backward()
