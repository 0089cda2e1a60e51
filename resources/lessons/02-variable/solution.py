import torch

x = torch.full((2, 2), 1.0, requires_grad=True)
y = torch.full((2, 2), 2.0)
third = torch.full((2, 2), 3.0, requires_grad=True)

z = (x + y) + third

z.sum().backward()
print("data:", z.data)
print("grad_fn:", z.grad_fn)
print("grad of x:", x.grad)
