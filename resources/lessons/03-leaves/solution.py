import torch

x = torch.ones(2, 2, requires_grad=True)
y = torch.ones(2, 2, requires_grad=True)
z = x + y

for name, tensor in (("x", x), ("y", y), ("z", z)):
    print(name, "requires_grad:", tensor.requires_grad, "is_leaf:", tensor.is_leaf)

total = (z * z).sum()
total.backward()
print("x.grad:", x.grad)
print("y.grad:", y.grad)
