import torch

x = torch.rand(4, 4, requires_grad=True)
q, r = torch.linalg.qr(x)
u, s, v = torch.linalg.svd(x)
loss = q.sum() + s.sum()
loss.backward()
