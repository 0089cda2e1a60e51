import torch
x = torch.zeros(4, requires_grad=True)
with torch.no_grad():
    x[0] = 1.0
    x.view(2, 2)[1].add_(2)
try:
    x[1] = 3.0
except RuntimeError as error:
    print(error)
y = x.clone()
rows = y.view(2, 2).unbind(0)
try:
    rows[0].mul_(2)
except RuntimeError as error:
    print(str(error)[:40])
z = x * 2
v = z[:2]
v *= 3
z[2:] += v
z.sum().backward()
