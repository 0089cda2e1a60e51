import torch

a = torch.rand(2, 3, 4, requires_grad=True)
b = torch.rand(2, 4, 5, requires_grad=True)
c = torch.einsum("bij,bjk->bik", a, b)
d = torch.bmm(a, b) + torch.matmul(a[0], b[0]) + torch.baddbmm(c, a, b)
loss = (d.logsumexp(dim=-1)).sum()
loss.backward()
