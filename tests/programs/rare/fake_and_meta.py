import torch
from torch._subclasses import FakeTensorMode
with FakeTensorMode() as mode:
    a = torch.rand(2, 3, requires_grad=True)
    b = (a @ a.t()).sum()
    b.backward()
print(b.shape, type(a.grad).__name__)
m = torch.rand(2, device="meta", requires_grad=True)
(m * 2).sum().backward()
