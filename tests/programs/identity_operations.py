import torch
from torch import nn

x = torch.rand(3, requires_grad=True)
i = nn.Identity()
y = i(i(x))
print(y is x)
w = y.contiguous().to(torch.float32).float()
print(w is x)
d = nn.Dropout(0.0)(w)
e = nn.Dropout(0.3).eval()(d)
v = e.view(3).reshape(3).expand(3)
u = nn.Flatten(0)(v)
(u * 2).sum().backward()
