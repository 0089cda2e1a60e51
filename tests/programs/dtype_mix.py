import torch
a = torch.rand(3, requires_grad=True)
b = torch.rand(3, dtype=torch.float64, requires_grad=True)
h = torch.rand(3, dtype=torch.float16, requires_grad=True)
bf = torch.rand(3, dtype=torch.bfloat16, requires_grad=True)
i = torch.arange(3)
m = torch.tensor([True, False, True])
y = a * b + h.float() * i + (bf * 2).double() + a * m + (a > 0.5) * a + a.half() * h
(y.sum() + a.to(torch.complex64).abs().sum() + (a * (1 + 2j)).real.sum()).backward()
print(a.grad.dtype, h.grad.dtype)
