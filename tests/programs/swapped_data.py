import torch
w = torch.rand(3, requires_grad=True)
y = (w * w).sum()
w.data = torch.ones(3)
y.backward()
w.data.mul_(2)
(w * 3).sum().backward()
with torch.no_grad():
    w.copy_(torch.zeros(3))
w.grad = torch.ones(3)
(w + 1).sum().backward()
print(w, w.grad)
