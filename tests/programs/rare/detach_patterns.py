import torch
w = torch.rand(3, requires_grad=True)
y = w * 2
d = y.detach()
e = y.data
f = y.clone().detach().requires_grad_()
y2 = (w * 3)
y2.detach_()
g = (y * d).sum() + (f * e).sum() + y2.sum()
g.backward()
v = w.detach()
v.mul_(2)
z = torch.tensor(w.detach().numpy()).requires_grad_(True)
z.exp().sum().backward()
w.requires_grad_(False)
print((w * 2).requires_grad, y2.is_leaf)
