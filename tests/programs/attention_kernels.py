import torch
import torch.nn.functional as F
q, k, v = (torch.rand(2, 2, 4, 8, requires_grad=True) for _ in range(3))
F.scaled_dot_product_attention(q, k, v, is_causal=True).sum().backward()
m = torch.rand(4, 4) > 0.3
m[:, 0] = True
F.scaled_dot_product_attention(q, k, v, attn_mask=m, dropout_p=0.1).sum().backward()
from torch.nn.attention import sdpa_kernel, SDPBackend
with sdpa_kernel(SDPBackend.MATH):
    F.scaled_dot_product_attention(q, k, v, scale=0.3).sum().backward()
