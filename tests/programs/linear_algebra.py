import torch

a = torch.rand(3, 3, requires_grad=True)
m = a @ a.t() + torch.eye(3)
loss = torch.linalg.inv(m).trace() + torch.logdet(m) + torch.linalg.cholesky(m).sum() + torch.linalg.eigvalsh(m).max()
loss.backward()
