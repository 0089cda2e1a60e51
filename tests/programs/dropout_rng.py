import torch
import torch.nn.functional as F

x = torch.rand(100, requires_grad=True)
loss = F.dropout(x, 0.5).sum() * torch.rand(())
loss.backward()
print(torch.rand(1).item())
