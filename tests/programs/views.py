import torch

x = torch.rand(4, 6, requires_grad=True)
y = x.view(2, 12)[:, ::3].transpose(0, 1).reshape(-1)
z = x.t().unsqueeze(0).expand(2, 6, 4).permute(2, 0, 1)
loss = y.sum() + (z * z).mean() + x.diagonal().sum()
loss.backward()
