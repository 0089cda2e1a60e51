import torch
import torch.nn.functional as F

x = torch.rand(6, requires_grad=True) + 0.5
y = (x.log() + x.sqrt() + x.rsqrt() + x.sigmoid() + x.sin().cos().tan() + x.atan() + x.erf() + x.abs()
     + F.gelu(x) + F.elu(x) + F.softplus(x) + F.leaky_relu(x) + x.reciprocal() + x.pow(2.5) + 2 ** x + x.clamp(0.6, 1.2))
loss = y.sum()
loss.backward()
