import torch
x = torch.rand(3, 4, requires_grad=True)
y = x * 1
v = y.view(12)
w = v[3:9]
w.mul_(2)
t = y.t()
t[0].add_(1)
d = y.diagonal()
d.zero_()
s = y.unsqueeze(0).squeeze()
s.sigmoid_()
print(v.grad_fn.name(), w.grad_fn.name(), y.grad_fn.name())
(v.sum() + w.prod() + y.std()).backward()
