import torch
a = torch.rand(3, 1, requires_grad=True)
b = a.expand(3, 4)
c = b.unfold(1, 2, 1)
d = torch.rand(6, requires_grad=True)
e = d.as_strided((3, 3), (1, 1))
f = torch.nn.functional.unfold(torch.rand(1, 1, 4, 4, requires_grad=True), 2)
(c.sum() + e.pow(2).sum() + f.sum()).backward()
print(d.grad)
