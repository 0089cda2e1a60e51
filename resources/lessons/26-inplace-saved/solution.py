import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)

y = torch.exp(x)
y = y + 1
total = y.sum()
total.backward()

print("x.grad:", x.grad)
